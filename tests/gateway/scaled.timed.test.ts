import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deployment } from '../../gateway/scaled/deployment.ts';
import { readEnv, toConfig, type Config } from '../../platform/config.ts';
import { rehearse, type Rehearsed } from '../rehearsal/rehearsal.ts';
import { TestProcess } from '../support/process.ts';
import { samplesOf, valueOf } from '../support/prometheus.ts';
import { REDIS_SERVER } from '../support/redis.ts';

const { PATH = '', HOME = '' } = readEnv();
const NOTHING = { right: 0, retried: 0, inPart: 0, unanswered: 0, wrong: 0 };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scaled-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the scaled mode, as a rehearsal on one machine', () => {
  let config: Config;
  let deployment: Deployment;
  let rehearsed: Rehearsed;
  beforeAll(async () => {
    const environment = { PATH, HOME, NODE_ENV: 'test', LOG_LEVEL: 'fatal', DATA_DIR: folder, PORT: '0' };
    config = toConfig(environment);
    deployment = await Deployment.start({ config, environment, say: () => undefined });
    // `npm run rehearse` does the same to every process, for a minute and longer.
    const named =
      (...names: string[]) =>
      ({ name }: { readonly name: string }) =>
        names.includes(name);
    rehearsed = await rehearse({
      deployment,
      config,
      connections: 4,
      seconds: 1,
      drained: named('catalogue', 'gateway-1'),
      killed: named('contracts', 'gateway-2'),
      afterKill: 500,
      say: () => undefined,
    });
  }, 180_000);
  afterAll(() => deployment?.close(), 60_000);

  it('answers right from both gateways, whatever is restarted, and loses nothing of a drained restart', () => {
    const { tallies, oddities } = rehearsed;
    const drained = tallies.get('drained restarts') ?? NOTHING;
    expect(drained.right).toBeGreaterThan(0);
    expect({ ...drained, right: 0, retried: 0 }, oddities.join('\n')).toEqual(NOTHING);
    expect([...tallies.values()].reduce((sum, it) => sum + it.wrong, 0)).toBe(0);
  });

  it('comes back from kills, of which answers in part say so', async () => {
    expect(rehearsed.tallies.get('kills')?.right).toBeGreaterThan(0);
    for (const { url } of deployment.members) {
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    }
  });

  it('shares a Redis where the machine has one', async () => {
    expect(deployment.redisUrl !== undefined).toBe(REDIS_SERVER !== undefined);
    for (const url of deployment.gateways) {
      const samples = samplesOf(await (await fetch(`${url}/metrics`)).text());
      expect(valueOf(samples, 'gateway_redis_up')).toBe(REDIS_SERVER ? 1 : 0);
    }
  });
});

it('npm run start:scaled says where everything is, and ends all of it', async () => {
  const environment = { NODE_ENV: 'test', DATA_DIR: folder, PORT: '0', DRAIN_SECONDS: '0' };
  await using scaled = new TestProcess(['dist/bin/scaled.js'], environment);
  await scaled.printed(/kill -KILL/, 120_000);
  const [, one = '', two = ''] = await scaled.printed(/Ask either gateway: +(\S+) +(\S+)/);
  const alive = (url: string) =>
    fetch(new URL('/health/ready', url)).then(
      (it) => it.status,
      () => 'gone',
    );
  expect(await Promise.all([one, two].map(alive))).toEqual([200, 200]);
  scaled.signal('SIGTERM');
  const { code, stdout } = await scaled.ended();
  expect(code).toBe(0);
  expect(stdout).toMatch(/catalogue +http:/);
  expect(await Promise.all([one, two].map(alive))).toEqual(['gone', 'gone']);
}, 180_000);
