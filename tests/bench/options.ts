import { parseArgs } from 'node:util';
import type { Operation } from './operations.ts';
import type { ServerEntry } from './servers/table.ts';

export const USAGE = `npm run bench -- [--quick] [--only small,page,rows,main] [--servers ours,stock,…]
    [--rounds N] [--seconds S] [--connections N] [--json FILE] [--strict]

  --quick        a run of a few minutes, for a first look
  --only         the operations to measure
  --servers      the servers to measure
  --rounds       how often each server has its turn
  --seconds      how long a turn lasts
  --connections  how many requests are under way at once
  --json         a file for everything that was measured
  --strict       exit code 1 where a target is missed`;

/** Arguments that cannot be taken; the message says what was expected and what came. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export interface BenchOptions {
  readonly operations: readonly Operation[];
  readonly servers: readonly ServerEntry[];
  readonly rounds: number;
  /** How long a turn lasts, and the load before the first round that warms a server up. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly json: string | null;
  readonly strict: boolean;
}

/**
 * Reads the arguments of the command.
 * @throws UsageError
 */
export function readOptions(
  args: readonly string[],
  operations: readonly Operation[],
  servers: readonly ServerEntry[],
): BenchOptions {
  const values = parsed(args);
  const { quick } = values;
  const asked = chosen('only', values.only, operations);
  const asking = chosen('servers', values.servers, servers);
  if (!asked.some(({ graph }) => asking.some((it) => it.graphs.includes(graph)))) {
    throw new UsageError('--servers: expected one that serves an operation of --only, got none.');
  }
  return {
    operations: asked,
    servers: asking,
    rounds: count('rounds', values.rounds, quick ? 3 : 9),
    seconds: count('seconds', values.seconds, quick ? 2 : 5),
    warmUpSeconds: quick ? 2 : 6,
    connections: count('connections', values.connections, 32),
    json: values.json ?? null,
    strict: values.strict,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: flag,
        strict: flag,
        only: text,
        servers: text,
        rounds: text,
        seconds: text,
        connections: text,
        json: text,
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The entries that a list names, in their own order; all without a list. */
function chosen<Entry extends { readonly name: string }>(
  option: string,
  list: string | undefined,
  all: readonly Entry[],
): readonly Entry[] {
  if (list === undefined) return all;
  const names = list.split(',').map((it) => it.trim());
  for (const name of names) {
    if (!all.some((it) => it.name === name)) {
      const known = all.map((it) => it.name).join(', ');
      throw new UsageError(`--${option}: expected some of ${known}, got ${JSON.stringify(name)}.`);
    }
  }
  return all.filter((it) => names.includes(it.name));
}

function count(option: string, value: string | undefined, byDefault: number): number {
  if (value === undefined) return byDefault;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new UsageError(`--${option}: expected a whole number from 1, got ${JSON.stringify(value)}.`);
  }
  return number;
}
