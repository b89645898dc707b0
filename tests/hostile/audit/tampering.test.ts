import { newSigningKey } from '../../../platform/identity/keys.ts';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect } from 'vitest';
import { AuditLog } from '../../../gateway/audit/audit-log.ts';
import { digestOf, seal, type SealedRecord } from '../../../gateway/audit/chain.ts';
import { checkpointSigner } from '../../../gateway/audit/checkpoint.ts';
import { anchorFile, auditFile } from '../../../gateway/audit/files.ts';
import { SqliteAuditStore } from '../../../gateway/audit/sqlite/store.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { createLog } from '../../../platform/log.ts';
import { TestProcess } from '../../support/process.ts';
import { hostileCases } from '../support/cases.ts';
import { joinFacts } from '../support/facts.ts';

/** The last of them says that the log was closed. Checkpoints are of records 10, 20, 30 and the last. */
const RECORDS = 33;

let original: string;
beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'audit-'));
  const store = await SqliteAuditStore.open(auditFile(original));
  await store.claim('gateway');
  const log = new AuditLog({
    store,
    chain: 'gateway',
    sign: checkpointSigner(await developmentKeys(original).audit()),
    checkpointRecords: 10,
    anchor: anchorFile(original, 'gateway'),
    log: createLog('silent'),
    times: { checkpoint: 600_000 },
  });
  for (let n = 1; n < RECORDS; n++) {
    await log.durably({ kind: 'decision', time: '2026-11-23T12:00:00.000Z', partner: 'GB', n });
  }
  await log.close();
});
afterAll(() => rmSync(original, { recursive: true, force: true }));

/** What `audit verify` says of a copy of the log in which `tamper` did its work. */
async function verified(tamper: (file: DatabaseSync, folder: string) => unknown): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-copy-'));
  try {
    cpSync(original, folder, { recursive: true });
    const file = new DatabaseSync(auditFile(folder));
    for (const { name } of file.prepare(`select name from sqlite_schema where type = 'trigger'`).all()) {
      file.exec(`drop trigger ${String(name)}`);
    }
    await tamper(file, folder);
    if (file.isOpen) file.close();
    await using verify = new TestProcess(['gateway/commands/audit.ts', 'verify'], { DATA_DIR: folder });
    const { code, stdout, stderr } = await verify.ended();
    expect(stderr).toBe('');
    const [, record, reason] = /^gateway: BAD: (?:record (\d+): )?(.*)\.$/m.exec(stdout) ?? [];
    if (reason === undefined) return joinFacts(`exit code ${code}`, stdout.trim());
    return joinFacts(`exit code ${code}`, `${record ? `names record ${record}` : 'names none'} (${reason})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const recordsOf = (file: DatabaseSync): SealedRecord[] =>
  file
    .prepare('select chain, sequence, body, hash from record order by sequence')
    .all() as unknown as SealedRecord[];

/** Writes another content into a record and makes all hashes from there on anew. */
function rewrite(file: DatabaseSync, from: number): SealedRecord[] {
  const records = recordsOf(file);
  let head: SealedRecord = records[from - 2] as SealedRecord;
  return records.slice(from - 1).map((record) => {
    const content = JSON.stringify({ ...JSON.parse(record.body).content, partner: 'XX' });
    head = seal('gateway', head, content);
    file
      .prepare('update record set body = ?, hash = ? where sequence = ?')
      .run(head.body, head.hash, head.sequence);
    return head;
  });
}

hostileCases('Who can write the file of the audit log', (hostile) => {
  const case_ = (
    what: string,
    expected: string,
    tamper: (file: DatabaseSync, folder: string) => unknown,
  ): void => hostile(what, expected, () => verified(tamper));
  case_('changes nothing', 'exit code 0', () => undefined);
  case_('edits what a record says', 'exit code 2; names record 7', (file) =>
    file.exec(`update record set body = replace(body, '"GB"', '"CA"') where sequence = 7`),
  );
  case_('edits a record and makes its hash anew', 'exit code 2; names record 7', (file) => {
    const { body } = recordsOf(file)[6] as SealedRecord;
    const edited = body.replace('"GB"', '"CA"');
    file.prepare('update record set body = ?, hash = ? where sequence = 7').run(edited, digestOf(edited));
  });
  case_(
    'edits record 17 and makes all hashes from there on anew: what was signed last before is record 10',
    'exit code 2; names record 11',
    (file) => void rewrite(file, 17),
  );
  case_(
    'does so, deletes the checkpoints and signs it all with a key of their own',
    'exit code 2; names none',
    async (file, folder) => {
      const { sequence, hash } = rewrite(file, 17).at(-1) as SealedRecord;
      const sign = checkpointSigner(await newSigningKey());
      const jws = sign({ chain: 'gateway', sequence, hash, before: 0, time: new Date(0).toISOString() });
      file.exec('delete from checkpoint');
      file.prepare('insert into checkpoint values (?, ?, ?)').run('gateway', sequence, jws);
      writeFileSync(anchorFile(folder, 'gateway'), jws);
    },
  );
  case_('deletes a record', 'exit code 2; names record 12', (file) =>
    file.exec('delete from record where sequence = 12'),
  );
  case_('deletes a record and numbers those behind it anew', 'exit code 2; names record 12', (file) => {
    file.exec('delete from record where sequence = 12');
    file.exec('update record set sequence = -sequence where sequence > 12');
    file.exec('update record set sequence = -sequence - 1 where sequence < 0');
  });
  case_('exchanges two records', 'exit code 2; names record 9', (file) => {
    file.exec('update record set sequence = -1 where sequence = 9');
    file.exec('update record set sequence = 9 where sequence = 20');
    file.exec('update record set sequence = 20 where sequence = -1');
  });
  case_('cuts the last three records off', `exit code 2; names record ${RECORDS - 2}`, (file) =>
    file.exec(`delete from record where sequence > ${RECORDS - 3}`),
  );
  case_(
    'cuts the last three records off, with their checkpoint',
    `exit code 2; names record ${RECORDS - 2}`,
    (file) => {
      for (const it of ['record', 'checkpoint'])
        file.exec(`delete from ${it} where sequence > ${RECORDS - 3}`);
    },
  );
  case_('cuts the first records off', 'exit code 2; names record 1', (file) =>
    file.exec('delete from record where sequence < 5'),
  );
  case_('deletes a checkpoint', 'exit code 2; names record 20', (file) =>
    file.exec('delete from checkpoint where sequence = 20'),
  );
  case_('gives the chain another name', 'exit code 2; names record 1', (file) => {
    for (const it of ['record', 'checkpoint']) file.exec(`update ${it} set chain = 'other'`);
  });
  case_('deletes the file', 'exit code 2; names record 1', (file, folder) => {
    file.close();
    for (const it of ['', '-wal', '-shm']) rmSync(`${auditFile(folder)}${it}`, { force: true });
  });
});
