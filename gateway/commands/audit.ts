import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { JWK } from 'jose';
import { readEnv, toConfig, type Config } from '../../platform/config.ts';
import { checkpointVerifier, type CheckpointVerifier } from '../audit/checkpoint.ts';
import { exportedRecords } from '../audit/export.ts';
import { anchoredChains, anchorFile, auditFile, readAnchor } from '../audit/files.ts';
import { auditKey } from '../audit/key.ts';
import { auditDatabase, auditPlace } from '../audit/postgres/settings.ts';
import { SqliteAuditReader } from '../audit/sqlite/reader.ts';
import type { AuditReader } from '../audit/store.ts';
import { ChainCheck, type ChainReport } from '../audit/verify.ts';
import { PARTNER_CODE } from '../identity/claims.ts';
import { runCommand, UsageError } from '../../platform/command.ts';
import { migratorDatabase } from '../../platform/store/configured.ts';
import { counted, Progress } from '../../platform/progress.ts';

const USAGE =
  'npm run -s audit -- verify [--chain NAME] [--jwks KEYS.json] [--checkpoint FILE]… | create | export [--partner GB] [--kind decision|mutation|refusal|…] [--from 2026-01-01] [--to 2026-02-01] [--chain NAME] | jwks';

/** Exit code of a log that is not as it was made. */
const BAD = 2;

/** Of a log that is gone. */
const NO_RECORDS: AuditReader = {
  chains: async () => [],
  count: async () => 0,
  async *records() {},
  checkpoints: async () => [],
  close: async () => undefined,
};

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      chain: { type: 'string' },
      jwks: { type: 'string' },
      checkpoint: { type: 'string', multiple: true, default: [] },
      partner: { type: 'string' },
      kind: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
    },
  });
  const config = toConfig(readEnv());
  const [command, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`expected nothing after ${command}, got ${more.join(' ')}.`);
  switch (command) {
    case 'verify':
      return verify(config, values);
    case 'export':
      return exportRecords(config, values);
    case 'create':
      return create(config);
    case 'jwks':
      return JSON.stringify({ keys: [(await auditKey(config)).publicJwk] }, null, 2);
    default:
      throw new UsageError(`expected verify, export, jwks or create, got ${command ?? 'nothing'}.`);
  }
});

interface VerifyOptions {
  readonly chain?: string | undefined;
  readonly jwks?: string | undefined;
  readonly checkpoint: readonly string[];
}

/** A line for each chain: what is in order, or the first record that is not. */
async function verify(config: Config, { chain, jwks, checkpoint: files }: VerifyOptions): Promise<string> {
  const read = checkpointVerifier(jwks ? keysIn(jwks) : [(await auditKey(config)).publicJwk]);
  const elsewhere = files.map((file) => ({ file, jws: textOf(file).trim() }));
  const place = auditPlace(config);
  // Read before the records are, which may get more meanwhile.
  const anchors = new Map(
    anchoredChains(config.DATA_DIR, place).map((it) => [
      it,
      readAnchor(anchorFile(config.DATA_DIR, it, place)),
    ]),
  );
  const reader = await readerOf(config);
  try {
    const known = [...new Set([...(await reader.chains()), ...anchors.keys()])].sort();
    const chains = chain === undefined ? known : [chain];
    if (chains.length === 0) return 'There is no record yet.';
    const lines: string[] = [];
    for (const name of chains) {
      const anchor = anchors.get(name) ?? null;
      const own = elsewhere.filter(({ file, jws }) => chainOf(jws, file, read) === name);
      const report = await check(
        reader,
        name,
        [...(anchor === null ? [] : [anchor]), ...own.map((it) => it.jws)],
        read,
      );
      if (report.fault) process.exitCode = BAD;
      lines.push(lineOf(name, report));
    }
    return lines.join('\n');
  } finally {
    await reader.close();
  }
}

async function check(
  reader: AuditReader,
  chain: string,
  elsewhere: readonly string[],
  read: CheckpointVerifier,
): Promise<ChainReport> {
  const checking = new ChainCheck(chain, { kept: await reader.checkpoints(chain), elsewhere, read });
  const progress = new Progress(`verified records of ${chain}`, await reader.count(chain));
  for await (const record of reader.records(chain)) {
    if (checking.take(record)) break;
    progress.step();
  }
  return checking.end();
}

function lineOf(chain: string, { records, checkpoints, unsigned, fault }: ChainReport): string {
  if (fault) {
    const which = fault.sequence === null ? '' : `record ${fault.sequence}: `;
    return `${chain}: BAD: ${which}${fault.reason}.`;
  }
  const tail =
    unsigned === 0
      ? 'the last one signed'
      : `the last ${counted(unsigned)} not signed yet (a gateway writes it, or was killed)`;
  return `${chain}: ${counted(records)} records and ${counted(checkpoints)} checkpoints in order, ${tail}.`;
}

function chainOf(jws: string, file: string, read: CheckpointVerifier): string {
  const checkpoint = read(jws);
  if (checkpoint) return checkpoint.chain;
  throw new UsageError(`--checkpoint: expected a file with a checkpoint signed by a known key, got ${file}.`);
}

interface ExportOptions {
  readonly chain?: string | undefined;
  readonly partner?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Writes records as JSON Lines to standard output; says on standard error how many. */
async function exportRecords(config: Config, options: ExportOptions): Promise<undefined> {
  const { chain, partner, kind } = options;
  if (partner !== undefined && !PARTNER_CODE.test(partner)) {
    throw new UsageError(`--partner: expected a partner's code, such as GB, got ${JSON.stringify(partner)}.`);
  }
  const span = { from: instantOf('from', options.from), to: instantOf('to', options.to) };
  const reader = await readerOf(config);
  let exported = 0;
  try {
    for await (const line of exportedRecords(reader, { chain, partner, kind, ...span })) {
      exported++;
      if (!process.stdout.write(`${line}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  } finally {
    await reader.close();
  }
  process.stderr.write(`${counted(exported)} records.\n`);
}

/** The instant that an option names: a day (UTC) stands for its beginning. */
function instantOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (/^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(instant.valueOf())) return instant.toISOString();
  throw new UsageError(
    `--${option}: expected a day or an instant, such as 2026-01-01 or 2026-01-01T08:00:00Z, got ${JSON.stringify(text)}.`,
  );
}

/** Makes the tables of the log in PostgreSQL, and the role of the gateways. */
async function create(config: Config): Promise<string> {
  const [owner, served] = [migratorDatabase(config), auditDatabase(config)];
  if (!owner || !served) {
    const missing = owner ? 'AUDIT_DATABASE_URL' : 'DATABASE_MIGRATOR_URL';
    throw new UsageError(
      `${missing}: expected it for create: the database of the audit log as the role that may make schemas and roles (DATABASE_MIGRATOR_URL), and as the gateways' role (AUDIT_DATABASE_URL).`,
    );
  }
  const { createAuditLog } = await import('../audit/postgres/create.ts');
  const said: string[] = [];
  await createAuditLog(owner, served, (line) => said.push(line));
  return said.join('\n');
}

async function readerOf(config: Config): Promise<AuditReader> {
  const { DATA_DIR } = config;
  const database = auditDatabase(config);
  if (database) {
    const { PostgresAuditReader } = await import('../audit/postgres/reader.ts');
    return PostgresAuditReader.open(database);
  }
  const file = auditFile(DATA_DIR);
  if (!existsSync(file)) {
    // That there was one shows by the checkpoints beside it.
    if (anchoredChains(DATA_DIR).length > 0) return NO_RECORDS;
    throw new UsageError(`DATA_DIR: expected a folder with an audit log (audit.sqlite), got ${DATA_DIR}.`);
  }
  try {
    return new SqliteAuditReader(file);
  } catch (error) {
    throw new UsageError(`${file}: expected an audit log that can be read: ${(error as Error).message}.`);
  }
}

function keysIn(file: string): readonly JWK[] {
  try {
    const { keys } = JSON.parse(textOf(file)) as { keys: readonly JWK[] };
    if (Array.isArray(keys)) return keys;
  } catch (error) {
    if (error instanceof UsageError) throw error;
  }
  throw new UsageError(`--jwks: expected a file with a JWKS, got ${file}.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: expected a file that can be read.`);
  }
}
