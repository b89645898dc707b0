/** Preloaded into the processes of a rehearsal: whose supervisor is gone ends as if told to. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Nobody reads what they say then, which is no reason to end otherwise.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
