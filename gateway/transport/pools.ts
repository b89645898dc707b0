import { Pool } from 'undici';

/** How many connections are kept to one subgraph. */
const CONNECTIONS = 64;
/** How long a readiness probe may take, in milliseconds. */
const PROBE_MILLISECONDS = 2_000;

/** Where a subgraph answers, with the connections kept to it. */
export interface Target {
  readonly pool: Pool;
  readonly path: string;
}

/** A target for each of `addresses`; each call brings a deadline of its own, `milliseconds` for connecting. */
export function targetsAt(
  addresses: ReadonlyMap<string, string>,
  milliseconds: number,
): ReadonlyMap<string, Target> {
  return new Map(
    [...addresses].map(([name, address]) => {
      const url = new URL(address);
      const pool = new Pool(url.origin, {
        connections: CONNECTIONS,
        connectTimeout: milliseconds,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return [name, { pool, path: url.pathname + url.search }];
    }),
  );
}

/**
 * Whether a subgraph says that it is ready. One that knows no such question answers it all the same, and
 * that is all that can be asked of it.
 */
export async function isReady({ pool }: Target): Promise<boolean> {
  try {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: '/health/ready',
      signal: AbortSignal.timeout(PROBE_MILLISECONDS),
    });
    await body.dump();
    return statusCode < 500;
  } catch {
    return false;
  }
}
