import { isDeepStrictEqual } from 'node:util';
import { shown, type Check, type Trial } from '../../harness/check.ts';
import { valuesAt } from '../../harness/paths.ts';
import type { FilterPromise } from '../../harness/promises.ts';
import { eachList } from './each.ts';
import { keysOf, type PagedList, type Row } from './page.ts';

type Filter = Readonly<Record<string, unknown>>;

/** A filter gives the rows that match, all of them and no others. */
export const filters: Check = {
  name: 'lists.filters',
  says: 'A filter gives a part of the list, in the list’s order, of rows that match; two filters give what both give, several values of one field what any of them gives, no filter everything.',
  async run(context, trial) {
    await eachList(context, trial, async (list) => {
      const { where, name } = list.promise;
      if (!where) return;
      const rowsFor = remembered(list, where.variable);
      const all = await rowsFor({});
      const unfiltered = keysOf(await list.walk(100, {}, { most: 2 }));
      same(`${name}(${where.variable}: {})`, keys(all).slice(0, unfiltered.length), unfiltered, trial);
      const fields = Object.entries(where.filters);
      for (const [field, promised] of fields) {
        for (const value of promised.values) {
          const at = `${name}(${where.variable}: ${shown({ [field]: value })})`;
          const rows = await rowsFor({ [field]: value });
          isPartOf(at, rows, all, trial);
          matches(at, rows, value, promised, trial);
        }
        await combines(name, field, promised, rowsFor, all, trial);
      }
      for (const [index, [field, { values }]] of fields.entries()) {
        const [other, { values: others }] = fields[(index + 1) % fields.length] as [string, FilterPromise];
        if (other === field) continue;
        const [one, two] = [{ [field]: values[0] }, { [other]: others[0] }];
        const both = await rowsFor({ ...one, ...two });
        const second = keys(await rowsFor(two));
        const expected = keys(await rowsFor(one)).filter((it) => second.includes(it));
        same(`${name}(${where.variable}: ${shown({ ...one, ...two })})`, keys(both), expected, trial);
      }
    });
  },
};

type RowsFor = (filter: Filter) => Promise<readonly Row[]>;

function remembered(list: PagedList, variable: string): RowsFor {
  const known = new Map<string, Promise<readonly Row[]>>();
  return (filter) => {
    const key = JSON.stringify(filter);
    const rows =
      known.get(key) ?? list.walk(100, { [variable]: filter }).then((it) => it.flatMap((page) => page.rows));
    known.set(key, rows);
    return rows;
  };
}

function isPartOf(at: string, rows: readonly Row[], all: readonly Row[], trial: Trial): void {
  const some = new Set(keys(rows));
  same(
    at,
    keys(rows),
    keys(all).filter((it) => some.has(it)),
    trial,
  );
  trial.expect(rows.length > 0 && rows.length < all.length, () => ({
    at,
    expected: `some of ${all.length} rows`,
    came: `${rows.length}`,
    todo: 'Apply the filter; or name a value in the promises that some rows match and others do not.',
  }));
}

function matches(
  at: string,
  rows: readonly Row[],
  value: unknown,
  promised: FilterPromise,
  trial: Trial,
): void {
  const { shown: path, is } = promised;
  if (path === undefined) return;
  const fits = (came: unknown): boolean => {
    if (is === 'atMost') return typeof came === 'number' && came <= Number(value);
    if (is === 'atLeast') return typeof came === 'number' && came >= Number(value);
    const wanted = Array.isArray(value) ? value : [value];
    return wanted.some((it) => isDeepStrictEqual(it, came));
  };
  const wrong = rows.find(({ node }) => !valuesAt(node, path).some(fits));
  trial.expect(wrong === undefined, () => ({
    at,
    expected: `rows whose ${path} fits`,
    came: `${wrong?.key}: ${shown(valuesAt(wrong?.node, path))}`,
    todo: 'Give no row that does not match.',
  }));
}

/** Two values of one field: a list of both gives what either gives; of true and false no row is in both. */
async function combines(
  name: string,
  field: string,
  { values }: FilterPromise,
  rowsFor: RowsFor,
  all: readonly Row[],
  trial: Trial,
): Promise<void> {
  const [one, other] = values;
  if (Array.isArray(one) && Array.isArray(other)) {
    const either = new Set([
      ...keys(await rowsFor({ [field]: one })),
      ...keys(await rowsFor({ [field]: other })),
    ]);
    const union = keys(await rowsFor({ [field]: [...one, ...other] }));
    same(
      `${name}, ${field} being one or the other`,
      union,
      keys(all).filter((it) => either.has(it)),
      trial,
    );
  }
  if (one === true && other === false) {
    const yes = new Set(keys(await rowsFor({ [field]: true })));
    const both = keys(await rowsFor({ [field]: false })).filter((it) => yes.has(it));
    same(`${name}, ${field} being true and false`, both, [], trial);
  }
}

function same(at: string, came: readonly string[], expected: readonly string[], trial: Trial): void {
  const missing = expected.find((it) => !came.includes(it));
  const extra = came.find((it) => !expected.includes(it));
  const inOrder = isDeepStrictEqual(came, expected);
  trial.expect(inOrder, () => ({
    at,
    expected: missing === undefined ? `${expected.length} rows in the list’s order` : `the row ${missing}`,
    came:
      extra === undefined
        ? missing === undefined
          ? 'another order'
          : 'a list without it'
        : `the row ${extra}`,
    todo: 'Apply filters to the whole list, before it is counted and paged.',
  }));
}

function keys(rows: readonly Row[]): string[] {
  return rows.map((it) => it.key);
}
