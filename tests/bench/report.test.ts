import { describe, expect, it } from 'vitest';
import { difference } from './load/same-answers.ts';
import type { Turn } from './load/turn.ts';
import { FIXTURE_OPERATIONS, type Operation } from './operations.ts';
import { readOptions, UsageError } from './options.ts';
import { ratio, type ServerResult } from './report/results.ts';
import { quantile, spread } from './report/statistics.ts';
import { tableOf } from './report/tables.ts';
import { verdicts } from './report/targets.ts';
import { SERVERS } from './servers/table.ts';

const PAGE = FIXTURE_OPERATIONS.find((it) => it.name === 'page') as Operation;

/** A server that needed so many milliseconds of processor time in each round. */
function server(name: string, ...cpu: number[]): ServerResult {
  const rest = { requests: 100, seconds: 1, p50: 5, peakRss: 1, peakHeap: 1, fetches: 5 };
  const turns: Turn[] = cpu.map((it) => ({ ...rest, cpu: it, throughput: 1_000 / it, p99: it * 10 }));
  return { name, label: `the server ${name}`, turns };
}

const page = (...servers: ServerResult[]) => ({ operation: PAGE, reference: 'stock', servers });

describe('the statistics', () => {
  it('take as quantile the least value that a share of all reaches', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([50, 99, 100]);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('spread from the least to the most around the median', () => {
    expect(spread([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9 });
    expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
  });

  it('compare each round with itself, so that a slow one says nothing', () => {
    expect(ratio(server('stock', 10, 100), server('ours', 1, 10), 'cpu')).toEqual({
      median: 10,
      least: 10,
      most: 10,
    });
  });
});

describe('the report', () => {
  it('shows how many times less than the reference each server needs', () => {
    const [title, head, stock, ours] = tableOf(page(server('stock', 12, 10), server('ours', 1, 2))).split(
      '\n',
    );
    expect(title).toContain('as ratios to the server stock');
    expect(head).toMatch(/server +CPU less/);
    expect(stock).toMatch(/the server stock +1\.00 \(1\.00–1\.00\)/);
    expect(ours).toMatch(/the server ours +8\.50 \(5\.00–12\.0\)/);
  });

  it('shows figures alone where the reference was not measured', () => {
    const [title, , ours] = tableOf(page(server('ours', 1))).split('\n');
    expect(title).not.toContain('ratios');
    expect(ours).toMatch(/the server ours +– +– +– +– +1\.00/);
  });

  it('judges the targets that were measured, and no other', () => {
    const memory = [
      { name: 'ours', graph: 'fixture', bytes: 130 },
      { name: 'stock', graph: 'fixture', bytes: 100 },
    ] as const;
    const found = verdicts({ operations: [page(server('ours-unsigned', 2), server('stock', 18))], memory });
    expect(found.map(({ figure, measured, isMet }) => [figure, measured, isMet])).toEqual([
      ['page of 50, cold: CPU less than stock', 9, true],
      ['page of 50: p99 less than stock', 9, false],
      ['peak memory, in stock’s', 1.3, false],
    ]);
  });
});

describe('the comparison of answers', () => {
  it('finds no difference in the order of fields', () => {
    expect(difference({ a: 1, b: [null] }, { b: [null], a: 1 })).toBeNull();
  });

  it.each([
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 'data.a.b.1: 2 and 3'],
    [{ a: 1 }, {}, 'data.a: 1 and undefined'],
    [{ a: [] }, { a: {} }, 'data.a: [] and {}'],
    [{ a: null }, { a: 0 }, 'data.a: null and 0'],
  ])('names the first place where %j is not %j', (a, b, place) => {
    expect(difference(a, b)).toBe(place);
  });
});

describe('the arguments', () => {
  const read = (...args: string[]) => readOptions(args, FIXTURE_OPERATIONS, SERVERS);

  it('measure everything unless they choose', () => {
    expect(read().operations).toEqual(FIXTURE_OPERATIONS);
    const { operations, servers, rounds } = read(
      '--only',
      'rows,small',
      '--servers',
      'stock,ours',
      '--quick',
    );
    expect(operations.map((it) => it.name)).toEqual(['small', 'rows']);
    expect(servers.map((it) => it.name)).toEqual(['ours', 'stock']);
    expect(rounds).toBeLessThan(read().rounds);
  });

  it.each([
    [['--only', 'pages'], '--only: expected some of small, page, rows, got "pages".'],
    [['--rounds', '0'], '--rounds: expected a whole number from 1, got "0".'],
    [
      ['--only', 'small', '--servers', 'ours-apollo'],
      '--servers: expected one that serves an operation of --only, got none.',
    ],
    [['--fast'], "Unknown option '--fast'"],
  ])('are refused where they are %j', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });
});
