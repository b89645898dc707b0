import type pg from 'pg';

/** One lock for all schemas of a database: whoever holds it brings them up to date. */
const KEY = `hashtextextended('partner-cloud-catalogue migrations', 0)`;

/** Whether somebody holds the lock now. */
export async function isMigrating(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(
    `select pg_try_advisory_lock_shared(${KEY}) as free`,
  );
  const free = rows[0]?.free === true;
  if (free) await client.query(`select pg_advisory_unlock_shared(${KEY})`);
  return !free;
}

/**
 * Runs `work` while this process alone may bring schemas up to date. The lock goes with the connection.
 * @param onWait called where another process holds it and has to be waited for.
 */
export async function alone<Result>(
  client: pg.ClientBase,
  work: () => Promise<Result>,
  onWait: () => void,
): Promise<Result> {
  const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${KEY}) as mine`);
  if (rows[0]?.mine !== true) {
    onWait();
    await client.query(`select pg_advisory_lock(${KEY})`);
  }
  try {
    return await work();
  } finally {
    await client.query(`select pg_advisory_unlock(${KEY})`);
  }
}
