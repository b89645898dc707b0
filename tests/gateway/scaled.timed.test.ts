import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deployment } from '../../gateway/scaled/deployment.ts';
import { readEnv, toConfig, type Config } from '../../platform/config.ts';
import { rehearse, type Rehearsed } from '../rehearsal/rehearsal.ts';
import { clientOf } from '../support/gateway.ts';
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

const FIELD_UNIT = { partner: 'GB', subject: 'field-unit', scopes: ['devices:sync'] };
const DEVICES = '{ viewer { devices(first: 10) { edges { node { name } } } } }';
const SHOWN = { viewer: { devices: { edges: [{ node: { name: 'Kept' } }] } } };

describe('the scaled mode, as a rehearsal on one machine', () => {
  let config: Config;
  let deployment: Deployment;
  let rehearsed: Rehearsed;
  beforeAll(async () => {
    const environment = {
      PATH,
      HOME,
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      DATA_DIR: folder,
      PORT: '0',
      DRAIN_SECONDS: '1',
    };
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

  it('is over a PostgreSQL of its own, as roles that own nothing, with passwords for its owner alone', async () => {
    const keys = join(folder, 'keys');
    const passwords = readdirSync(keys).filter((it) => it.endsWith('.password'));
    expect(passwords).toHaveLength(6);
    for (const it of passwords) expect(statSync(join(keys, it)).mode & 0o777).toBe(0o600);
    expect(deployment.stores.description).toMatch(/in PostgreSQL 15/);
    const { port } = new URL(deployment.stores.environment.subgraph['DATABASE_URL'] ?? '');
    const password = readFileSync(join(keys, 'postgres-owner.password'), 'utf8');
    const owner = new pg.Client(`postgresql://pcc_owner:${password}@127.0.0.1:${port}/catalogue`);
    await owner.connect();
    const { rows } = await owner.query<{ role: string }>(
      `select distinct usename as role from pg_stat_activity
       where datname = 'catalogue' and usename is not null and pid <> pg_backend_pid() order by 1`,
    );
    await owner.end();
    const roles = ['pcc_audit', 'pcc_catalogue', 'pcc_classification', 'pcc_contracts', 'pcc_devices'];
    expect(rows.map((it) => it.role)).toEqual(roles);
  });

  it('comes back from a crash of PostgreSQL, with all that was written', async () => {
    const [one = '', two = ''] = deployment.gateways;
    await clientOf(one, config).data(
      FIELD_UNIT,
      `mutation { registerDevice(input: { model: "ms.ase-mini-r", name: "Kept", serialNumber: "K-1" }) { device { id } } }`,
    );
    process.kill(postmaster(), 'SIGKILL');
    await expect
      .poll(() => clientOf(two, config).ask(FIELD_UNIT, DEVICES), { timeout: 60_000, interval: 100 })
      .toEqual({ data: SHOWN });
  });

  it('has on record what both gateways answered, whatever was killed meanwhile', async () => {
    const verified = async () => {
      await using audit = new TestProcess(['gateway/commands/audit.ts', 'verify'], {
        DATA_DIR: folder,
        ...deployment.stores.environment.gateway,
      });
      return await audit.ended();
    };
    // Those of before the crash were waited for.
    await expect.poll(verified, { timeout: 30_000 }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^gateway: [\d,]+ records .*\ngateway-2: [\d,]+ records /),
    });
  });

  it('ends with its deployment, and leaves nothing that another start would trip over', async () => {
    const pid = postmaster();
    await deployment.close();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false);
  }, 60_000);
});

const postmaster = (): number =>
  Number.parseInt(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8'), 10);

/** Whether a process is there, and no mere entry of one that nobody has asked about yet. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}

/** All processes that `pid` started, and those that they started. */
function descendants(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-ax', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number));
  const below = (parent: number): number[] =>
    all.filter(([, it]) => it === parent).flatMap(([it = 0]) => [it, ...below(it)]);
  return below(pid);
}

describe('npm run start:scaled', { timeout: 180_000 }, () => {
  const environment = { NODE_ENV: 'test', LOG_LEVEL: 'fatal', DRAIN_SECONDS: '0', PORT: '0' };
  const start = () => new TestProcess(['dist/bin/scaled.js'], { ...environment, DATA_DIR: folder });

  it('says where everything is, serves what was written before, and ends all of it', async () => {
    await using scaled = start();
    await scaled.printed(/kill -KILL/, 120_000);
    const [, one = '', two = ''] = await scaled.printed(
      /Ask either gateway: +(\S+)\/graphql +(\S+)\/graphql/,
    );
    const alive = (url: string) =>
      fetch(`${url}/health/ready`).then(
        (it) => it.status,
        () => 'gone',
      );
    expect(await Promise.all([one, two].map(alive))).toEqual([200, 200]);
    const config = toConfig({ ...environment, DATA_DIR: folder });
    expect(await clientOf(two, config).ask(FIELD_UNIT, DEVICES)).toEqual({ data: SHOWN });
    scaled.signal('SIGTERM');
    const { code, stdout } = await scaled.ended();
    expect(code).toBe(0);
    expect(stdout).toMatch(/catalogue +http:/);
    expect(stdout).toMatch(/^Stores: +in PostgreSQL/m);
    expect(stdout).not.toMatch(/Made a PostgreSQL|seeding|pcc_owner/);
    expect(await Promise.all([one, two].map(alive))).toEqual(['gone', 'gone']);
  });

  it('leaves nothing behind where it is killed', async () => {
    await using scaled = start();
    await scaled.printed(/postgres +postgresql:/, 120_000);
    const processes = descendants(scaled.pid);
    expect(processes).toContain(postmaster());
    scaled.signal('SIGKILL');
    await scaled.ended();
    await expect.poll(() => processes.filter(isAlive), { timeout: 30_000, interval: 50 }).toEqual([]);
  });
});
