import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../platform/subgraph/standalone.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { change, mutation, operator } from '../contracts/support/ask.ts';
import { servedBy } from '../support/stores/place.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { LogProbe } from '../support/log-probe.ts';
import { asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { connected, shared, superuserUrlOf, testDatabase } from './support.ts';

const GB = asPartner('GB');
const HOLD = {
  contract: 'us-dod-jwcc',
  expectedVersion: 1,
  reason: 'stop-work order',
  forum: 'US Department of Defense',
  from: '2026-10-01',
};

let database: TestDatabase & AsyncDisposable;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const superuser = <Result>(statement: string): Promise<Result[]> =>
  connected(superuserUrlOf(database), async (client) => (await client.query(statement)).rows as Result[]);
const breakConnections = () =>
  superuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
const probe = new LogProbe('warn');
const host = (more: object = {}): Promise<TestSubgraph> =>
  hostInMemory(contractsSubgraph, { database: servedBy(database), log: probe.logger, ...more });

it('a statement that takes too long is an error of its part, with a code and nothing of the store', async () => {
  const settings = { ...servedBy(database), statementMilliseconds: 300 };
  await using subgraph = await host({ database: settings });
  // Somebody holds what the holds are read from, and nothing else.
  await connected(superuserUrlOf(database), async (blocking) => {
    await blocking.query('begin; lock table contracts.hold in access exclusive mode');
    const { data, errors } = await subgraph.ask(
      GB,
      '{ contract(id: "us-dod-jwcc") { title holds { id } buyer { id } } partners { id } }',
    );
    expect(data).toMatchObject({ contract: { title: expect.any(String), holds: null, buyer: { id: 'US' } } });
    expect(data?.['partners'].length).toBeGreaterThan(20);
    expect(errors).toEqual([
      {
        message: 'This part took longer to read than it may. Ask for less, or ask again later.',
        locations: expect.any(Array),
        path: ['contract', 'holds'],
        extensions: { code: 'STORE_TIMEOUT' },
      },
    ]);
    await blocking.query('rollback');
  });
  expect(probe.lines()).toContain('canceling statement due to statement timeout');
  const { contract } = await subgraph.data(GB, '{ contract(id: "us-dod-jwcc") { holds { id } } }');
  expect(contract.holds).toEqual([]);
});

it('a read-only store answers and refuses to change, before and after it looked at the change', async () => {
  await using subgraph = await host({ readOnly: true });
  expect(await subgraph.data(GB, '{ contract(id: "us-dod-jwcc") { id } }')).toEqual({
    contract: { id: 'us-dod-jwcc' },
  });
  for (const [name, input] of [
    ['placeHold', HOLD],
    ['placeHold', { ...HOLD, contract: 'made-up' }],
    ['registerContract', { title: 'Own', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'] }],
  ] as const) {
    const { data, errors } = await subgraph.ask(operator, mutation(name), { input });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringContaining('read-only'), extensions: { code: 'STORE_READ_ONLY' } },
    ]);
  }
});

it('a server that takes no writes has them refused with the same code', async () => {
  await using subgraph = await host();
  try {
    // As a standby says it to whoever writes.
    const blocked = await connected(superuserUrlOf(database), async (client) => {
      await client.query(
        'create function contracts.refuse() returns trigger language plpgsql as $$ begin raise read_only_sql_transaction; end $$',
      );
      await client.query(
        'create trigger refuse before insert on contracts.hold execute function contracts.refuse()',
      );
      return subgraph.ask(operator, mutation('placeHold'), { input: HOLD });
    });
    expect(blocked.errors).toMatchObject([{ extensions: { code: 'STORE_READ_ONLY' } }]);
  } finally {
    await superuser('drop function contracts.refuse() cascade');
  }
  expect(await change(subgraph, 'placeHold', HOLD, 'contract { version }')).toEqual({
    contract: { version: 2 },
  });
});

it('connections that break are made again, and no request fails that only reads', async () => {
  await using subgraph = await host();
  const ask = () => subgraph.data(GB, '{ contract(id: "us-dod-jwcc") { id version holds { id } } }');
  const before = await ask();
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([ask(), ask(), ask()]);
    await breakConnections();
    expect(await ask()).toEqual(before);
  }
});

it('a request whose connection breaks under it is asked again, or fails in words that show nothing', async () => {
  await using subgraph = await host();
  const query = '{ contracts(first: 50) { edges { node { id holds { id } } } } }';
  const before = await subgraph.data(GB, query);
  const over = new AbortController();
  const breaking = (async () => {
    while (!over.signal.aborted) {
      await breakConnections();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  let answered = 0;
  for (let round = 0; round < 40; round += 1) {
    const { data, errors } = await subgraph.ask(GB, query);
    if (errors) expect(JSON.stringify(errors)).not.toMatch(/terminat|connection|pg|select|5432/i);
    else {
      expect(data).toEqual(before);
      answered += 1;
    }
  }
  over.abort();
  await breaking;
  expect(answered).toBeGreaterThan(0);
  expect(await subgraph.data(GB, query)).toEqual(before);
});

it('health says so while the database is away, and when it is back', async () => {
  await using subgraph = await host();
  const server = await listen(subgraph.hosted, '127.0.0.1', 0);
  const address = new URL('/health/ready', server.url);
  const ready = async () => {
    const response = await fetch(address);
    return [response.status, await response.json()] as const;
  };
  const { name } = database;
  try {
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    await connected(shared().superuserUrl, async (client) => {
      await client.query(`alter database ${name} allow_connections false`);
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
      );
    });
    await expect.poll(ready, { timeout: 5_000 }).toEqual([503, { status: 'unready' }]);
    expect((await fetch(new URL('/health/live', server.url))).status).toBe(200);
    const { errors } = await subgraph.ask(GB, '{ contract(id: "us-dod-jwcc") { id } }');
    expect(errors?.[0]).toMatchObject({
      message: 'This part of the answer could not be read.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
    expect(subgraph.hosted.dataVersion()).toBeInstanceOf(Promise);
    expect(await subgraph.hosted.dataVersion()).toBeNull();
  } finally {
    await connected(shared().superuserUrl, (client) =>
      client.query(`alter database ${name} allow_connections true`),
    );
    await expect.poll(ready, { timeout: 5_000 }).toEqual([200, { status: 'ready' }]);
    await server.close();
  }
});
