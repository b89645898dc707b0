import type { Logger } from 'pino';
import { ConfigError, type Config } from '../../platform/config.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import type { PostgresSettings } from '../../platform/store/postgres/settings.ts';
import { AuditLog } from './audit-log.ts';
import { checkpointSigner, type CheckpointSigner } from './checkpoint.ts';
import { anchorFile, auditFile } from './files.ts';
import { auditKey } from './key.ts';
import { auditDatabase, auditPlace } from './postgres/settings.ts';
import { Recorder } from './recorder.ts';
import { SqliteAuditStore } from './sqlite/store.ts';
import { ChainTaken, type AuditStore } from './store.ts';

/** How many gateways may write chains without a name of their own beside each other. */
const CHAINS = 64;

/**
 * Opens the audit log as the configuration says; undefined where nothing is recorded.
 * @throws ConfigError where it cannot be written, or its key cannot be taken.
 */
export async function startAudit(config: Config, log: Logger): Promise<Recorder | undefined> {
  if (config.AUDIT === 'off') return undefined;
  if (config.NODE_ENV === 'production' && !config.AUDIT_KEY_FILE) {
    log.warn(
      'the key of the audit log lies beside it: set AUDIT_KEY_FILE, so that who can write one cannot write both',
    );
  }
  const sign = signerOf(config, await auditKey(config));
  const store = await openStore(config);
  const chain = await claimed(store, config);
  const auditLog = new AuditLog({
    store,
    chain,
    sign,
    checkpointRecords: config.AUDIT_CHECKPOINT_RECORDS,
    anchor: anchorFile(config.DATA_DIR, chain, auditPlace(config)),
    log,
  });
  auditLog.record({ kind: 'opened', time: new Date().toISOString(), mode: config.AUDIT });
  return new Recorder({
    log: auditLog,
    isStrict: config.AUDIT === 'strict',
    refusalsPerMinute: config.AUDIT_REFUSALS_PER_MINUTE,
  });
}

function signerOf({ AUDIT_KEY_FILE }: Config, key: SigningKey): CheckpointSigner {
  try {
    return checkpointSigner(key);
  } catch {
    throw new ConfigError(`AUDIT_KEY_FILE: expected a key of Ed25519 (EdDSA), got ${AUDIT_KEY_FILE}.`);
  }
}

async function openStore(config: Config): Promise<AuditStore> {
  const { DATA_DIR } = config;
  const database = auditDatabase(config);
  if (database) return openDatabase(database);
  try {
    return await SqliteAuditStore.open(auditFile(DATA_DIR));
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR: expected a folder in which the audit log can be written (or AUDIT=off), got ${DATA_DIR}: ${(error as Error).message}.`,
    );
  }
}

/** Only who keeps the log in PostgreSQL loads what speaks with it. */
async function openDatabase(database: PostgresSettings): Promise<AuditStore> {
  const { PostgresAuditStore } = await import('./postgres/store.ts');
  try {
    return await PostgresAuditStore.open(database);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `AUDIT_DATABASE_URL: expected a database with an audit log (npm run -s audit -- create), got: ${(error as Error).message}.`,
    );
  }
}

/** The chain that the configuration names, or the first one that nobody writes. */
async function claimed(store: AuditStore, { AUDIT_CHAIN }: Config): Promise<string> {
  const names = AUDIT_CHAIN
    ? [AUDIT_CHAIN]
    : Array.from({ length: CHAINS }, (_, index) => (index === 0 ? 'gateway' : `gateway-${index + 1}`));
  for (const name of names) {
    try {
      await store.claim(name);
      return name;
    } catch (error) {
      if (error instanceof ChainTaken) continue;
      await store.close();
      throw error;
    }
  }
  await store.close();
  throw new ConfigError(
    `AUDIT_CHAIN: expected the name of a chain that no other process writes, got ${AUDIT_CHAIN ?? `nothing, and ${CHAINS} are written`}.`,
  );
}
