import { contentOf } from '../../gateway/audit/chain.ts';
import { checkpointVerifier } from '../../gateway/audit/checkpoint.ts';
import { anchorFile, auditFile, readAnchor } from '../../gateway/audit/files.ts';
import { SqliteAuditReader } from '../../gateway/audit/sqlite/reader.ts';
import type { AuditReader } from '../../gateway/audit/store.ts';
import { ChainCheck, type ChainReport } from '../../gateway/audit/verify.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';

/** What a record says. */
export type Recorded = Readonly<Record<string, any>>;

/** What the records of a chain say, in their order. */
export async function recordsOf(reader: AuditReader, chain: string): Promise<Recorded[]> {
  const records: Recorded[] = [];
  for await (const it of reader.records(chain)) records.push(JSON.parse(contentOf(it) ?? '') as Recorded);
  return records;
}

/** What verifying a chain finds, with the development key of a data directory and a checkpoint kept beside the log. */
export async function reportOf(
  reader: AuditReader,
  chain: string,
  { directory, anchor = null }: { readonly directory: string; readonly anchor?: string | null },
): Promise<ChainReport> {
  const { publicJwk } = await developmentKeys(directory).audit();
  const check = new ChainCheck(chain, {
    kept: await reader.checkpoints(chain),
    elsewhere: anchor === null ? [] : [anchor],
    read: checkpointVerifier([publicJwk]),
  });
  for await (const record of reader.records(chain)) check.take(record);
  return check.end();
}

/** What the records of a chain in a data directory say, in their order. */
export async function recordsIn(directory: string, chain = 'gateway'): Promise<Recorded[]> {
  const reader = new SqliteAuditReader(auditFile(directory));
  const records = await recordsOf(reader, chain);
  await reader.close();
  return records;
}

/** What verifying a chain in a data directory finds. */
export async function reportOn(directory: string, chain = 'gateway'): Promise<ChainReport> {
  const reader = new SqliteAuditReader(auditFile(directory));
  const anchor = readAnchor(anchorFile(directory, chain));
  const report = await reportOf(reader, chain, { directory, anchor });
  await reader.close();
  return report;
}
