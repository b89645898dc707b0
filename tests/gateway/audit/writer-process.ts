import { createLog } from '../../../platform/log.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { AuditLog } from '../../../gateway/audit/audit-log.ts';
import { checkpointSigner } from '../../../gateway/audit/checkpoint.ts';
import { anchorFile, auditFile } from '../../../gateway/audit/files.ts';
import { SqliteAuditStore } from '../../../gateway/audit/sqlite/store.ts';

/** Writes an audit log as fast as it can, and prints the number of each record that is durable, until it is killed. */
const [directory = ''] = process.argv.slice(2);
const store = await SqliteAuditStore.open(auditFile(directory));
await store.claim('gateway');
const log = new AuditLog({
  store,
  chain: 'gateway',
  sign: checkpointSigner(await developmentKeys(directory).audit()),
  checkpointRecords: 50,
  anchor: anchorFile(directory, 'gateway'),
  log: createLog('silent'),
});
const write = async (): Promise<void> => {
  for (let written = 0; ; written++) {
    const time = new Date().toISOString();
    try {
      await log.durably({ kind: 'decision', time, partner: 'GB', written, words: 'x'.repeat(500) });
      process.stdout.write(`durable\n`);
    } catch {
      process.stdout.write(`refused\n`);
    }
  }
};
await Promise.all(Array.from({ length: 20 }, write));
