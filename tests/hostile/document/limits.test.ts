import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { send, type Sent } from '../../gateway/limits/support/send.ts';

const GB = { partner: 'GB' };
const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_it, index) => part(index)).join(' ');
const below = (depth: number, open: string, leaf: string, close: string): string =>
  `${open.repeat(depth)}${leaf}${close.repeat(depth)}`;

const page = (given: string): Sent => ({ query: `{ contracts(${given}) { totalCount } }` });

/** What is sent, and the code that it is refused with; the status is 400 and no subgraph reads anything. */
const CASES: readonly (readonly [name: string, sent: Sent, code: string])[] = [
  ['20,000 braces', { query: below(20_000, '{a', '', '}') }, 'LIMIT_EXCEEDED'],
  ['20,000 braces that never close', { query: '{a'.repeat(20_000) }, 'LIMIT_EXCEEDED'],
  ['20,000 brackets', { query: `{ a(b: ${below(20_000, '[', '', ']')}) }` }, 'LIMIT_EXCEEDED'],
  ['20,000 braces of an input', { query: `{ a(b: ${below(20_000, '{a:', '1', '}')}) }` }, 'LIMIT_EXCEEDED'],
  ['300 inline fragments in each other', { query: `{ ${below(300, '...{', 'id', '}')} }` }, 'LIMIT_EXCEEDED'],
  ['fields 31 deep', { query: `{ viewer { ${below(30, 'partner { ', 'id', '}')} } }` }, 'LIMIT_EXCEEDED'],
  [
    'fields 31 deep by fragments',
    {
      query: `{ ...F0 } ${many(40, (it) => `fragment F${it} on Partner { partner { ...F${it + 1} } }`)} fragment F40 on Partner { id }`,
    },
    'LIMIT_EXCEEDED',
  ],
  ['a hundred thousand tokens', { query: `{ ${'a '.repeat(100_000)} }` }, 'LIMIT_EXCEEDED'],
  [
    'a hundred thousand commas and one field',
    { query: `{ ${','.repeat(100_000)} __typename_ }` },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['10,000 aliases', { query: `{ ${many(10_000, (it) => `a${it}: __typename`)} }` }, 'LIMIT_EXCEEDED'],
  [
    '201 aliases below one field',
    { query: `{ providers { ${many(201, (it) => `a${it}: id`)} } }` },
    'LIMIT_EXCEEDED',
  ],
  ['10,000 fields of the root', { query: `{ ${'providers { id } '.repeat(1_000)} }` }, 'LIMIT_EXCEEDED'],
  [
    '51 fields of the root by fragments',
    { query: `{ ${'...A '.repeat(51)} } fragment A on Query { __typename }` },
    'LIMIT_EXCEEDED',
  ],
  ['5,000 directives', { query: `{ __typename ${'@skip(if: false) '.repeat(5_000)} }` }, 'LIMIT_EXCEEDED'],
  [
    '201 directives on 201 fields',
    { query: `{ providers { ${'id @skip(if: false) '.repeat(201)} } }` },
    'LIMIT_EXCEEDED',
  ],
  [
    '@skip twice on one field',
    { query: '{ __typename @skip(if: false) @skip(if: true) }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '@include twice on a fragment',
    { query: '{ ... @include(if: true) @include(if: true) { __typename } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'directives that nobody knows',
    { query: `{ __typename ${many(100, (it) => `@d${it}`)} }` },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'fragments that double 30 times',
    {
      query: `{ ...F0 } ${many(30, (it) => `fragment F${it} on Query { ...F${it + 1} ...F${it + 1} }`)} fragment F30 on Query { providers { id } }`,
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'a fragment that leads back to itself',
    { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '1,000 fragments',
    { query: `{ __typename } ${many(1_000, (it) => `fragment F${it} on Query { __typename }`)}` },
    'LIMIT_EXCEEDED',
  ],
  [
    '1,000 operations',
    { query: many(1_000, (it) => `query Q${it} { __typename }`), operationName: 'Q1' },
    'LIMIT_EXCEEDED',
  ],
  [
    'the name of no operation, with too many aliases',
    { query: `query A { ${many(201, (it) => `a${it}: __typename`)} }`, operationName: 'B' },
    'LIMIT_EXCEEDED',
  ],
  ['a page of 99999999 rows', page('first: 99999999'), 'LIMIT_EXCEEDED'],
  ['a page of 101 rows', page('first: 101'), 'LIMIT_EXCEEDED'],
  ['a negative page', page('first: -1'), 'BAD_USER_INPUT'],
  ['`first` and `last` together', page('first: 1, last: 1'), 'GRAPHQL_VALIDATION_FAILED'],
  ['a page that is no number', page('first: "1"'), 'GRAPHQL_VALIDATION_FAILED'],
  ['a page beyond all numbers', page(`first: ${'9'.repeat(400)}`), 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a page of 99999999 rows by a variable',
    { query: 'query ($n: Int) { contracts(first: $n) { totalCount } }', variables: { n: 99_999_999 } },
    'LIMIT_EXCEEDED',
  ],
  [
    'a negative page by a variable’s default',
    { query: 'query ($n: Int = -5) { contracts(first: $n) { totalCount } }' },
    'BAD_USER_INPUT',
  ],
  [
    'a page too large below others',
    {
      query: '{ partners { contracts(first: 5) { edges { node { audit(first: 1000) { totalCount } } } } } }',
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'lists in lists that cost too much',
    { query: '{ partners { agreements { parties { agreements { parties { id } } } } } }' },
    'LIMIT_EXCEEDED',
  ],
  [
    'pages in pages that cost too much',
    {
      query:
        '{ contracts(first: 100) { edges { node { buyer { contracts(first: 100) { edges { node { buyer { contracts(first: 100) { edges { cursor } } } } } } } } } } }',
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'a list that costs too much, skipped in one place',
    {
      query:
        'query ($no: Boolean = false) { a: partners @include(if: $no) { id } partners { agreements { parties { agreements { id parties { id } } } } } }',
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'introspection of all, twenty times',
    {
      query: `{ ${many(20, (it) => `a${it}: __schema { types { fields { args { name } type { ofType { ofType { name } } } } } }`)} }`,
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'introspection that leads back to itself',
    { query: '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'variables that nest 2,000 deep',
    {
      query: 'query ($f: ContractFilter) { contracts(where: $f) { totalCount } }',
      variables: { f: JSON.parse(below(2_000, '[', '', ']')) },
    },
    'LIMIT_EXCEEDED',
  ],
  [
    'a list of 20,000 values',
    {
      query: 'query ($to: [String!]!) { releasable(to: $to, label: { text: "X" }) { __typename } }',
      variables: { to: Array.from({ length: 20_000 }, () => 'GB') },
    },
    'LIMIT_EXCEEDED',
  ],
  [
    '200,000 values',
    {
      query: '{ __typename }',
      variables: { a: Array.from({ length: 200 }, () => Array.from({ length: 1_000 }, () => 1)) },
    },
    'LIMIT_EXCEEDED',
  ],
  [
    '1,000 variables that the operation does not know',
    {
      query: '{ __typename }',
      variables: Object.fromEntries(Array.from({ length: 1_000 }, (_it, at) => [`v${at}`, 1])),
    },
    'LIMIT_EXCEEDED',
  ],
];

describe.each(['compiled', 'apollo'])('documents, by the %s engine', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ environment: { GATEWAY_ENGINE: engine } });
  });
  afterAll(() => gateway.close());

  it.each(CASES)('%s → 400, and nothing is read', async (_name, sent, code) => {
    gateway.forgetStatements();
    // The second comes to a gateway that knows the document.
    for (const turn of [1, 2]) {
      const answer = await send(gateway, GB, sent);
      expect(answer.codes, `${turn}: ${JSON.stringify(answer.body).slice(0, 500)}`).toEqual([code]);
      expect(answer.status).toBe(400);
      expect(answer.body).not.toHaveProperty('data');
    }
    expect(gateway.statements).toEqual([]);
  });

  it('a cost over the limit → told with the estimate and the limit', async () => {
    const query = '{ partners { agreements { parties { agreements { id parties { id } } } } } }';
    const { body } = await send(gateway, GB, { query });
    const estimate = 1 + 1 + 100 * (1 + 1 + 40 * (1 + 1 + 40 * (1 + 1 + 40 * (1 + 1 + 40))));
    expect(body.errors).toMatchObject([{ extensions: { limit: 100_000, came: estimate } }]);
    expect(body.errors[0].message).toContain(`at most 100000, got ${estimate}`);
  });

  it('a refused document sent by its hash → never kept, and refused whenever it comes', async () => {
    const { createHash } = await import('node:crypto');
    const query = `{ ${many(201, (it) => `a${it}: __typename`)} }`;
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    expect((await send(gateway, GB, { query, extensions: { persistedQuery } })).codes).toEqual([
      'LIMIT_EXCEEDED',
    ]);
    const byHash = { extensions: { persistedQuery } } as unknown as Sent;
    expect((await send(gateway, GB, byHash)).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  it('a good request between hostile ones → answered', async () => {
    const good = { query: '{ environment(id: "aws.london") { id } }' };
    const hostile = CASES.slice(0, 12).map(([, sent]) => send(gateway, GB, sent));
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(gateway, GB, good)));
    for (const { body } of answers) expect(body).toEqual({ data: { environment: { id: 'aws.london' } } });
    await Promise.all(hostile);
  });
});
