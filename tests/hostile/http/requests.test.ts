import { afterAll, beforeAll } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation } from '../support/exchange.ts';
import { factsOf } from '../support/facts.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
});
afterAll(() => gateway.close());

const QUERY = '{ schemes { id } }';
const PREFLIGHTED = { 'apollo-require-preflight': 'yes' };
const get = (query: string, headers = {}) =>
  send(gateway.url, { method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}`, headers });
const post = (contentType: string, headers = {}) =>
  send(gateway.url, {
    headers: { 'content-type': contentType, ...headers },
    body: JSON.stringify({ query: QUERY }),
  });

hostileCases('Requests that GraphQL over HTTP refuses', (hostile) => {
  hostile('an array of operations', '400 BAD_USER_INPUT', async () =>
    factsOf(
      await send(gateway.url, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ query: QUERY }, { query: QUERY }]),
      }),
    ),
  );
  hostile('a mutation by GET', '405 BAD_USER_INPUT', async () =>
    factsOf(await get('mutation { rename(name: "x") }')),
  );
  hostile('a mutation by GET, preflighted', '405 BAD_USER_INPUT', async () =>
    factsOf(await get('mutation { rename(name: "x") }', PREFLIGHTED)),
  );
  hostile('a GET with content-type text/plain', '415 BAD_USER_INPUT', async () =>
    factsOf(await get(QUERY, { 'content-type': 'text/plain', ...PREFLIGHTED })),
  );
  hostile('a query by GET that a link could send', '400 BAD_USER_INPUT', async () =>
    factsOf(await get(QUERY)),
  );
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    hostile(`a post of ${type} that a form could send`, '400 BAD_USER_INPUT', async () =>
      factsOf(await post(type)),
    );
    hostile(`a post of ${type}, preflighted`, '415 BAD_USER_INPUT', async () =>
      factsOf(await post(type, PREFLIGHTED)),
    );
  }
  for (const charset of ['utf-16', 'utf-7', 'iso-8859-1', 'x-unknown', '%00']) {
    hostile(`a post of JSON in ${charset}`, '415 BAD_USER_INPUT', async () =>
      factsOf(await post(`application/json; charset=${charset}`)),
    );
  }
  hostile('an honest post', '200', async () => factsOf(await sendOperation(gateway.url, { query: QUERY })));
});
