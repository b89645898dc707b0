import { figure, ratio, type OperationResult, type ServerResult } from './results.ts';
import type { Spread } from './statistics.ts';
import type { Verdict } from './targets.ts';

const MIB = 1024 * 1024;

interface Column {
  readonly title: string;
  cell(server: ServerResult, reference: ServerResult | undefined): string;
}

const short = (value: number): string => {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};
const middle = ({ median }: Spread): string => short(median);
const whole = ({ median, least, most }: Spread): string =>
  `${short(median)} (${short(least)}–${short(most)})`;

/** A column of ratios; empty without the server that all are compared with. */
const compared = (title: string, of: (server: ServerResult, reference: ServerResult) => string): Column => ({
  title,
  cell: (server, reference) => (reference ? of(server, reference) : '–'),
});

const COLUMNS: readonly Column[] = [
  { title: 'server', cell: ({ label }) => label },
  compared('CPU less', (it, reference) => whole(ratio(reference, it, 'cpu'))),
  compared('more req/s', (it, reference) => whole(ratio(it, reference, 'throughput'))),
  compared('p99 less', (it, reference) => whole(ratio(reference, it, 'p99'))),
  compared('RSS of its', (it, reference) => middle(ratio(it, reference, 'peakRss'))),
  { title: 'CPU ms', cell: (it) => middle(figure(it, 'cpu')) },
  { title: 'req/s', cell: (it) => middle(figure(it, 'throughput')) },
  { title: 'p50 ms', cell: (it) => middle(figure(it, 'p50')) },
  { title: 'p99 ms', cell: (it) => middle(figure(it, 'p99')) },
  { title: 'RSS MiB', cell: (it) => (figure(it, 'peakRss').most / MIB).toFixed(0) },
  { title: 'heap MiB', cell: (it) => (figure(it, 'peakHeap').most / MIB).toFixed(0) },
  { title: 'fetches', cell: ({ turns }) => turns[0]?.fetches?.toFixed(2) ?? '–' },
];

/** The table of an operation: ratios to the reference, median and range over the rounds, then the figures. */
export function tableOf({ operation, reference, servers }: OperationResult): string {
  const compareWith = servers.find((it) => it.name === reference);
  const rows = servers.map((server) => COLUMNS.map((column) => column.cell(server, compareWith)));
  const against = compareWith ? `, as ratios to ${compareWith.label}` : '';
  return [
    `${operation.name}: ${operation.label}${against}`,
    ...aligned([COLUMNS.map((it) => it.title), ...rows]),
  ].join('\n');
}

/** The targets, what was measured, and whether that meets them. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ figure, target, measured, isMet }) => [
    figure,
    target,
    measured.toFixed(2),
    isMet ? 'met' : 'MISSED',
  ]);
  return aligned([['figure', 'target', 'measured', ''], ...rows]).join('\n');
}

/** Rows as lines: the first column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
