import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Gives a function that reads the version of what a database holds: another text after each write, by
 * `connection` or by any other, in this process or another, and none that another opening ever gave. What is
 * read over `connection` after its version is never older than that version. Takes some microseconds.
 */
export function dataVersionOf(connection: DatabaseSync): () => string {
  const opening = randomBytes(9).toString('base64url');
  // `data_version` changes with the commits of other connections only, `total_changes()` with our own writes.
  const statement = connection.prepare(
    'select data_version as others, total_changes() as own from pragma_data_version',
  );
  return () => {
    const { others, own } = statement.get() as { others: number; own: number };
    return `${opening}.${others}.${own}`;
  };
}
