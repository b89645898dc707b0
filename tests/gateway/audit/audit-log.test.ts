import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditLog, type AuditLogOptions } from '../../../gateway/audit/audit-log.ts';
import { checkpointSigner, checkpointVerifier } from '../../../gateway/audit/checkpoint.ts';
import { anchorFile, auditFile } from '../../../gateway/audit/files.ts';
import { SqliteAuditStore } from '../../../gateway/audit/sqlite/store.ts';
import { ChainTaken, type AuditStore } from '../../../gateway/audit/store.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { recordsIn, reportOn } from '../../support/audit.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { TestProcess } from '../../support/process.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const entry = (n: number) => ({ kind: 'decision', time: '2026-11-23T12:00:00.000Z', n });

async function openLog(
  options: Partial<AuditLogOptions> = {},
  around: (store: AuditStore) => AuditStore = (it) => it,
): Promise<{ log: AuditLog; store: AuditStore; probe: LogProbe }> {
  const probe = new LogProbe();
  const store = await SqliteAuditStore.open(auditFile(directory), 50);
  await store.claim('gateway');
  const log = new AuditLog({
    store: around(store),
    chain: 'gateway',
    sign: checkpointSigner(await developmentKeys(directory).audit()),
    checkpointRecords: 1_000,
    anchor: anchorFile(directory, 'gateway'),
    log: probe.logger,
    ...options,
  });
  return { log, store, probe };
}

const records = () => recordsIn(directory);
const verified = () => reportOn(directory);
/** The numbers of entries, the kinds of others. */
const told = async () => (await records()).map(({ kind, n }) => n ?? kind);

describe('the audit log', () => {
  it('writes what is recorded in order, with a checkpoint at its end, and goes on where it was', async () => {
    for (const turn of [0, 1]) {
      const { log } = await openLog();
      for (let n = 0; n < 5; n++) log.record(entry(5 * turn + n));
      await log.close();
    }
    expect(await told()).toEqual([0, 1, 2, 3, 4, 'closed', 5, 6, 7, 8, 9, 'closed']);
    expect(await verified()).toEqual({ records: 12, checkpoints: 2, unsigned: 0, fault: null });
  });

  it('signs a checkpoint after so many records, and some time after the last one', async () => {
    const { log } = await openLog({ checkpointRecords: 10, times: { gather: 1, checkpoint: 1_000 } });
    for (let n = 0; n < 10; n++) log.record(entry(n));
    await vi.waitFor(
      async () => expect(await verified()).toMatchObject({ records: 10, unsigned: 0 }),
      10_000,
    );
    await log.durably(entry(10));
    expect(await verified()).toMatchObject({ records: 11, unsigned: 1 });
    await vi.waitFor(
      async () => expect(await verified()).toMatchObject({ records: 11, checkpoints: 2 }),
      10_000,
    );
    await log.close();
  });

  it('has what somebody waits for on the disk before it says so, many at a time', async () => {
    let appends = 0;
    const { log } = await openLog({}, (store) => ({
      claim: (chain) => store.claim(chain),
      state: (chain) => store.state(chain),
      close: () => store.close(),
      append: (...given) => {
        appends++;
        return store.append(...given);
      },
    }));
    await Promise.all(Array.from({ length: 500 }, (_, n) => log.durably(entry(n))));
    expect((await records()).length).toBe(500);
    expect(appends).toBeLessThan(10);
    await log.close();
  });

  it('refuses what somebody waits for while the file is locked, keeps what nobody waits for, and goes on', async () => {
    const { log, probe } = await openLog({ times: { gather: 1, retry: 20 } });
    await log.durably(entry(0));
    const lock = new DatabaseSync(auditFile(directory));
    lock.exec('BEGIN IMMEDIATE');
    log.record(entry(1));
    await expect(log.durably(entry(2))).rejects.toThrow('locked');
    expect(log.isFailing).toBe(true);
    expect(log.state).toEqual({ isFailing: true, written: 1, pending: 1, lost: 0 });
    lock.exec('ROLLBACK');
    lock.close();
    await vi.waitFor(() => expect(log.isFailing).toBe(false), 10_000);
    await log.durably(entry(3));
    await log.close();
    expect(await told()).toEqual([0, 1, 3, 'closed']);
    expect(await verified()).toMatchObject({ records: 4, fault: null });
    expect(log.state).toEqual({ isFailing: false, written: 4, pending: 0, lost: 0 });
    expect(probe.records().map(({ msg }) => msg)).toEqual([
      'the audit log cannot be written',
      'the audit log is written again',
    ]);
  });

  it('says how many entries it had no room for', async () => {
    const { log } = await openLog({ times: { gather: 10_000 }, backlog: 200 });
    for (let n = 0; n < 10; n++) log.record(entry(n));
    await log.durably(entry(10));
    await log.close();
    const all = await records();
    const kept = all.filter(({ kind }) => kind === 'decision').length - 1;
    expect(kept).toBeGreaterThan(1);
    expect(all).toContainEqual(expect.objectContaining({ kind: 'lost', records: 10 - kept }));
    expect(log.state).toMatchObject({ pending: 0, lost: 10 - kept });
  });

  it('keeps of notes beyond all measure how long they were', async () => {
    const { log } = await openLog();
    log.record({ ...entry(0), notes: ['x'.repeat(5_000_000)] });
    await log.close();
    const [first] = await records();
    expect(first).toMatchObject({ n: 0, omittedCharacters: expect.any(Number) });
    expect(first).not.toHaveProperty('notes');
  });

  it('goes on from where it is after a write whose end was not heard', async () => {
    let isDeaf = true;
    const { log } = await openLog({ times: { retry: 1 } }, (store) => ({
      claim: (chain) => store.claim(chain),
      state: (chain) => store.state(chain),
      close: () => store.close(),
      async append(...given) {
        await store.append(...given);
        if (isDeaf) throw new Error('the connection was lost');
      },
    }));
    await expect(log.durably(entry(0))).rejects.toThrow('the connection was lost');
    isDeaf = false;
    await log.durably(entry(1));
    await log.close();
    expect(await told()).toEqual([0, 1, 'closed']);
    expect(await verified()).toMatchObject({ fault: null });
  });
});

describe('a write of the audit log', () => {
  const through = (append: AuditStore['append']) => (store: AuditStore) => ({
    claim: (chain: string) => store.claim(chain),
    state: (chain: string) => store.state(chain),
    close: () => store.close(),
    append: async (...given: Parameters<AuditStore['append']>) => {
      await store.append(...given);
      await append(...given);
    },
  });

  it('whose end was not heard is not made again where it was made', async () => {
    let isDeaf = true;
    const deaf = through(async () => {
      if (isDeaf) throw new Error('the connection was lost');
    });
    const { log } = await openLog({ times: { gather: 20, retry: 20 } }, deaf);
    log.record(entry(0));
    log.record(entry(1));
    const waited = log.durably(entry(2));
    await expect(waited).rejects.toThrow('the connection was lost');
    log.record(entry(3));
    isDeaf = false;
    await vi.waitFor(
      () => expect(log.state).toMatchObject({ isFailing: false, pending: 0, written: 4 }),
      10_000,
    );
    await log.close();
    expect(await told()).toEqual([0, 1, 2, 3, 'closed']);
    expect(await verified()).toMatchObject({ records: 5, fault: null });
  });

  it('is of a bounded size, whatever waits', async () => {
    const sizes: number[] = [];
    const { log } = await openLog(
      { times: { gather: 10_000 } },
      through(async (records) => void sizes.push(records.reduce((sum, it) => sum + it.body.length, 0))),
    );
    for (let n = 0; n < 8; n++) log.record({ ...entry(n), words: 'x'.repeat(400_000) });
    log.record({ ...entry(8), words: 'x'.repeat(2_000_000) });
    await log.close();
    expect(sizes.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...sizes.slice(0, 4))).toBeLessThan(1_100_000);
    expect(await told()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 'closed']);
  });
});

describe('the file of the audit log', () => {
  it('can only be added to, at the end', async () => {
    const { log } = await openLog();
    for (let n = 0; n < 3; n++) log.record(entry(n));
    await log.close();
    const file = new DatabaseSync(auditFile(directory));
    for (const statement of [
      `update record set body = '{}'`,
      'delete from record where sequence = 3',
      `insert or replace into record (chain, sequence, body, hash) values ('gateway', 1, '{}', '')`,
      `insert into record (chain, sequence, body, hash) values ('gateway', 9, '{}', '')`,
      `update checkpoint set jws = ''`,
      'delete from checkpoint',
      `insert or replace into checkpoint values ('gateway', 3, '')`,
    ]) {
      expect(() => file.exec(statement), statement).toThrow(/can only be added to|follows the last one/);
    }
    file.close();
    expect(await verified()).toMatchObject({ records: 4, fault: null });
  });

  it('has each chain written by one process at a time', async () => {
    const { log } = await openLog();
    const other = await SqliteAuditStore.open(auditFile(directory));
    await expect(other.claim('gateway')).rejects.toThrow(ChainTaken);
    await other.claim('gateway-2');
    await log.close();
    await other.claim('gateway');
    await other.close();
  });

  it('is in order after the process that writes it was killed, time and again', async () => {
    let durable = 0;
    for (let kill = 0; kill < 3; kill++) {
      await using writer = new TestProcess(['tests/gateway/audit/writer-process.ts', directory]);
      await writer.printed(/durable/);
      // Each time somewhere else in its work.
      await new Promise((resolve) => setTimeout(resolve, 40 + 37 * kill));
      writer.signal('SIGKILL');
      const { stdout } = await writer.ended();
      durable += stdout.match(/durable\n/g)?.length ?? 0;
      const { records, fault } = await verified();
      expect(fault).toBeNull();
      expect(records).toBeGreaterThanOrEqual(durable);
    }
    expect(durable).toBeGreaterThan(100);
    const { log } = await openLog();
    await log.close();
    expect(await verified()).toMatchObject({ unsigned: 0, fault: null });
  }, 60_000);

  it('is in order when there is no room left on the disk, and what is not durable is refused', async () => {
    // A process that may write files of so many kilobytes has a full disk of its own.
    const script = 'ulimit -f 400; exec "$0" "$@"';
    const args = [script, process.execPath, 'tests/gateway/audit/writer-process.ts', directory];
    const stdout = await new Promise<string>((resolve) => {
      let printed = '';
      const child = execFile('bash', ['-c', ...args], { cwd: projectRoot() });
      child.stdout?.on('data', (piece: string) => {
        printed += piece;
        if (printed.includes('refused')) child.kill('SIGKILL');
      });
      child.on('close', () => resolve(printed));
    });
    const durable = stdout.match(/durable\n/g)?.length ?? 0;
    expect(durable).toBeGreaterThan(10);
    expect(stdout).toContain('refused');
    const { records, fault } = await verified();
    expect(fault).toBeNull();
    expect(records).toBeGreaterThanOrEqual(durable);
    const { log } = await openLog();
    await log.durably(entry(0));
    await log.close();
    expect(await verified()).toMatchObject({ unsigned: 0, fault: null });
  }, 30_000);

  it('keeps the last checkpoint beside it', async () => {
    const { log } = await openLog();
    log.record(entry(0));
    await log.close();
    const jws = readFileSync(anchorFile(directory, 'gateway'), 'utf8').trim();
    const { publicJwk } = await developmentKeys(directory).audit();
    expect(checkpointVerifier([publicJwk])(jws)).toMatchObject({ chain: 'gateway', sequence: 2, before: 0 });
  });
});
