import { resolve } from 'node:path';
import { readEnv, toConfig } from '../../../platform/config.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { runProcess } from '../../../platform/process.ts';
import { startOwn } from './own.ts';
import { findPostgres } from './programs.ts';

/** Keeps the PostgreSQL of a data directory running: it ends with this process, and this process with it. */
runProcess(async (say) => {
  const { DATA_DIR, PORT = 0 } = toConfig(readEnv());
  const server = await startOwn({
    programs: await findPostgres(),
    dataDirectory: resolve(projectRoot(), DATA_DIR),
    port: PORT,
    connections: Number(process.argv[2]),
    say,
  });
  let isStopping = false;
  void server.ended.then((how) => {
    if (isStopping) return;
    process.stderr.write(`PostgreSQL ended: ${how}\n`);
    process.exit(1);
  });
  say(`PostgreSQL listens on 127.0.0.1:${PORT}`);
  return {
    async close() {
      isStopping = true;
      await server.stop();
    },
  };
});
