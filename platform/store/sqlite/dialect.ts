import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDialect, type Dialect } from 'kysely';
import { storable } from '../text.ts';

/**
 * Kysely's SQLite dialect over Node's own `node:sqlite`. Kysely hands over one array of parameters;
 * `node:sqlite` would read an array as named parameters and takes neither `undefined` nor booleans.
 * Prepared statements are kept: the same query text is prepared once.
 */
export function sqliteDialect(connection: DatabaseSync): Dialect {
  return new SqliteDialect({ database: adapt(connection) });
}

const KEPT_STATEMENTS = 500;

function adapt(connection: DatabaseSync) {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = connection.prepare(sql);
      if (statements.size >= KEPT_STATEMENTS) statements.clear();
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    close: () => connection.close(),
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
  if (typeof value === 'string') return storable(value);
  return value as SQLInputValue;
}
