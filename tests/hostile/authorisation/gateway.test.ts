import type { FormattedExecutionResult } from 'graphql';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestGateway, type Asker, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { joinFacts, upheld } from '../support/facts.ts';

const GB = { partner: 'GB' };
const JEDI = 'us-dod-jedi';
const HOLD = `{ contract: "${JEDI}", expectedVersion: 1, reason: "x", forum: "y", from: "2026-11-23" }`;
const DEPTH = 200;

const codesOf = ({ errors = [] }: FormattedExecutionResult) => [
  ...new Set(errors.map((it) => it.extensions?.['code'])),
];
const valuesIn = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [value];
const nothingIn = ({ data }: FormattedExecutionResult) => valuesIn(data).every((it) => it === null);

/** What is sent, by whom, and the one code of its errors; nothing is answered and no subgraph reads anything. */
const CASES: readonly (readonly [name: string, asker: Asker | null, query: string, code: string])[] = [
  ['no token on a protected field', null, '{ viewer { id } }', 'UNAUTHENTICATED'],
  [
    'a protected field under the alias of a public one',
    null,
    '{ categories: viewer { id } }',
    'UNAUTHENTICATED',
  ],
  [
    'a protected field by a chain of named fragments',
    null,
    'query { ...A } fragment A on Query { ...B } fragment B on Query { contract(id: "x") { ...C } } fragment C on Contract { title }',
    'UNAUTHENTICATED',
  ],
  [
    'a protected field by inline fragments without a type',
    null,
    '{ ... { ... { viewer { ... { id } } } } }',
    'UNAUTHENTICATED',
  ],
  [
    'a protected field behind @include of a variable',
    null,
    'query ($v: Boolean = true) { viewer @include(if: $v) { id } }',
    'UNAUTHENTICATED',
  ],
  ['a protected type’s name alone', null, `{ contract(id: "${JEDI}") { __typename } }`, 'UNAUTHENTICATED'],
  [
    'a field whose facts come by @requires',
    null,
    '{ offering(id: "ms.azure-gov.advisor") { decision(ask: { level: "GB:S" }) { outcome } } }',
    'UNAUTHENTICATED',
  ],
  [
    'a protected field that another subgraph adds to a public entity',
    null,
    '{ offering(id: "ms.azure-gov.advisor") { price { amount } quote(quantity: 1) { __typename } } }',
    'UNAUTHENTICATED',
  ],
  [
    'a protected list below a public list',
    null,
    '{ partners { contracts { totalCount edges { node { title } } } } }',
    'UNAUTHENTICATED',
  ],
  [
    'a scope that is not held, for a query',
    GB,
    `{ contract(id: "${JEDI}") { audit { totalCount } } }`,
    'FORBIDDEN',
  ],
  [
    'a scope that is not held, for a mutation',
    GB,
    `mutation { placeHold(input: ${HOLD}) { contract { id } } }`,
    'FORBIDDEN',
  ],
  [
    'another scope than the one needed',
    { ...GB, scopes: ['devices:sync'] },
    `mutation { placeHold(input: ${HOLD}) { contract { id } } }`,
    'FORBIDDEN',
  ],
  [
    'a scope whose name begins like the one needed',
    { ...GB, scopes: ['catalogue', 'catalogue:operate2', 'catalogue:operat'] },
    `mutation { placeHold(input: ${HOLD}) { contract { id } } }`,
    'FORBIDDEN',
  ],
  [
    'a scope in other letters',
    { ...GB, scopes: ['CATALOGUE:OPERATE'] },
    `mutation { placeHold(input: ${HOLD}) { contract { id } } }`,
    'FORBIDDEN',
  ],
  ['a mutation under an alias', GB, `mutation { a: placeHold(input: ${HOLD}) { __typename } }`, 'FORBIDDEN'],
];

for (const engine of ['compiled', 'apollo'])
  hostileCases(`Authorisation at the gateway, by the ${engine} engine`, (hostile) => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await startTestGateway({ environment: { GATEWAY_ENGINE: engine } });
    });
    afterAll(() => gateway.close());

    for (const [what, asker, query, code] of CASES) {
      hostile(what, `null; ${code}; nothing is read`, async () => {
        gateway.forgetStatements();
        const answer = await gateway.ask(asker, query);
        return joinFacts(
          nothingIn(answer) ? 'null' : 'something',
          codesOf(answer).join(' '),
          gateway.statements.length === 0 ? 'nothing is read' : 'something is read',
        );
      });
    }

    hostile(
      'an id that is there and one that is not, of what is denied',
      'the same bytes',
      upheld('the same bytes', async () => {
        const ask = (id: string) => gateway.ask(GB, `{ contract(id: "${id}") { audit { totalCount } } }`);
        expect(JSON.stringify(await ask(JEDI))).toBe(JSON.stringify(await ask('no.such')));
      }),
    );

    hostile(
      'a denied field as deep as documents may be',
      'one error at its path',
      upheld('one error at its path', async () => {
        const level = (depth: number): string =>
          depth === 0 ? 'contracts { totalCount }' : `buyerOf: id ... { ${level(depth - 1)} }`;
        const answer = await gateway.ask(null, `{ partner(id: "GB") { ${level(DEPTH)} } }`);
        expect(answer.data).toEqual({ partner: { buyerOf: 'GB', contracts: null } });
        expect(answer.errors).toMatchObject([
          { path: ['partner', 'contracts'], extensions: { code: 'UNAUTHENTICATED' } },
        ]);
      }),
    );

    hostile(
      'a thousand denied aliases over a list',
      'a bounded list of errors',
      upheld('a bounded list of errors', async () => {
        const aliases = Array.from(
          { length: 100 },
          (_it, index) => `a${index}: contracts { totalCount }`,
        ).join(' ');
        const answer = await gateway.ask(null, `{ partners { id ${aliases} } }`);
        expect(answer.errors?.length).toBe(1_000);
        expect(answer.data?.partners[0]).toMatchObject({ a0: null, a99: null });
      }),
    );

    hostile(
      'what a token without a scope is answered, asked between others’ requests',
      'never theirs',
      upheld('never theirs', async () => {
        const query = `{ contract(id: "${JEDI}") { id audit { totalCount } } }`;
        const operator = { partner: 'GB', subject: 'operator', scopes: ['catalogue:operate'] };
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_it, index) => gateway.ask(index % 2 ? operator : GB, query)),
        );
        answers.forEach((answer, index) => {
          expect(answer.data).toEqual({
            contract: { id: JEDI, audit: index % 2 ? { totalCount: 0 } : null },
          });
          expect(codesOf(answer)).toEqual(index % 2 ? [] : ['FORBIDDEN']);
        });
      }),
    );
  });
