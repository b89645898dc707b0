import type pg from 'pg';

/** How long the other side may take to end a connection in order, in milliseconds. */
const MILLISECONDS = 1_000;

/** Ends a connection: in order, or where the other side is silent, at once. Never rejects. */
export async function endSoon(client: pg.Client): Promise<void> {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  const silent = setTimeout(() => connection.stream.destroy(), MILLISECONDS);
  await client.end().catch(() => undefined);
  clearTimeout(silent);
}
