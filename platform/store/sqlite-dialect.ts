import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteDialect, type Dialect } from 'kysely';

/**
 * Kysely's SQLite dialect over Node's own `node:sqlite`. Kysely hands over one array of parameters;
 * `node:sqlite` would read an array as named parameters and takes neither `undefined` nor booleans.
 * Prepared statements are kept: the same query text is prepared once.
 */
export function sqliteDialect(file: string): Dialect {
  return new SqliteDialect({ database: async () => adapt(openFile(file)) });
}

function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('PRAGMA foreign_keys = ON');
  database.exec('PRAGMA busy_timeout = 5000');
  return database;
}

const KEPT_STATEMENTS = 500;

function adapt(database: DatabaseSync) {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      if (statements.size >= KEPT_STATEMENTS) statements.clear();
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    close: () => database.close(),
    prepare(sql: string) {
      const statement = prepared(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...parameters.map(toSql)),
        run: (parameters: readonly unknown[]) => statement.run(...parameters.map(toSql)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters.map(toSql)),
      };
    },
  };
}

function toSql(value: unknown): SQLInputValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value as SQLInputValue;
}
