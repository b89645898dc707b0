import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signRevocations, type Revoked } from '../../../gateway/identity/revocation-list.ts';
import { countsInRedis } from '../../../gateway/limits/rate/usage.ts';
import { SharedRedis } from '../../../gateway/shared/shared-redis.ts';
import { startGateway, type RunningGateway } from '../../../gateway/start.ts';
import { toConfig, type Config } from '../../../platform/config.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { createLog } from '../../../platform/log.ts';
import { startTestGateway, type Asker, type TestGateway } from '../../support/gateway.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { samplesOf, valueOf } from '../../support/prometheus.ts';
import { REDIS_SERVER, startRedis, WITHOUT_REDIS, type RunningRedis } from '../../support/redis.ts';

const log = createLog('silent');
const REDIS = { skip: !REDIS_SERVER };

describe(`counts in Redis${WITHOUT_REDIS}`, REDIS, () => {
  const opened = async (url: string) => {
    const redis = await SharedRedis.open(url, log);
    return { redis, counts: countsInRedis(redis), [Symbol.dispose]: () => redis.close() };
  };
  const there = (...all: { redis: SharedRedis }[]) =>
    vi.waitFor(() => expect(all.every(({ redis }) => redis.isThere)).toBe(true), 10_000);

  it('are those of all gateways together', async () => {
    await using server = await startRedis();
    using one = await opened(server.url);
    using other = await opened(server.url);
    await there(one, other);
    await one.counts.add('cost', 'a', 3);
    const { used, resetsIn } = await other.counts.add('cost', 'a', 4);
    expect(used).toBe(7);
    expect(resetsIn).toBeGreaterThan(50_000);
    expect(await one.counts.add('cost', 'a', -2)).toMatchObject({ used: 5 });
    expect(await other.counts.add('requests', 'a', 1)).toMatchObject({ used: 1 });
  });

  it('are of each gateway alone while Redis is away or hangs, and together again afterwards', async () => {
    const first = await startRedis();
    using gateway = await opened(first.url);
    await there(gateway);
    expect(await gateway.counts.add('requests', 'a', 10)).toMatchObject({ used: 10 });
    first.freeze();
    expect(await gateway.counts.add('requests', 'a', 1)).toMatchObject({ used: 1 });
    await first.kill();
    expect(await gateway.counts.add('requests', 'a', 1)).toMatchObject({ used: 2 });
    await using second = await startRedis(first.port);
    await there(gateway);
    using other = await opened(second.url);
    await there(other);
    await gateway.counts.add('requests', 'b', 1);
    expect(await other.counts.add('requests', 'b', 1)).toMatchObject({ used: 2 });
  });
});

it('counts go on where there never was a Redis, which is said once', async () => {
  const probe = new LogProbe('info');
  const redis = await SharedRedis.open('redis://127.0.0.1:1', probe.logger);
  const counts = countsInRedis(redis);
  expect(await counts.add('cost', 'a', 3)).toMatchObject({ used: 3 });
  expect(await counts.add('cost', 'a', 3)).toMatchObject({ used: 6 });
  expect(await redis.get('anything')).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 500));
  redis.close();
  expect(probe.records()).toMatchObject([
    { level: 40, reason: expect.stringContaining('ECONNREFUSED'), msg: expect.stringContaining('is away') },
  ]);
});

describe(`two gateways with one Redis${WITHOUT_REDIS}`, REDIS, () => {
  const OPERATOR: Asker = { partner: 'AU', subject: 'operator', scopes: ['catalogue:operate'] };
  const PORTAL: Asker = { partner: 'AU', subject: 'portal' };
  let server: RunningRedis;
  let first: TestGateway;
  let second: RunningGateway;
  let config: Config;

  beforeAll(async () => {
    if (!REDIS_SERVER) return;
    server = await startRedis();
    first = await startTestGateway({
      mode: 'http',
      environment: {
        REDIS_URL: server.url,
        LOG_LEVEL: 'silent',
        METRICS: 'on',
        ENTITY_CACHE_MIB: '8',
        ANSWER_CACHE_MIB: '8',
      },
    });
    config = { ...first.config, PORT: 0 };
    second = await startGateway(config);
    for (const it of [first, second]) await up(it, 1);
  });
  afterAll(async () => {
    await second?.close();
    await first?.close();
    await server?.kill();
  });

  const metric = async ({ url }: { readonly url: string }, name: string, labels = {}) =>
    valueOf(samplesOf(await (await fetch(`${url}/metrics`)).text()), name, labels);
  const up = (gateway: { readonly url: string }, value: number) =>
    vi.waitFor(async () => expect(await metric(gateway, 'gateway_redis_up')).toBe(value), 5_000);
  const send = async ({ url }: { readonly url: string }, body: object, asker?: Asker): Promise<any> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(asker ? { authorization: `Bearer ${await first.token(asker)}` } : {}),
      },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const persisted = (query: string, text?: string) => ({
    ...(text === undefined ? {} : { query: text }),
    extensions: {
      persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
    },
  });

  it('share automatic persisted queries', async () => {
    const query = '{ schemes { id } }';
    const missing = await send(first, persisted(query));
    expect(missing.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    await send(first, persisted(query, query));
    await vi.waitFor(
      async () => expect((await send(second, persisted(query))).data?.schemes.length).toBeGreaterThan(10),
      10_000,
    );
  });

  it('take no text from Redis that is not the one of its digest', async () => {
    const client = new Redis(server.url);
    const digest = createHash('sha256').update('{ __typename }').digest('hex');
    await client.set(`gateway:apq:${digest}`, 'mutation { deleteAll }');
    const answer = await send(second, persisted('{ __typename }'));
    expect(answer.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    client.disconnect();
  });

  it('tell each other of what a mutation changed, so that nothing older is given out', async () => {
    const client = new Redis(server.url);
    const heard: any[] = [];
    client.on('message', (_channel, text: string) => heard.push(JSON.parse(text)));
    await client.subscribe('gateway:written');
    const input = {
      title: 'Cloud for two gateways',
      kind: 'CONTRACT',
      buyer: 'AU',
      suppliers: ['aws'],
      start: '2026-01-01',
      end: '2027-12-31',
    };
    const { data } = await send(
      first,
      {
        query: `mutation ($input: RegisterContractInput!) { registerContract(input: $input) { contract { id version } } }`,
        variables: { input },
      },
      OPERATOR,
    );
    const { id, version } = data.registerContract.contract;
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]).toMatchObject({ subgraph: 'contracts', version: expect.any(String) });
    client.disconnect();

    // Each changes it in turn; the other has nothing older from then on.
    let expectedVersion = version;
    for (let round = 0; round < 6; round++) {
      const [one, other] = round % 2 === 0 ? [first, second] : [second, first];
      const contract = { query: '{ contract(id: "' + id + '") { version } }' };
      await send(other, contract, PORTAL);
      const changed = await send(
        one,
        {
          query: `mutation ($input: PlaceHoldInput!) { placeHold(input: $input) { contract { version } } }`,
          variables: {
            input: {
              contract: id,
              expectedVersion,
              reason: 'order',
              forum: `buyer ${round}`,
              from: `2026-0${round + 1}-01`,
              until: `2026-0${round + 1}-02`,
            },
          },
        },
        OPERATOR,
      );
      expect(changed.errors).toBeUndefined();
      expectedVersion = changed.data.placeHold.contract.version;
      await vi.waitFor(
        async () => expect((await send(other, contract, PORTAL)).data.contract.version).toBe(expectedVersion),
        1_000,
      );
    }
  });

  it('hear nonsense without harm', async () => {
    const client = new Redis(server.url);
    for (const channel of ['gateway:written', 'gateway:revocations']) {
      for (const text of ['', '{', '[]', '{"from":1}', 'x'.repeat(100_000)])
        await client.publish(channel, text);
    }
    await client.publish('gateway:written', JSON.stringify({ from: 'x', subgraph: 'none', version: '1' }));
    client.disconnect();
    expect((await send(first, { query: '{ schemes { id } }' })).errors).toBeUndefined();
  });

  it('lose no request when Redis hangs, ends and comes back', async () => {
    const over = new AbortController();
    let sent = 0;
    const failures: unknown[] = [];
    const load = Array.from({ length: 8 }, async (_, number) => {
      while (!over.signal.aborted) {
        const query = `{ schemes { id } n${number}x${sent++ % 50}: __typename }`;
        const answer = await send(number % 2 ? first : second, persisted(query, query)).catch(String);
        if (answer.errors || !answer.data) failures.push(answer);
      }
    });
    const during = async (step: () => unknown): Promise<void> => {
      const before = sent;
      await step();
      await vi.waitFor(() => expect(sent).toBeGreaterThan(before + 40), 10_000);
    };
    await during(() => undefined);
    await during(() => server.freeze());
    await during(() => server.thaw());
    await during(() => server.kill());
    await up(first, 0);
    await during(async () => (server = await startRedis(server.port)));
    await up(first, 1);
    await up(second, 1);
    await during(() => undefined);
    over.abort();
    await Promise.all(load);
    expect(failures).toEqual([]);
  });

  it('tell each other of a revocation, which the other verifies', async () => {
    const folder = config.DATA_DIR;
    const key = await developmentKeys(folder).manifests();
    const keys = join(folder, 'revokers.json');
    writeFileSync(keys, JSON.stringify({ keys: [key.publicJwk] }));
    const now = Math.floor(Date.now() / 1_000);
    const list = (iat: number, partners: Revoked['partners'] = []) =>
      signRevocations({ iat, tokens: [], users: [], partners }, key);
    const probe = new LogProbe('warn');
    const start = async (name: string) => {
      const file = join(folder, `${name}.jws`);
      writeFileSync(file, await list(now - 10));
      const revoking = toConfig({
        NODE_ENV: 'test',
        PORT: '0',
        DATA_DIR: folder,
        SUBGRAPH_TRANSPORT: 'http',
        METRICS: 'on',
        REDIS_URL: server.url,
        REVOCATIONS_FILE: file,
        REVOCATIONS_JWKS_FILE: keys,
      });
      const gateway = await startGateway(revoking, { log: probe.logger });
      await up(gateway, 1);
      return { file, gateway };
    };
    const [one, other] = [await start('one'), await start('other')];
    const asked = () => send(other.gateway, { query: '{ __typename }' }, { partner: 'AU' });
    try {
      expect((await asked()).errors).toBeUndefined();
      // The file of one of them alone is written: the other has it from there.
      writeFileSync(one.file, await list(now, [{ partner: 'AU', before: now + 600 }]));
      await vi.waitFor(
        async () => expect((await asked()).errors?.[0].extensions.reason).toBe('TOKEN_REVOKED'),
        { timeout: 3_000, interval: 50 },
      );
      // Its own, older file changes nothing of that, and what somebody else signs neither.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect((await asked()).errors?.[0].extensions.reason).toBe('TOKEN_REVOKED');
      const client = new Redis(server.url);
      const forged = await developmentKeys(join(folder, 'others')).manifests();
      await client.publish(
        'gateway:revocations',
        await signRevocations({ iat: now + 5, tokens: [], users: [], partners: [] }, forged),
      );
      client.disconnect();
      await expect.poll(() => probe.lines()).toContain('that was told of cannot be taken');
      expect((await asked()).errors?.[0].extensions.reason).toBe('TOKEN_REVOKED');
    } finally {
      await one.gateway.close();
      await other.gateway.close();
    }
  });
});
