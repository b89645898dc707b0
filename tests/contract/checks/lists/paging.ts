import { shown, type Check, type Trial } from '../../harness/check.ts';
import { Untried } from '../../harness/records.ts';
import { elementsOf } from '../sdl/definitions.ts';
import { print } from 'graphql';
import { eachList } from './each.ts';
import { keysOf, type Page, type PagedList } from './page.ts';

/** Pages of each size that a list is walked by. */
const SIZES = [100, 7, 1];
/** A walk by small pages ends after so many. */
const MOST_PAGES = 8;

/** A client that walks a list sees all of it, once. */
export const walk: Check = {
  name: 'lists.walk',
  says: 'Walking a list by its cursors gives each row once, in one order whatever the size of the pages, backwards as forwards where it goes both ways; totalCount, hasNextPage and endCursor say what is there.',
  async run(context, trial) {
    const promised = context.contract.promises.lists;
    for (const [at, field] of elementsOf(await context.servedSdl())) {
      if (!field.type || !/^\w+Connection!?$/.test(print(field.type))) continue;
      trial.expect(
        promised.some((it) => new RegExp(`\\bpage\\s*:\\s*${field.name.value}\\b`).test(it.query)),
        () => ({
          at,
          expected: 'an operation that walks it',
          came: 'none',
          todo: `Write one into the promises of ${context.contract.name} (lists), which names it page.`,
        }),
      );
    }
    await eachList(context, trial, async (list) => {
      const { name } = list.promise;
      const whole = await list.walk(SIZES[0] as number);
      const keys = keysOf(whole);
      if (keys.length < 2 && !context.subject.mayWrite) throw new Untried('it has no two rows to walk over');
      trial.expect(keys.length > 1, () => ({
        at: name,
        expected: 'at least two rows to walk over',
        came: shown(keys),
        todo: 'Name a list, or a filter, with some rows in the promises.',
      }));
      lawsOf(name, whole, trial);
      for (const size of SIZES.slice(1)) {
        const pages = await list.walk(size, {}, { most: MOST_PAGES });
        sameRows(`${name} by pages of ${size}`, keysOf(pages), keys.slice(0, size * MOST_PAGES), trial);
        lawsOf(name, pages, trial);
      }
      if (list.goesBackwards) {
        const backwards = await list.walkBackwards(SIZES[1] as number);
        sameRows(`${name} backwards`, keysOf(backwards), keys, trial);
      }
      await fromTheMiddle(list, keys, trial);
    });
  },
};

/** What holds of the pages of one walk. */
function lawsOf(name: string, pages: readonly Page[], trial: Trial): void {
  const keys = keysOf(pages);
  const twice = keys.find((it, index) => keys.indexOf(it) !== index);
  trial.expect(twice === undefined, () => ({
    at: name,
    expected: 'each row once',
    came: `${shown(twice)} twice`,
    todo: 'Order by something that no two rows share, and go on strictly behind the cursor’s row.',
  }));
  const isComplete = pages.at(-1)?.hasNextPage === false;
  const empty = pages.findIndex((it, index) => index > 0 && it.rows.length === 0);
  trial.expect(empty < 0, () => ({
    at: name,
    expected: 'a row behind every page that says hasNextPage',
    came: `an empty page after ${empty}`,
    todo: 'Read one row more than is asked for, and say whether it was there.',
  }));
  for (const page of pages) {
    trial.expect(isComplete ? page.totalCount === keys.length : page.totalCount >= keys.length, () => ({
      at: name,
      expected: `totalCount ${keys.length}, the rows of the whole list`,
      came: `${page.totalCount}`,
      todo: 'Count what the viewer may see, by the same filter as the rows.',
    }));
    const last = page.rows.at(-1)?.cursor ?? null;
    trial.expect(page.endCursor === last, () => ({
      at: name,
      expected: 'endCursor being the cursor of the last row',
      came: shown([page.endCursor, last], 200),
      todo: 'Give the cursor of the last row, null on an empty page.',
    }));
  }
}

function sameRows(at: string, came: readonly string[], expected: readonly string[], trial: Trial): void {
  const wrong = expected.findIndex((it, index) => it !== came[index]);
  trial.expect(wrong < 0 && came.length === expected.length, () => ({
    at,
    expected: wrong < 0 ? `${expected.length} rows` : `${shown(expected[wrong])} as row ${wrong + 1}`,
    came: wrong < 0 ? `${came.length}` : shown(came[wrong]),
    todo: 'Give one order, whatever the size of the page.',
  }));
}

/** A cursor from the middle of a page goes on behind its own row. */
async function fromTheMiddle(list: PagedList, keys: readonly string[], trial: Trial): Promise<void> {
  const { rows } = await list.page({ first: 5 });
  const middle = rows[1];
  if (!middle) return;
  const next = await list.page({ first: 2, after: middle.cursor });
  sameRows(
    `${list.promise.name} behind its second row`,
    next.rows.map((it) => it.key),
    keys.slice(2, 4),
    trial,
  );
}

/** A list that grows while it is walked loses and doubles nothing. */
export const stable: Check = {
  name: 'lists.stable',
  says: 'Rows that come between two pages move no row that was there: each of them is seen once.',
  async run(context, trial) {
    await eachList(context, trial, async (list) => {
      const { name, insert } = list.promise;
      if (!insert) return;
      // Something to walk over, whatever was there.
      for (let row = 0; row < 5; row++) await context.records.change(insert);
      const before = await list.keys();
      const pagesBefore = before.length / 2;
      // Rows come behind where the walk is, and before it: early, in the middle and late.
      const moments = new Set([0.1, 0.5, 0.8].map((it) => Math.floor(it * pagesBefore)));
      let page = 0;
      const pages = await list.walk(
        2,
        {},
        {
          most: before.length + 10,
          between: async () => {
            if (moments.has(page++)) await context.records.change(insert);
          },
        },
      );
      const seen = keysOf(pages).filter((it) => before.includes(it));
      sameRows(`${name} while rows are added`, seen, before, trial);
      const after = await list.keys();
      trial.expect(after.length > before.length, () => ({
        at: name,
        expected: 'more rows after the change that the promises name (insert)',
        came: `${after.length}, as before`,
        todo: 'Name a change that adds a row to this list.',
      }));
    });
  },
};
