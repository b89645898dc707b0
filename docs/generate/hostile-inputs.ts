import { FAMILIES, familyOf, readRecords, type RecordedCases } from '../../tests/hostile/support/records.ts';
import { tableRow } from './table.ts';

/** `docs/hostile-inputs.md`: every hostile case, what must come of it, and what the tests observed. */
export function hostileInputs(): string {
  const records = [...readRecords()];
  const sections = Object.entries(FAMILIES).flatMap(([family, heading]) => {
    const own = records.filter(([file]) => familyOf(file) === family);
    return own.length === 0
      ? []
      : [`## ${heading}`, '', ...own.flatMap(([file, groups]) => groups.flatMap((it) => section(file, it)))];
  });
  return [
    '# Hostile inputs',
    '',
    'Generated from what the tests in `tests/hostile/` observed (`npm run docs`), each over HTTP from a gateway that runs.',
    'A test fails where a fact that it expects was not observed, and where anything observed differs from its record.',
    '',
    ...sections,
  ].join('\n');
}

function section(file: string, { title, cases }: RecordedCases): string[] {
  return [
    `### ${title}`,
    '',
    `[\`${file}\`](../${file})`,
    '',
    '| Case | Expected | Observed |',
    '|---|---|---|',
    ...cases.map((it) => tableRow([it.case, it.expected, it.observed])),
    '',
  ];
}
