import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditLog, type AuditLogOptions } from '../../gateway/audit/audit-log.ts';
import { digestOf } from '../../gateway/audit/chain.ts';
import { checkpointSigner } from '../../gateway/audit/checkpoint.ts';
import { anchorFile } from '../../gateway/audit/files.ts';
import { createAuditLog } from '../../gateway/audit/postgres/create.ts';
import { PostgresAuditReader } from '../../gateway/audit/postgres/reader.ts';
import { auditDatabase } from '../../gateway/audit/postgres/settings.ts';
import { PostgresAuditStore } from '../../gateway/audit/postgres/store.ts';
import { ChainTaken } from '../../gateway/audit/store.ts';
import { toConfig } from '../../platform/config.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import type { PostgresSettings } from '../../platform/store/postgres/settings.ts';
import { recordsOf, reportOf } from '../support/audit.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway } from '../support/gateway.ts';
import { LogProbe } from '../support/log-probe.ts';
import { TestProcess, type Ended } from '../support/process.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { connected, refusalOf, superuserUrlOf, testDatabase } from './support.ts';

const PASSWORD = 'of the gateways';
const entry = (n: number) => ({ kind: 'decision', time: '2026-11-23T12:00:00.000Z', n });

let database: TestDatabase & AsyncDisposable;
let directory: string;
let url: string;
let settings: PostgresSettings;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-postgres-'));
});
beforeEach(async () => {
  database = await testDatabase('template0');
  const address = new URL(database.ownerUrl);
  address.username = 'pcc_audit';
  address.password = PASSWORD;
  url = address.href;
  settings = auditDatabase(toConfig({ AUDIT_DATABASE_URL: url })) as PostgresSettings;
  await createAuditLog({ url: database.ownerUrl, connectMilliseconds: 5_000 }, settings, () => undefined);
});
afterEach(() => database[Symbol.asyncDispose]());
afterAll(() => rmSync(directory, { recursive: true }));

async function openLog(options: Partial<AuditLogOptions> = {}, chain = 'gateway') {
  const probe = new LogProbe();
  const store = await PostgresAuditStore.open(settings);
  await store.claim(chain);
  const log = new AuditLog({
    store,
    chain,
    sign: checkpointSigner(await developmentKeys(directory).audit()),
    checkpointRecords: 1_000,
    anchor: anchorFile(directory, chain),
    log: probe.logger,
    ...options,
  });
  return { log, store, probe };
}

async function reading<Result>(work: (reader: PostgresAuditReader) => Promise<Result>): Promise<Result> {
  const reader = await PostgresAuditReader.open(settings);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}
/** The numbers of entries, the kinds of others. */
const told = (chain = 'gateway') =>
  reading(async (reader) => (await recordsOf(reader, chain)).map(({ kind, n }) => n ?? kind));
const verified = (chain = 'gateway') => reading((reader) => reportOf(reader, chain, { directory }));
/** The connection that holds the only chain there is, or waits for it, by the number of its process. */
const connectionThat = (does: 'holds' | 'waits') =>
  connected(superuserUrlOf(database), async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_locks join pg_database on pg_database.oid = database
       where locktype = 'advisory' and granted = $1 and datname = current_database()`,
      [does === 'holds'],
    );
    return rows[0]?.pid;
  });
const breakConnections = () =>
  connected(superuserUrlOf(database), (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    ),
  );

describe('the audit log in PostgreSQL', () => {
  it('writes what is recorded in order, with a checkpoint at its end, and goes on where it was', async () => {
    for (const turn of [0, 1]) {
      const { log } = await openLog();
      for (let n = 0; n < 5; n++) log.record(entry(5 * turn + n));
      await log.close();
    }
    expect(await told()).toEqual([0, 1, 2, 3, 4, 'closed', 5, 6, 7, 8, 9, 'closed']);
    expect(await verified()).toEqual({ records: 12, checkpoints: 2, unsigned: 0, fault: null });
    expect(readFileSync(anchorFile(directory, 'gateway'), 'utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('takes many at a time, of any text, and gives them again as they were', async () => {
    const { log } = await openLog();
    const odd = { kind: 'decision', time: '2026-11-24T00:00:00.000Z', subject: '\u0000 \ud800 é "{}' };
    await Promise.all([
      ...Array.from({ length: 1_200 }, (_, n) => log.durably(entry(n))),
      log.durably({ ...odd, n: 1_200 }),
    ]);
    await log.close();
    expect((await told()).slice(0, -1)).toEqual(Array.from({ length: 1_201 }, (_, n) => n));
    expect(await verified()).toMatchObject({ records: 1_202, unsigned: 0, fault: null });
    await reading(async (reader) => {
      expect(await reader.chains()).toEqual(['gateway']);
      expect(await reader.count('gateway')).toBe(1_202);
      const of = async (from: string, to?: string) => {
        let records = 0;
        for await (const record of reader.records('gateway', { from, to })) {
          expect(digestOf(record.body)).toBe(record.hash);
          records++;
        }
        return records;
      };
      // One is of the next day, which PostgreSQL cannot read in it, and the last one of today.
      expect(await of('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z')).toBe(1_200);
      expect(await of('2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z')).toBe(1);
      expect(await of('2999-01-01T00:00:00.000Z')).toBe(0);
    });
  });

  it('can only be added to, at the end, by gateways and by its owner', async () => {
    const { log } = await openLog();
    for (let n = 0; n < 3; n++) log.record(entry(n));
    await log.close();
    const changes = [
      `update audit.record set body = '{}'`,
      'delete from audit.record where sequence = 3',
      'truncate audit.record',
      `update audit.checkpoint set jws = ''`,
      'delete from audit.checkpoint',
      'truncate audit.checkpoint',
    ];
    const misplaced = [
      `insert into audit.record (chain, sequence, body, hash) values ('gateway', 9, '{}', '')`,
      `insert into audit.record (chain, sequence, body, hash) values ('gateway', 4, '{}', '')`,
      `insert into audit.record (chain, sequence, body, hash) values ('gateway', 5, '{}', encode(sha256('{}'), 'hex'))`,
      `insert into audit.record (chain, sequence, body, hash)
       select 'gateway', 5, body, hash from audit.record where sequence = 4`,
      `insert into audit.record (chain, sequence, body, hash) values ('new', 1, 'x', 'x')`,
      `insert into audit.checkpoint (chain, sequence, jws) values ('gateway', 3, '')`,
      `insert into audit.checkpoint (chain, sequence, jws) values ('gateway', 9000000000000000000, '')`,
      `insert into audit.checkpoint (chain, sequence, jws) values ('new', 1, '')`,
    ];
    const [denied, raised] = ['42501', 'P0001'];
    await connected(url, async (client) => {
      for (const it of changes) expect(await refusalOf(client.query(it)), it).toBe(denied);
      for (const it of misplaced) expect(await refusalOf(client.query(it)), it).toBe(raised);
      expect(await refusalOf(client.query('drop trigger in_order on audit.record'))).toBe(denied);
      expect(await refusalOf(client.query('create table audit.mine ()'))).toBe(denied);
    });
    // Nor does a table of the same name in front of the log's hide what is there, where one may be made.
    await connected(superuserUrlOf(database), (client) =>
      client.query(`grant temporary on database ${database.name} to pcc_audit`),
    );
    await connected(url, async (client) => {
      await client.query('create temporary table record (chain text, sequence bigint, hash text)');
      await client.query('create temporary table checkpoint (chain text, sequence bigint)');
      await client.query('set search_path = pg_temp, audit');
      for (const it of misplaced) expect(await refusalOf(client.query(it)), it).toBe(raised);
    });
    await connected(database.ownerUrl, async (client) => {
      for (const it of [...changes, ...misplaced]) expect(await refusalOf(client.query(it)), it).toBe(raised);
    });
    expect(await verified()).toMatchObject({ records: 4, fault: null });
  });

  it('has each chain written by one gateway at a time', async () => {
    const { log } = await openLog();
    const other = await PostgresAuditStore.open(settings);
    await expect(other.claim('gateway')).rejects.toThrow(ChainTaken);
    await other.claim('gateway-2');
    await log.close();
    await other.claim('gateway');
    await other.close();
  });

  it('takes its chain again at once where a connection broke that nobody used', async () => {
    const { log, probe } = await openLog();
    await log.durably(entry(0));
    const before = await connectionThat('holds');
    await breakConnections();
    // Nobody asks for the chain before it is taken again: who does so first may have it.
    await vi.waitFor(
      async () => expect([before, undefined]).not.toContain(await connectionThat('holds')),
      10_000,
    );
    await log.durably(entry(1));
    await log.close();
    expect(await told()).toEqual([0, 1, 'closed']);
    expect(probe.records()).toEqual([]);
  });

  it('refuses what somebody waits for while nothing can be added, keeps the rest, and goes on', async () => {
    const { log, probe } = await openLog({ times: { gather: 1, retry: 20 } });
    await log.durably(entry(0));
    const superuser = (statement: string) =>
      connected(superuserUrlOf(database), (client) => client.query(statement));
    await superuser('revoke insert on audit.record from pcc_audit');
    log.record(entry(1));
    await expect(log.durably(entry(2))).rejects.toThrow('permission denied');
    await superuser('grant insert on audit.record to pcc_audit');
    await vi.waitFor(() => expect(log.isFailing).toBe(false), 10_000);
    await log.durably(entry(3));
    await log.close();
    expect(await told()).toEqual([0, 1, 3, 'closed']);
    expect(await verified()).toMatchObject({ records: 4, fault: null });
    expect(probe.records().map(({ msg }) => msg)).toEqual([
      'the audit log cannot be written',
      'the audit log is written again',
    ]);
  });

  it('does not write a chain that another gateway took while its connection was broken', async () => {
    const { log } = await openLog({ times: { gather: 1, retry: 20 } });
    await log.durably(entry(0));
    // Whoever waits for the lock has it once the connection is gone.
    await connected(database.ownerUrl, async (thief) => {
      const waiting = thief.query(`select pg_advisory_lock(hashtext('audit'), hashtext('gateway'))`);
      await vi.waitFor(async () => expect(await connectionThat('waits')).toBeDefined(), 10_000);
      await connected(superuserUrlOf(database), (client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'pcc_audit' and datname = current_database()`,
        ),
      );
      await waiting;
      await expect(log.durably(entry(1))).rejects.toThrow();
      await expect(log.durably(entry(2))).rejects.toThrow(ChainTaken);
    });
    await vi.waitFor(() => log.durably(entry(3)), 10_000);
    await log.close();
    expect(await told()).toEqual([0, 3, 'closed']);
  });

  it('shows what somebody changed who may do everything', async () => {
    const { log } = await openLog();
    for (let n = 0; n < 5; n++) log.record(entry(n));
    await log.close();
    await connected(superuserUrlOf(database), async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`update audit.record set body = replace(body, '"n":2', '"n":7') where sequence = 3`);
    });
    expect((await verified()).fault).toEqual({
      sequence: 3,
      reason: 'what it says is not what its hash was made of',
    });
    await connected(superuserUrlOf(database), async (client) => {
      await client.query('set session_replication_role = replica');
      const body = `(select body from audit.record where sequence = 3)`;
      const { rows } = await client.query<{ body: string }>(`select ${body} as body`);
      await client.query('update audit.record set hash = $1 where sequence = 3', [
        digestOf(rows[0]?.body as string),
      ]);
    });
    expect((await verified()).fault?.sequence).toBe(3);
  });
});

describe('npm run audit', { timeout: 60_000 }, () => {
  const audit = async (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> => {
    await using started = new TestProcess(['gateway/commands/audit.ts', ...args], {
      DATA_DIR: directory,
      AUDIT_DATABASE_URL: url,
      ...environment,
    });
    return await started.ended();
  };

  it('makes the log, once and again, verifies it and exports it', async () => {
    await using empty = await testDatabase('template0');
    const passwordFile = join(directory, 'password');
    writeFileSync(passwordFile, PASSWORD);
    const served = empty.ownerUrl.replace(/\/\/[^@]*@/, '//pcc_audit@');
    const environment = {
      DATABASE_MIGRATOR_URL: empty.ownerUrl,
      AUDIT_DATABASE_URL: served,
      AUDIT_DATABASE_PASSWORD_FILE: passwordFile,
    };
    const missing = await audit(['verify'], environment);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    for (const _time of [1, 2]) {
      expect(await audit(['create'], environment)).toEqual({
        code: 0,
        stdout: 'audit: role pcc_audit was there, which may read and add records\n',
        stderr: '',
      });
    }
    settings = auditDatabase(toConfig(environment)) as PostgresSettings;
    expect((await audit(['verify', '--chain', 'other'], environment)).code).toBe(0);
    const { log } = await openLog({}, 'other');
    log.record({ ...entry(0), partner: 'GB' });
    log.record({ ...entry(1), partner: 'CA' });
    await log.close();
    expect((await audit(['verify', '--chain', 'other'], environment)).stdout).toBe(
      'other: 3 records and 1 checkpoints in order, the last one signed.\n',
    );
    const exported = await audit(['export', '--partner', 'CA', '--from', '2026-11-23'], environment);
    expect(exported.stderr).toBe('1 records.\n');
    expect(JSON.parse(exported.stdout)).toMatchObject({ chain: 'other', content: { n: 1, partner: 'CA' } });
  });

  it('makes no log for a role that may do what its owner may, nor as one that may make none', async () => {
    await using empty = await testDatabase('template0');
    const own = { DATABASE_MIGRATOR_URL: empty.ownerUrl, AUDIT_DATABASE_URL: empty.ownerUrl };
    expect(await audit(['create'], own)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^AUDIT_DATABASE_URL: expected a role that owns nothing, got "/),
    });
    const other = url.replace('pcc_audit', 'other');
    expect(await audit(['create'], { DATABASE_MIGRATOR_URL: url, AUDIT_DATABASE_URL: other })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^DATABASE_MIGRATOR_URL: expected a role that may make schemas and roles, got/,
      ),
    });
  });

  it('says what it needs for that', async () => {
    expect(await audit(['create'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^DATABASE_MIGRATOR_URL: expected it for create/),
    });
    expect(
      await audit(['verify'], { AUDIT_DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/x' }),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^AUDIT_DATABASE_URL: expected a database that takes the connection, got/,
      ),
    });
  });
});

describe('a gateway', () => {
  const started = (environment: Record<string, string>) =>
    startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { AUDIT: 'strict', AUDIT_DATABASE_URL: url, ...environment },
    });

  it('records in PostgreSQL what it answers, beside another one, and refuses while it cannot', async () => {
    await using gateway = await started({});
    await using second = await started({});
    for (const it of [gateway, second]) {
      const answer = await it.ask(null, '{ viewer { id } }');
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    }
    for (const chain of ['gateway', 'gateway-2']) {
      await vi.waitFor(async () => expect(await told(chain)).toEqual(['opened', 'refusal']), 10_000);
    }
    await connected(superuserUrlOf(database), (client) =>
      client.query('revoke insert on audit.record from pcc_audit'),
    );
    const refused = await gateway.ask(null, '{ viewer { id } }');
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('AUDIT_UNAVAILABLE');
    await connected(superuserUrlOf(database), (client) =>
      client.query('grant insert on audit.record to pcc_audit'),
    );
    await vi.waitFor(async () => {
      const answer = await gateway.ask(null, '{ viewer { id } }');
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    }, 10_000);
  });

  it('does not start where there is no log', async () => {
    await using empty = await testDatabase('template0');
    await expect(started({ AUDIT_DATABASE_URL: empty.ownerUrl })).rejects.toThrow(
      /^AUDIT_DATABASE_URL: expected a database with an audit log \(npm run -s audit -- create\), got: /,
    );
  });
});
