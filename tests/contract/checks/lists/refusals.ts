import { shown, type Check } from '../../harness/check.ts';
import { codesOf, type Answer } from '../../harness/subject.ts';
import { unlessUntried } from '../../harness/untried.ts';
import { eachList } from './each.ts';
import { PagedList } from './page.ts';

/** A cursor tells nothing, and opens nothing that it was not made for. */
export const cursors: Check = {
  name: 'lists.cursors',
  says: 'A cursor that this list did not give for this filter and this viewer is refused as BAD_USER_INPUT, in the same words as garbage.',
  async run(context, trial) {
    const lists = context.contract.promises.lists.map((it) => new PagedList(context, it));
    await eachList(context, trial, async (list) => {
      const { name, stranger } = list.promise;
      const [first, second] = (await list.page({ first: 2 })).rows;
      if (!first) return;
      const garbage = await list.ask({ first: 2, after: 'garbage' });
      const words = wordsOf(garbage);
      const foreign = new Map<string, string>([
        ['one that was changed', altered(first.cursor)],
        ['one that was cut', first.cursor.slice(0, -3)],
        ['none at all (empty)', ''],
        ['the key of a row', second?.key ?? first.key],
        ['a number', '1'],
      ]);
      for (const other of lists) {
        if (other.promise.name === name) continue;
        await unlessUntried(trial, `${name} with a cursor of ${other.promise.name}`, async () => {
          const [row] = (await other.page({ first: 1 })).rows;
          if (row) foreign.set(`one of ${other.promise.name}`, row.cursor);
        });
      }
      if (stranger !== undefined) {
        const [row] = (await new PagedList(context, list.promise, stranger).page({ first: 1 })).rows;
        if (row) foreign.set(`one that ${stranger} was given`, row.cursor);
      }
      const filtered = await filteredCursor(list);
      if (filtered) foreign.set('one of another filter', filtered);
      trial.expect(codesOf(garbage).join() === 'BAD_USER_INPUT', () => ({
        at: `${name}(after: "garbage")`,
        expected: 'BAD_USER_INPUT',
        came: shown(garbage.errors ?? 'a page'),
        todo: 'Refuse a cursor that cannot be read.',
      }));
      for (const [what, cursor] of foreign) {
        const answer = await list.ask({ first: 2, after: cursor });
        trial.expect(wordsOf(answer) === words, () => ({
          at: `${name}(after: ${what})`,
          expected: `the same as for garbage: ${words}`,
          came: answer.errors ? wordsOf(answer) : 'a page',
          todo: 'Bind cursors to list, filter and viewer, and refuse all others alike.',
        }));
      }
    });
  },
};

/** What an answer says, without what it says of the value that came. */
function wordsOf({ errors = [] }: Answer): string {
  return errors
    .map(
      ({ message, extensions }) => `${String(extensions?.['code'])}: ${message.replace(/got .*/s, 'got …')}`,
    )
    .join('; ');
}

function altered(cursor: string): string {
  const at = Math.floor(cursor.length / 2);
  return `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
}

async function filteredCursor(list: PagedList): Promise<string | undefined> {
  const { where } = list.promise;
  const [field, filter] = Object.entries(where?.filters ?? {})[0] ?? [];
  if (!where || field === undefined || !filter) return undefined;
  const page = await list.page({ first: 1, [where.variable]: { [field]: filter.values[0] } });
  return page.rows[0]?.cursor;
}

/** A page is never longer than what a gateway counts on. */
export const size: Check = {
  name: 'lists.size',
  says: 'A page has at most 100 rows: another size than 0 to 100 is refused as BAD_USER_INPUT, and 0 gives no row and the count.',
  async run(context, trial) {
    await eachList(context, trial, async (list) => {
      const { name } = list.promise;
      for (const first of [-1, 101, 2_147_483_647]) {
        const answer = await list.ask({ first });
        trial.expect(codesOf(answer).join() === 'BAD_USER_INPUT', () => ({
          at: `${name}(first: ${first})`,
          expected: 'BAD_USER_INPUT',
          came: shown(answer.errors ?? 'a page'),
          todo: 'Refuse a size outside 0 to 100.',
        }));
      }
      const none = await list.page({ first: 0 });
      const one = await list.page({ first: 1 });
      trial.expect(none.rows.length === 0 && none.totalCount === one.totalCount, () => ({
        at: `${name}(first: 0)`,
        expected: `no row, and totalCount ${one.totalCount}`,
        came: shown(none),
        todo: 'Count without reading rows.',
      }));
    });
  },
};
