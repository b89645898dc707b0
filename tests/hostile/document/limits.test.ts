import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const GB = { partner: 'GB' };

/** An operation as a client sends it. */
interface Sent {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

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

for (const engine of ['compiled', 'apollo'])
  hostileCases(`Documents and variables, by the ${engine} engine`, (hostile) => {
    let gateway: TestGateway;
    let headers: Record<string, string>;
    beforeAll(async () => {
      gateway = await startTestGateway({ environment: { GATEWAY_ENGINE: engine } });
      headers = {
        authorization: `Bearer ${await gateway.token(GB)}`,
        accept: 'application/graphql-response+json',
      };
    });
    afterAll(() => gateway.close());
    const send = (sent: Sent) => sendOperation(gateway.url, sent, headers);

    for (const [what, sent, code] of CASES) {
      hostile(what, `400 ${code}; nothing is read`, async () => {
        gateway.forgetStatements();
        const first = await send(sent);
        // To a gateway that knows the document nothing is different.
        expect((await send(sent)).body).toBe(first.body);
        expect(JSON.parse(first.body)).not.toHaveProperty('data');
        const isUnread = gateway.statements.length === 0;
        return joinFacts(factsOf(first), isUnread ? 'nothing is read' : 'something is read');
      });
    }

    hostile(
      'lists in lists that cost too much, however they are spread',
      'told with the estimate and the limit',
      async () => {
        const query =
          '{ ...A } fragment A on Query { partners { agreements { ...B } } } fragment B on Agreement { parties { agreements { id parties { id } } } }';
        const { errors } = JSON.parse((await send({ query })).body);
        const estimate = 1 + 1 + 100 * (1 + 1 + 40 * (1 + 1 + 40 * (1 + 1 + 40 * (1 + 1 + 40))));
        expect(errors).toMatchObject([{ extensions: { limit: 100_000, came: estimate } }]);
        expect(errors[0].message).toContain(`at most 100000, got ${estimate}`);
        return 'told with the estimate and the limit';
      },
    );

    hostile(
      'a refused document with its hash, and then the hash alone',
      '400 LIMIT_EXCEEDED; it is not kept',
      async () => {
        const query = `{ ${many(201, (it) => `a${it}: __typename`)} }`;
        const sha256Hash = createHash('sha256').update(query).digest('hex');
        const extensions = { persistedQuery: { version: 1, sha256Hash } };
        const refused = await send({ query, extensions });
        const { body } = await send({ extensions });
        return joinFacts(
          factsOf(refused),
          body.includes('PERSISTED_QUERY_NOT_FOUND') ? 'it is not kept' : 'it is kept',
        );
      },
    );

    hostile('all of these between honest requests', 'the honest ones are answered: 200', async () => {
      const good = { query: '{ environment(id: "aws.london") { id } }' };
      const hostiles = CASES.map(([, sent]) => send(sent));
      const honest = await Promise.all(Array.from({ length: 20 }, () => send(good)));
      await Promise.all(hostiles);
      for (const { body } of honest) {
        expect(JSON.parse(body)).toEqual({ data: { environment: { id: 'aws.london' } } });
      }
      return `the honest ones are answered: ${[...new Set(honest.map(factsOf))].join()}`;
    });
  });
