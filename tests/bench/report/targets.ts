import { ratio, type Figure, type Results } from './results.ts';

/** How many times less of something the product's own gateway has to need than a peer in the same run. */
interface Target {
  readonly figure: string;
  readonly operation: string;
  readonly measure: Figure;
  readonly server: string;
  readonly against: string;
  readonly atLeast: number;
  readonly aim?: number;
}

/** Like is compared with like: peers sign nothing for subgraphs, so the product does not either. */
const SMALL = { operation: 'small', measure: 'cpu', server: 'ours-unsigned', against: 'stock' } as const;
const PAGE = { ...SMALL, operation: 'page' } as const;

const TARGETS: readonly Target[] = [
  { ...SMALL, figure: 'small: CPU less than stock', atLeast: 10 },
  { ...PAGE, figure: 'page of 50, cold: CPU less than stock', atLeast: 8, aim: 10 },
  { ...SMALL, operation: 'rows', figure: '500 rows, cold: CPU less than stock', atLeast: 8 },
  { ...PAGE, figure: 'page of 50, cold: CPU less than Hive Gateway', against: 'hive', atLeast: 4 },
  {
    ...PAGE,
    figure: 'page of 50, warm entities: CPU less than stock',
    server: 'ours-warm-entities',
    atLeast: 9,
    aim: 12,
  },
  {
    ...PAGE,
    figure: 'page of 50, warm answers: CPU less than stock',
    server: 'ours-warm-answers',
    atLeast: 15,
    aim: 25,
  },
  { ...PAGE, figure: 'page of 50: p99 less than stock', measure: 'p99', atLeast: 10 },
];

/** The most memory that the product's own gateway may have at its peak, in stock's. */
const MOST_MEMORY = 1.2;

/** A target, and what was measured. */
export interface Verdict {
  readonly figure: string;
  readonly target: string;
  readonly measured: number;
  readonly isMet: boolean;
}

/** Verdicts on the targets whose servers and operations this run measured. */
export function verdicts(results: Results): Verdict[] {
  return [...TARGETS.flatMap((target) => verdictOn(target, results)), ...verdictOnMemory(results)];
}

function verdictOn({ figure, atLeast, aim, ...target }: Target, { operations }: Results): Verdict[] {
  const servers = operations.find((it) => it.operation.name === target.operation)?.servers ?? [];
  const own = servers.find((it) => it.name === target.server);
  const peer = servers.find((it) => it.name === target.against);
  if (!own || !peer) return [];
  const measured = ratio(peer, own, target.measure).median;
  const said = aim === undefined ? '' : `, aim at ${aim}`;
  return [{ figure, target: `at least ${atLeast}${said}`, measured, isMet: measured >= atLeast }];
}

function verdictOnMemory({ memory }: Results): Verdict[] {
  const bytesOf = (name: string) => memory.find((it) => it.name === name && it.graph === 'fixture')?.bytes;
  const [own, peer] = [bytesOf('ours'), bytesOf('stock')];
  if (own === undefined || peer === undefined) return [];
  const measured = own / peer;
  const target = `at most ${MOST_MEMORY}`;
  return [{ figure: 'peak memory, in stock’s', target, measured, isMet: measured <= MOST_MEMORY }];
}
