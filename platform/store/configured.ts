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

/** Where the configuration says that the owner of the schemas connects; undefined where it says nothing. */
export function migratorDatabase(
  config: Config,
): Pick<PostgresSettings, 'url' | 'passwordFile' | 'passwordVariable' | 'connectMilliseconds'> | undefined {
  const { DATABASE_MIGRATOR_URL: url, DATABASE_MIGRATOR_PASSWORD_FILE: passwordFile } = config;
  if (url === undefined) return undefined;
  return {
    url,
    passwordFile,
    passwordVariable: 'DATABASE_MIGRATOR_PASSWORD_FILE',
    connectMilliseconds: config.DATABASE_CONNECT_SECONDS * 1000,
  };
}
