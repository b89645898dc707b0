import { afterEach, expect, vi } from 'vitest';
import { send, type Seen } from '../../gateway/limits/support/send.ts';
import { behaviour, FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { hostileCases } from '../support/cases.ts';
import { upheld } from '../support/facts.ts';
import { startTestGateway, type Asker, type TestGateway } from '../../support/gateway.ts';

const [GB, US] = [{ partner: 'GB' }, { partner: 'US' }];
const SMALL = { query: '{ schemes { id } }' };
/** Waits in a subgraph for as long as that hangs. */
const SLOW = { query: '{ viewer { verdict } }' };

const start = (environment: Record<string, string>): Promise<TestGateway> =>
  startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, environment });
const live = async ({ url }: TestGateway): Promise<number> => (await fetch(`${url}/health/live`)).status;

/** Has so many requests hang in a subgraph. */
async function occupy(gateway: TestGateway, asker: Asker, count: number) {
  behaviour.classification = 'hangs';
  behaviour.seen = [];
  const gone = new AbortController();
  // No two are equal, or they would share their fetches.
  const answers = Array.from({ length: count }, (_it, at) =>
    send(gateway, { ...asker, subject: `user-${at}` }, SLOW, gone.signal).catch(() => null),
  );
  await vi.waitFor(() => expect(behaviour.seen.length).toBe(count), 10_000);
  return {
    async leave() {
      gone.abort();
      await Promise.all(answers);
    },
  };
}

const expectRefused = ({ status, codes, retryAfter, body }: Seen, expected: number): void => {
  expect(status).toBe(expected);
  expect(codes).toEqual(['LIMIT_EXCEEDED']);
  expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
  expect(Number(retryAfter)).toBeLessThanOrEqual(60);
  expect(body).not.toHaveProperty('data');
};

afterEach(() => {
  behaviour.classification = 'answers';
});

hostileCases('Rates', (hostile) => {
  hostile(
    'more requests of a partner than a minute may have',
    '429 LIMIT_EXCEEDED with Retry-After; nobody else is refused',
    upheld('429 LIMIT_EXCEEDED with Retry-After; nobody else is refused', async () => {
      await using gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '5', LIMIT_ANONYMOUS_PERCENT: '40' });
      for (let it = 0; it < 5; it++) expect((await send(gateway, GB, SMALL)).status).toBe(200);
      for (const asker of [GB, { ...GB, subject: 'another' }, { ...GB, tags: ['x'] }]) {
        expectRefused(await send(gateway, asker, SMALL), 429);
      }
      expect((await send(gateway, US, SMALL)).status).toBe(200);
      for (let it = 0; it < 2; it++) expect((await send(gateway, null, SMALL)).status).toBe(200);
      expectRefused(await send(gateway, null, SMALL), 429);
      expect(await live(gateway)).toBe(200);
    }),
  );

  hostile(
    'another X-Forwarded-For with each request',
    'still one client',
    upheld('still one client', async () => {
      await using gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '4', LIMIT_ANONYMOUS_PERCENT: '50' });
      const statuses: number[] = [];
      for (let it = 0; it < 4; it++) {
        const headers = { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${it}` };
        const body = JSON.stringify(SMALL);
        statuses.push((await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })).status);
      }
      expect(statuses).toEqual([200, 200, 429, 429]);
    }),
  );

  hostile(
    'requests that are refused for their documents',
    'count as well',
    upheld('count as well', async () => {
      await using gateway = await start({ LIMIT_REQUESTS_PER_MINUTE: '3' });
      const hostile = { query: '{a'.repeat(20_000) };
      const answers = [];
      for (let it = 0; it < 4; it++) answers.push((await send(gateway, GB, hostile)).status);
      expect(answers).toEqual([400, 400, 400, 429]);
    }),
  );
});

hostileCases('Concurrency', (hostile) => {
  hostile(
    'more requests of a partner than may be worked on and wait',
    '429 at once; others are answered',
    upheld('429 at once; others are answered', async () => {
      await using gateway = await start({ LIMIT_CONCURRENCY: '2', LIMIT_QUEUE: '1', REQUEST_SECONDS: '30' });
      const { leave } = await occupy(gateway, GB, 2);
      const waiting = send(gateway, GB, SMALL);
      // The one that waits is there before the next ones come.
      await vi.waitFor(async () => expectRefused(await send(gateway, GB, SMALL), 429), 10_000);
      expectRefused(await send(gateway, GB, SMALL), 429);
      for (let it = 0; it < 20; it++) expect((await send(gateway, US, SMALL)).status).toBe(200);
      expect((await send(gateway, null, SMALL)).status).toBe(200);
      await leave();
      expect((await waiting).body).toMatchObject({ data: { schemes: [{ id: 'GB' }, { id: 'unknown' }] } });
      expect((await send(gateway, GB, SMALL)).status).toBe(200);
    }),
  );

  hostile(
    'a partner that floods',
    'another’s requests are all answered',
    upheld('another’s requests are all answered', async () => {
      await using gateway = await start({ LIMIT_CONCURRENCY: '4', LIMIT_QUEUE: '10' });
      const flood = Array.from({ length: 200 }, () => send(gateway, GB, SMALL));
      const others = await Promise.all(Array.from({ length: 10 }, () => send(gateway, US, SMALL)));
      expect(others.map((it) => it.status)).toEqual(Array(10).fill(200));
      const statuses = new Set((await Promise.all(flood)).map((it) => it.status));
      expect([...statuses].every((it) => it === 200 || it === 429)).toBe(true);
      expect((await send(gateway, GB, SMALL)).status).toBe(200);
    }),
  );
});

hostileCases('Overload', (hostile) => {
  hostile(
    'more requests under way than the gateway takes',
    '503 LIMIT_EXCEEDED with Retry-After; health is answered; it recovers',
    upheld('503 LIMIT_EXCEEDED with Retry-After; health is answered; it recovers', async () => {
      await using gateway = await start({
        LIMIT_UNDER_WAY: '3',
        LIMIT_CONCURRENCY: '0',
        REQUEST_SECONDS: '30',
      });
      const { leave } = await occupy(gateway, GB, 3);
      for (const asker of [GB, US, null]) expectRefused(await send(gateway, asker, SMALL), 503);
      expect(await live(gateway)).toBe(200);
      expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
      await leave();
      await vi.waitFor(async () => expect((await send(gateway, US, SMALL)).status).toBe(200), 10_000);
    }),
  );

  hostile(
    'a body of any size while overloaded',
    '503 before it is read',
    upheld('503 before it is read', async () => {
      await using gateway = await start({ LIMIT_UNDER_WAY: '1', REQUEST_SECONDS: '30' });
      const { leave } = await occupy(gateway, GB, 1);
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: 'x'.repeat(900_000),
      });
      expect(response.status).toBe(503);
      await leave();
    }),
  );
});
