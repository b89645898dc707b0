import { ratio, type Figure, type Results } from './results.ts';

/** A figure that the product's own gateway has to reach, beside a peer in the same run. */
interface Target {
  readonly figure: string;
  readonly server: string;
  readonly against: string;
  readonly operation: string;
  readonly measure: Figure;
  /** How many times less than the peer's. */
  readonly atLeast: number;
  readonly aim?: number;
}

const cpu = (
  figure: string,
  operation: string,
  server: string,
  against: string,
  atLeast: number,
  aim?: number,
) => ({
  figure,
  operation,
  server,
  against,
  measure: 'cpu' as const,
  atLeast,
  ...(aim ? { aim } : {}),
});

const TARGETS: readonly Target[] = [
  cpu('small: CPU less than stock', 'small', 'ours', 'stock', 10),
  cpu('page of 50, cold: CPU less than stock', 'page', 'ours', 'stock', 8, 10),
  cpu('500 rows, cold: CPU less than stock', 'rows', 'ours', 'stock', 8),
  cpu('page of 50, cold: CPU less than Hive Gateway', 'page', 'ours', 'hive', 4),
  cpu('page of 50, warm entities: CPU less than stock', 'page', 'ours-warm-entities', 'stock', 9, 12),
  cpu('page of 50, warm answers: CPU less than stock', 'page', 'ours-warm-answers', 'stock', 15, 25),
  {
    figure: 'page of 50: p99 less than stock',
    operation: 'page',
    server: 'ours',
    against: 'stock',
    measure: 'p99',
    atLeast: 10,
  },
];

/** The most memory that the product's own gateway may use at its peak, in stock's. */
const MOST_MEMORY = 1.2;

/** A target and what was measured. */
export interface Verdict {
  readonly figure: string;
  readonly target: string;
  readonly measured: number;
  readonly met: boolean;
}

/** The targets that this run measured. */
export function verdicts(results: Results): Verdict[] {
  const found: Verdict[] = [];
  for (const { figure, server, against, operation, measure, atLeast, aim } of TARGETS) {
    const servers = results.operations.find((it) => it.operation.name === operation)?.servers;
    const own = servers?.find((it) => it.name === server);
    const peer = servers?.find((it) => it.name === against);
    if (!own || !peer) continue;
    const measured = ratio(peer, own, measure).median;
    const target = `at least ${atLeast}${aim ? `, aim at ${aim}` : ''}`;
    found.push({ figure, target, measured, met: measured >= atLeast });
  }
  const memory = (name: string) =>
    results.lifetimeRss.find((it) => it.name === name && it.graph === 'fixture')?.bytes;
  const [own, peer] = [memory('ours'), memory('stock')];
  if (own && peer) {
    const measured = own / peer;
    const target = `at most ${MOST_MEMORY}`;
    found.push({ figure: 'peak memory, in stock’s', target, measured, met: measured <= MOST_MEMORY });
  }
  return found;
}
