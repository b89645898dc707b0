import { buildSchema, graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { ANONYMOUS } from '../../platform/identity/viewer.ts';
import { walk } from './checks/lists/paging.ts';
import { readContract, type Contract } from './harness/contract.ts';
import { runChecks } from './harness/run.ts';
import type { Answer, Subject } from './harness/subject.ts';

const SDL = `
  type Query { letters(first: Int, after: String, last: Int, before: String): LetterConnection! }
  type LetterConnection { totalCount: Int! pageInfo: PageInfo! edges: [LetterEdge!]! }
  type LetterEdge { cursor: String! node: Letter! }
  type Letter { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const QUERY = `query ($first: Int, $after: String, $last: Int, $before: String) {
  page: letters(first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
  }
}`;

interface Asked {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A page of the letters, forwards or backwards. @param slip by how many rows pages are wrong backwards. */
function lettersOf({ first, after, last, before }: Asked, slip: number) {
  const place = (cursor: string): number => Number(cursor);
  const isBackwards = typeof last === 'number';
  const end = before ? place(before) : LETTERS.length;
  const from = isBackwards ? Math.max(0, end - last - (before ? slip : 0)) : after ? place(after) + 1 : 0;
  const to = isBackwards
    ? Math.max(from, end - (before ? slip : 0))
    : Math.min(LETTERS.length, from + (first ?? 20));
  const edges = LETTERS.slice(from, to).map((id, at) => ({ cursor: String(from + at), node: { id } }));
  return {
    totalCount: LETTERS.length,
    edges,
    pageInfo: {
      hasNextPage: to < LETTERS.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

async function findings(slip: number) {
  const schema = buildSchema(SDL);
  const rootValue = {
    letters: (asked: Asked) => lettersOf(asked, slip),
    _service: () => ({ sdl: SDL }),
  };
  const subject: Subject = {
    name: 'letters',
    place: 'in the test',
    mayWrite: false,
    canAskFor: () => true,
    async ask({ query, variables = {} }) {
      if (query.includes('_service')) return { data: { _service: { sdl: SDL } } };
      const answer = await graphql({ schema, source: query, rootValue, variableValues: variables });
      return JSON.parse(JSON.stringify(answer)) as Answer;
    },
    askWith: async () => null,
    close: async () => undefined,
  };
  const list = { name: 'letters', viewer: 'anybody', query: QUERY, variables: {}, key: 'id', ratio: 30 };
  const contract: Contract = {
    ...readContract(projectRoot(), 'devices'),
    promises: {
      viewers: new Map([['anybody', ANONYMOUS]]),
      records: [],
      entities: [],
      lists: [list],
      errors: [],
      exceptions: [],
    },
  };
  const { verdicts } = await runChecks([walk], { contract, subject, neighbours: async () => new Map() });
  return verdicts.flatMap((it) => it.findings);
}

describe('a list that is walked both ways', () => {
  it('is walked backwards too', async () => {
    expect(await findings(0)).toEqual([]);
  });

  it.each([
    ['leaves out a row between two pages', 1],
    ['repeats a row', -1],
  ])('is found to be wrong where it %s backwards', async (_what, slip) => {
    expect((await findings(slip)).map((it) => it.at)).toContain('letters backwards');
  });
});
