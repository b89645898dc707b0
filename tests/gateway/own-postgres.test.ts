import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../gateway/scaled/ports.ts';
import { passwordFile, startOwn } from '../../gateway/scaled/postgres/own.ts';
import { findPostgres, type PostgresPrograms } from '../../gateway/scaled/postgres/programs.ts';
import { startServer } from '../../gateway/scaled/postgres/server.ts';
import { chooseStores } from '../../gateway/scaled/stores.ts';
import { claim } from '../../platform/claim.ts';
import { toConfig } from '../../platform/config.ts';

// A PostgreSQL is made, and started several times.
describe('the PostgreSQL of a data directory', { timeout: 60_000 }, () => {
  let parent: string;
  let folder: string;
  let port: number;
  let programs: PostgresPrograms;
  const start = (changed: Partial<Parameters<typeof startOwn>[0]> = {}) =>
    startOwn({ programs, dataDirectory: folder, port, connections: 20, say: () => undefined, ...changed });
  const password = () => readFileSync(passwordFile(folder, 'owner'), 'utf8');
  const asked = async (statement: string, user = 'pcc_owner', database = 'catalogue') => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, database, password: password() });
    await client.connect();
    try {
      return (await client.query<{ answer: unknown }>(statement)).rows.map((it) => it.answer);
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    // Closed to everybody else: where PostgreSQL runs as another user, it still has to get there.
    parent = mkdtempSync(join(tmpdir(), 'own-postgres-'));
    chmodSync(parent, 0o700);
    folder = join(parent, 'data');
    [port = 0] = await freePorts('127.0.0.1', 1);
    programs = await findPostgres();
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('is made at the first start, listens to this machine alone, and lets no superuser in', async () => {
    const server = await start();
    try {
      expect(statSync(passwordFile(folder, 'owner')).mode & 0o777).toBe(0o600);
      expect(await asked('select rolsuper as answer from pg_roles where rolname = current_user')).toEqual([
        false,
      ]);
      expect(await asked(`select current_setting('listen_addresses') as answer`)).toEqual(['127.0.0.1']);
      await expect(asked('select 1', 'superuser')).rejects.toThrow(/pg_hba.conf rejects/);
      await expect(asked('select 1', 'pcc_owner', 'postgres')).rejects.toThrow(/no pg_hba.conf entry/);
      await asked(`create table kept as select 'kept' as answer`);
    } finally {
      await server.stop();
    }
  });

  it('keeps what it holds, and takes a new password where that was lost', async () => {
    const before = password();
    rmSync(passwordFile(folder, 'owner'));
    const server = await start();
    try {
      expect(password()).not.toBe(before);
      expect(await asked('select answer from kept')).toEqual(['kept']);
    } finally {
      await server.stop();
    }
  });

  it('is started again where it was left behind, or what says that it runs names another process', async () => {
    // As where whoever started it was killed: nobody claims it any more, and it runs.
    const left = await startServer(programs, join(folder, 'postgres'), port, {});
    const server = await start();
    expect(await left.ended).toMatch(/^exit code 0/);
    expect(await asked('select answer from kept')).toEqual(['kept']);
    await server.stop();
    writeFileSync(join(folder, 'postgres/postmaster.pid'), `${process.pid}\n`);
    const again = await start();
    expect(await asked('select answer from kept')).toEqual(['kept']);
    await again.stop();
  });

  it('is of one process at a time', async () => {
    const other = claim(join(folder, 'postgres.lock'));
    expect(other).toBeDefined();
    await expect(start({ patience: 200 })).rejects.toThrow(
      /^DATA_DIR: expected a folder of our own, but another process runs/,
    );
    other?.release();
  });

  it('is not taken from another release, nor from a folder of other things', async () => {
    await expect(start({ programs: { ...programs, release: '99' } })).rejects.toThrow(
      /^DATA_DIR: expected .*postgres to be of PostgreSQL 99, but it is of 15\./,
    );
    const dataDirectory = join(parent, 'other');
    mkdirSync(join(dataDirectory, 'postgres'), { recursive: true });
    writeFileSync(join(dataDirectory, 'postgres/letter.txt'), '');
    await expect(start({ dataDirectory })).rejects.toThrow(/^DATA_DIR: expected .* holds other things\.$/);
  });
});

describe('where a deployment has its stores', () => {
  const chosen = async (environment: Record<string, string>) => {
    const config = toConfig({ NODE_ENV: 'test', ...environment });
    const stores = await chooseStores({ config, environment, say: () => undefined }, ['catalogue']);
    return { described: stores.description, isOwn: stores.server !== undefined };
  };

  it.each([
    [{}, true, /in PostgreSQL \d+, in .*postgres$/],
    [{ SCALED_STORES: 'postgres' }, true, /in PostgreSQL/],
    [{ SCALED_STORES: 'embedded' }, false, /embedded, as SCALED_STORES says$/],
    [{ DATABASE_URL: 'postgresql://x@db.example/y' }, false, /where DATABASE_URL says$/],
    [{ DATABASE_MIGRATOR_URL: 'postgresql://x@db.example/y' }, false, /set DATABASE_URL too$/],
  ])('%j', async (environment, isOwn, described) => {
    expect(await chosen(environment)).toEqual({ described: expect.stringMatching(described), isOwn });
  });
});
