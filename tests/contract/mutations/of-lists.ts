import type { Question } from '../harness/subject.ts';
import { failed, withPages, type PageJson } from './answers.ts';
import type { Answering, Mutant } from './mutant.ts';
import { readingOneByOne } from './of-answers.ts';

const LAST = { hasNextPage: false, endCursor: null };

/** Contracts broken in the lists that are walked. */
export const LIST_MUTANTS: readonly Mutant[] = [
  {
    what: 'A page begins with the last row of the page before',
    subgraph: 'devices',
    check: 'lists.walk',
    at: 'device models',
    answer: overlapping(),
  },
  {
    what: 'A page leaves out its first row',
    subgraph: 'classification',
    check: 'lists.walk',
    at: 'agreements',
    answer: (answer, { variables }) =>
      withPages(answer, (it) => (variables?.['after'] ? { ...it, edges: it.edges.slice(1) } : it)),
  },
  {
    what: 'totalCount counts a row that is not shown',
    subgraph: 'contracts',
    check: 'lists.walk',
    at: 'contracts',
    answer: (answer) => withPages(answer, (it) => ({ ...it, totalCount: it.totalCount + 1 })),
  },
  {
    what: 'hasNextPage is said where no row follows',
    subgraph: 'devices',
    check: 'lists.walk',
    at: 'device models',
    answer: (answer) =>
      withPages(answer, (it) => ({ ...it, pageInfo: { ...it.pageInfo, hasNextPage: true } })),
  },
  {
    what: 'endCursor is not the cursor of the last row',
    subgraph: 'classification',
    check: 'lists.walk',
    at: 'agreements',
    answer: (answer) =>
      withPages(answer, (it) => ({
        ...it,
        pageInfo: { ...it.pageInfo, endCursor: it.edges[0]?.cursor ?? null },
      })),
  },
  {
    what: 'Cursors are offsets, which move when rows come',
    subgraph: 'contracts',
    check: 'lists.stable',
    at: 'contracts while rows are added',
    answer: byOffset,
  },
  {
    what: 'A cursor that cannot be read begins the list anew',
    subgraph: 'devices',
    check: 'lists.cursors',
    at: 'device models(after: "garbage")',
    answer: (answer, question, ask) =>
      answer.errors && question.variables?.['after']
        ? ask({ ...question, variables: { ...question.variables, after: null } })
        : answer,
  },
  {
    what: 'A cursor of somebody else is told from garbage',
    subgraph: 'classification',
    check: 'lists.cursors',
    at: 'agreements(after: one that stranger was given)',
    answer: (answer, { variables }) =>
      answer.errors && String(variables?.['after']).length > 20
        ? failed('BAD_USER_INPUT', 'after: this cursor was given to somebody else.')
        : answer,
  },
  {
    what: 'A page longer than a page may be is cut in silence',
    subgraph: 'catalogue',
    check: 'lists.size',
    at: 'offerings(first: 101)',
    question: (question) =>
      Number(question.variables?.['first']) > 100
        ? { ...question, variables: { ...question.variables, first: 100 } }
        : question,
  },
  {
    what: 'A part of a filter is not applied',
    subgraph: 'devices',
    check: 'lists.filters',
    at: 'device models(where: {"maxWeightKg":10})',
    question: (question) => filtered(question, ({ maxWeightKg: _unread, ...where }) => where),
  },
  {
    what: 'A filter loses a row that matches',
    subgraph: 'classification',
    check: 'lists.filters',
    at: 'agreements, status being one or the other',
    answer: (answer, { variables }) =>
      withPages(answer, (it) =>
        (whereOf(variables)['status'] as unknown[] | undefined)?.length === 2
          ? { ...it, edges: it.edges.slice(1) }
          : it,
      ),
  },
  {
    what: 'Each row of a page is read by itself',
    subgraph: 'classification',
    check: 'lists.reads',
    at: 'agreements',
    definition: (definition) => readingOneByOne(definition, 'level'),
  },
  {
    what: 'A page takes the square of its rows',
    subgraph: 'classification',
    check: 'lists.latency',
    at: 'agreements',
    async answer(answer) {
      let rows = 0;
      withPages(answer, (it) => ((rows = it.edges.length), it));
      await new Promise((resolve) => setTimeout(resolve, rows ** 2 / 8));
      return answer;
    },
  },
];

function overlapping(): Answering {
  let last: PageJson['edges'] = [];
  return (answer, { variables }) =>
    withPages(answer, (page) => {
      const edges = variables?.['after'] ? [...last, ...page.edges] : page.edges;
      last = page.edges.slice(-1);
      return { ...page, edges };
    });
}

/** Answers as a server whose cursors are how many rows to pass over. */
async function byOffset(
  ...[answer, question, ask]: Parameters<Answering>
): Promise<Awaited<ReturnType<Answering>>> {
  const { first, after } = question.variables ?? {};
  if (!question.query.includes('page: contracts(') || typeof first !== 'number') return answer;
  const start = Number(after ?? 0);
  const whole = await ask({ ...question, variables: { ...question.variables, first: 100, after: null } });
  return withPages(whole, (page) => {
    const edges = page.edges
      .slice(start, start + first)
      .map((it, place) => ({ ...it, cursor: String(start + place + 1) }));
    const hasNextPage = start + first < page.edges.length;
    return { ...page, edges, pageInfo: { ...LAST, hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  });
}

function filtered(
  question: Question,
  change: (where: Record<string, unknown>) => Record<string, unknown>,
): Question {
  const { variables = {} } = question;
  return 'where' in variables
    ? { ...question, variables: { ...variables, where: change(whereOf(variables)) } }
    : question;
}

function whereOf(variables: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return (variables['where'] ?? {}) as Record<string, unknown>;
}
