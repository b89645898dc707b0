import type { Config } from '../config.ts';
import type { PostgresSettings } from './postgres/settings.ts';

/** Where the configuration says that PostgreSQL holds the stores; undefined where they are embedded. */
export function servedDatabase(config: Config): PostgresSettings | undefined {
  const { DATABASE_URL, DATABASE_PASSWORD_FILE } = config;
  if (DATABASE_URL === undefined) return undefined;
  return {
    url: DATABASE_URL,
    passwordFile: DATABASE_PASSWORD_FILE,
    connections: config.DATABASE_CONNECTIONS,
    statementMilliseconds: config.DATABASE_STATEMENT_SECONDS * 1000,
    connectMilliseconds: config.DATABASE_CONNECT_SECONDS * 1000,
  };
}
