import { afterAll, beforeAll, expect } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation, sendRaw, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
});
afterAll(() => gateway.close());

const BODY = JSON.stringify({ query: '{ schemes { id } }' });
const withHeaders = async (lines: readonly string[]): Promise<string> => {
  const head = [
    'POST /graphql HTTP/1.1',
    'host: gateway',
    'content-type: application/json',
    'connection: close',
  ];
  const { answers } = await sendRaw(
    gateway.url,
    [...head, ...lines, `content-length: ${BODY.length}`, '', BODY].join('\r\n'),
  );
  return joinFacts(...answers.map(factsOf));
};
const many = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, it) => `${name(it)}:`);
const ask = (headers: Record<string, string | string[]>, query = '{ viewer { id } }') =>
  sendOperation(gateway.url, { query }, headers);
const viewerIn = ({ body }: Answer): string => {
  const { data, errors } = JSON.parse(body) as any;
  return data?.viewer ? `asked as ${data.viewer.id}` : `${errors[0].extensions.code}`;
};

hostileCases('Headers', (hostile) => {
  hostile('10,000 headers', '431 LIMIT_EXCEEDED', () => withHeaders(many(10_000, (it) => `x-${it}`)));
  hostile('3,000 headers of one letter, which fit into 16 KB', '431 LIMIT_EXCEEDED', () =>
    withHeaders(many(3_000, () => 'x')),
  );
  hostile('101 headers', '431 LIMIT_EXCEEDED', () => withHeaders(many(101, (it) => `x-${it}`)));
  hostile('a header of 64 KB', '431 LIMIT_EXCEEDED', () => withHeaders([`x-long: ${'x'.repeat(65_536)}`]));
  hostile('an address of 64 KB', '431 LIMIT_EXCEEDED', async () => {
    const { answers } = await sendRaw(
      gateway.url,
      `GET /graphql?query=${'x'.repeat(65_536)} HTTP/1.1\r\nhost: gateway\r\n\r\n`,
    );
    return joinFacts(...answers.map(factsOf));
  });
  hostile('Expect: something that cannot be met', '417 BAD_USER_INPUT', () =>
    withHeaders(['expect: a-miracle']),
  );
  hostile('two bearer tokens, of which a proxy may have read the other', 'UNAUTHENTICATED', async () => {
    const [gb, us] = await Promise.all([gateway.token({ partner: 'GB' }), gateway.token({ partner: 'US' })]);
    return viewerIn(await ask({ authorization: [`Bearer ${gb}`, `Bearer ${us}`] }));
  });
  hostile('two content types', '415 BAD_USER_INPUT', () => withHeaders(['content-type: text/plain']));
  hostile(
    'X-Forwarded headers, X-Real-IP and Forwarded from a peer that is no trusted proxy',
    '200; no Strict-Transport-Security; asked as GB:user',
    async () => {
      const answer = await ask({
        authorization: `Bearer ${await gateway.token({ partner: 'GB' })}`,
        'x-forwarded-for': '10.0.0.1, 127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        'x-real-ip': '10.0.0.1',
        forwarded: 'for=10.0.0.1;proto=https;host=evil.example',
      });
      expect(JSON.stringify([answer.headers, answer.body])).not.toMatch(/evil|10\.0\.0\.1/);
      const strict = answer.headers['strict-transport-security'];
      return joinFacts(
        factsOf(answer),
        strict === undefined ? 'no Strict-Transport-Security' : 'taken for TLS',
        viewerIn(answer),
      );
    },
  );
  hostile('headers that would say who asks', 'UNAUTHENTICATED', async () =>
    viewerIn(
      await ask({
        'x-user': 'GB:user',
        'x-partner': 'GB',
        'x-forwarded-user': 'GB:user',
        'x-remote-user': 'GB:user',
        'x-client-cert': 'MIIB',
        'ssl-client-verify': 'SUCCESS',
        cookie: 'token=abc; authorization=Bearer abc',
      }),
    ),
  );
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    hostile(`a mutation by GET with ${name}: POST`, '405 BAD_USER_INPUT', async () =>
      factsOf(
        await send(gateway.url, {
          method: 'GET',
          path: `/graphql?query=${encodeURIComponent('mutation { rename(name: "x") }')}&_method=POST`,
          headers: { [name]: 'POST', 'apollo-require-preflight': 'yes' },
        }),
      ),
    );
  }
  hostile('X-Original-URL and X-Rewrite-URL', '404 BAD_USER_INPUT', async () =>
    factsOf(
      await send(gateway.url, {
        method: 'GET',
        path: '/nothing',
        headers: { 'x-original-url': '/health/live', 'x-rewrite-url': '/health/live' },
      }),
    ),
  );
  hostile('a request id of the client’s own', '200; the gateway’s own id', async () => {
    const theirs = '00000000-0000-4000-8000-000000000000';
    const answer = await ask({ 'x-request-id': theirs }, '{ schemes { id } }');
    return joinFacts(
      factsOf(answer),
      answer.headers['x-request-id'] === theirs ? 'the client’s id' : 'the gateway’s own id',
    );
  });
});

hostileCases('Methods', (hostile) => {
  const method = async (name: string, path = '/graphql') =>
    factsOf(await send(gateway.url, { method: name, path, headers: { 'apollo-require-preflight': 'yes' } }));
  for (const name of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']) {
    hostile(`${name} of the endpoint`, '405 BAD_USER_INPUT', () => method(name));
  }
  hostile('HEAD of the endpoint', '405', () => method('HEAD'));
  hostile(
    'TRACE with a token, which a page could read back',
    '405 BAD_USER_INPUT; nothing is sent back',
    async () => {
      const answer = await send(gateway.url, {
        method: 'TRACE',
        headers: { authorization: 'Bearer c4nary', cookie: 'c4nary' },
      });
      return joinFacts(
        factsOf(answer),
        answer.body.includes('c4nary') ? 'it is sent back' : 'nothing is sent back',
      );
    },
  );
  for (const name of ['PROPFIND', 'LOCK', 'PURGE', 'M-SEARCH']) {
    hostile(`${name} of the endpoint`, '404 BAD_USER_INPUT', () => method(name));
  }
  hostile('CONNECT to somewhere else', 'the connection is closed', async () => {
    const { text } = await sendRaw(
      gateway.url,
      'CONNECT db.internal:5432 HTTP/1.1\r\nhost: db.internal:5432\r\n\r\n',
    );
    expect(text).toBe('');
    return 'the connection is closed';
  });
  hostile('a request for the address of another server', '404 BAD_USER_INPUT', () =>
    method('GET', 'http://169.254.169.254/latest/meta-data/'),
  );
});
