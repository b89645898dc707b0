import { afterAll, beforeAll, expect } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { everyArgument } from '../support/every-argument.ts';
import { sendOperation } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

/** Stands in every text, so that a statement that holds it is found. */
const MARK = 'c4nary';
const TEXTS: readonly [string, string][] = [
  ['a quote and a condition', `${MARK}' OR '1'='1`],
  ['a double quote and a condition', `${MARK}" OR "1"="1`],
  ['a second statement', `${MARK}'; DROP TABLE offering; --`],
  ['a union', `${MARK}' UNION SELECT name FROM offering --`],
  ['a comment', `${MARK}/**/--\n#`],
  ['wildcards of LIKE and GLOB', `%_${MARK}*?[a-z]\\`],
  ['operators of a full-text search', `"${MARK} NEAR(a b) OR name:* AND NOT ^a`],
  ['a bound parameter', `$1 ?1 :a @b ${MARK}`],
  ['a path of JSON', `$.${MARK}[*]"}{`],
  ['NUL and controls', `${MARK}\u0000\u0001\u001b`],
  ['names of what every object has', `__proto__ constructor toString`],
  ['10,000 letters', MARK.repeat(1_700)],
  ['right-to-left marks and combining letters', `${MARK}\u202e\u0301\u0301\ufeff`],
  ['nothing', ''],
];
/** What a text may come to: an answer, or a refusal of the text. */
const RIGHT = /^(200|(200|400) (BAD_USER_INPUT|LIMIT_EXCEEDED|UNAUTHENTICATED|FORBIDDEN).*)$/;

let gateway: TestGateway;
let headers: Record<string, string>;
beforeAll(async () => {
  gateway = await startTestGateway();
  headers = { authorization: `Bearer ${await gateway.token({ partner: 'GB' })}` };
});
afterAll(() => gateway.close());

const count = async (where: string): Promise<number> => {
  const { offerings } = await gateway.data(null, `{ offerings(first: 1, where: ${where}) { totalCount } }`);
  return offerings.totalCount;
};

hostileCases('Texts in every argument that takes one', (hostile) => {
  for (const [what, text] of TEXTS) {
    hostile(what, 'every field answers or refuses it; no statement holds it', async () => {
      const queries = everyArgument(text);
      expect(queries.length).toBeGreaterThan(20);
      gateway.forgetStatements();
      const wrong: string[] = [];
      for (const { field, query } of queries) {
        const facts = factsOf(await sendOperation(gateway.url, { query }, headers));
        if (!facts.split('; ').every((it) => RIGHT.test(it))) wrong.push(`${field}: ${facts}`);
      }
      expect(wrong).toEqual([]);
      const holding = gateway.statements.filter((it) => it.includes(MARK));
      return joinFacts(
        'every field answers or refuses it',
        holding.length === 0 ? 'no statement holds it' : 'a statement holds it',
      );
    });
  }
  hostile('half a surrogate pair in a document', '400 GRAPHQL_PARSE_FAILED', async () =>
    factsOf(await sendOperation(gateway.url, { query: '{ offering(id: "\\ud800") { id } }' }, headers)),
  );
  hostile('half a surrogate pair in a variable', '200', async () => {
    const query = 'query ($id: ID!) { offering(id: $id) { id } }';
    return factsOf(await sendOperation(gateway.url, { query, variables: { id: '\ud800' } }, headers));
  });
  hostile('a search for %, _ and *', 'they match themselves alone', async () => {
    const all = await count('{}');
    for (const text of ['%', '_', '*', '%%', 'a%b']) {
      expect(await count(`{ text: ${JSON.stringify(text)} }`), text).toBeLessThan(all / 10);
    }
    return 'they match themselves alone';
  });
});
