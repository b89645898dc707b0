import type { Config } from '../../../platform/config.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import type { LogPlace } from '../files.ts';

/** How long adding records may take, in milliseconds. */
const STATEMENT_MILLISECONDS = 5_000;

/** The schema that the tables are in. */
export const SCHEMA = 'audit';

/** Where the log is, by the configuration. */
export function auditPlace({ AUDIT_DATABASE_URL }: Config): LogPlace {
  return AUDIT_DATABASE_URL === undefined ? 'file' : 'postgres';
}

/** Where the configuration says that PostgreSQL holds the audit log; undefined where it is a file. */
export function auditDatabase(config: Config): PostgresSettings | undefined {
  const { AUDIT_DATABASE_URL: url, AUDIT_DATABASE_PASSWORD_FILE: passwordFile } = config;
  if (url === undefined) return undefined;
  return {
    url,
    passwordFile,
    passwordVariable: 'AUDIT_DATABASE_PASSWORD_FILE',
    connections: 1,
    statementMilliseconds: STATEMENT_MILLISECONDS,
    connectMilliseconds: config.DATABASE_CONNECT_SECONDS * 1000,
  };
}
