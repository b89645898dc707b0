/** Preloaded into the processes of a rehearsal: whose supervisor is gone ends as if told to. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
