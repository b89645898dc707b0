import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../platform/config.ts';
import { createLog } from '../../platform/log.ts';
import { openServed } from '../../platform/store/postgres/open.ts';
import { makeRoles } from '../../platform/store/postgres/roles.ts';
import { scramVerifier } from '../../platform/store/postgres/scram.ts';
import { ALL_SUBGRAPHS } from '../../subgraphs/all.ts';
import { contractsDatabase } from '../../subgraphs/contracts/store/definition.ts';
import { ALL_DATABASES } from '../../subgraphs/databases.ts';
import { servedBy } from '../support/stores/place.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { connected, owning, refusalOf, superuserUrlOf, testDatabase, urlOf } from './support.ts';

const REFUSED = '42501';
const names = ALL_DATABASES.map((it) => it.name);

let database: TestDatabase & AsyncDisposable;
beforeAll(async () => {
  database = await testDatabase();
  // What everybody may do in a database is not copied with it.
  await owning(database, (administration) =>
    makeRoles(administration, ALL_DATABASES, { url: database.servedUrl }, () => undefined),
  );
});
afterAll(() => database[Symbol.asyncDispose]());

const as = <Result>(subgraph: string, work: (client: pg.Client) => Promise<Result>) =>
  connected(urlOf(database, subgraph), work);

/** All tables of all schemas, with the rights of the role that asks. */
const RIGHTS = `select nspname || '.' || relname as table,
    array_remove(array[
      case when has_table_privilege(pg_class.oid, 'select') then 'select' end,
      case when has_table_privilege(pg_class.oid, 'insert') then 'insert' end,
      case when has_table_privilege(pg_class.oid, 'update') then 'update' end,
      case when has_table_privilege(pg_class.oid, 'delete') then 'delete' end,
      case when has_table_privilege(pg_class.oid, 'truncate, references, trigger') then 'more' end], null) as rights
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where nspname = any ($1) and relkind in ('r', 'S', 'v', 'm') order by 1`;

describe('the role of a subgraph', () => {
  it.each(names)(
    'of %s reads its own schema, writes what the subgraph writes, and nothing else',
    async (own) => {
      const { writes = {} } = ALL_DATABASES.find((it) => it.name === own)!;
      const { rows } = await as(own, (client) =>
        client.query<{ table: string; rights: string[] }>(RIGHTS, [names]),
      );
      expect(rows.length).toBeGreaterThan(20);
      for (const { table, rights } of rows) {
        const [schema, name] = table.split('.') as [string, string];
        const readable = schema === own && name !== 'kysely_migration_lock' ? ['select'] : [];
        const writable = schema === own ? ((writes as Record<string, string[]>)[name] ?? []) : [];
        expect([table, rights]).toEqual([table, [...readable, ...writable]]);
      }
    },
  );

  it.each(names)('of %s makes nothing, and is nobody’s administrator', async (own) => {
    await as(own, async (client) => {
      for (const statement of [
        `create table ${own}.mine (id text)`,
        'create table public.mine (id text)',
        'create temporary table mine (id text)',
        'create schema mine',
        'create role mine',
        'create extension plpython3u',
        `alter table ${own}.seed add column mine text`,
        `alter table ${own}.seed disable trigger all`,
        `update ${own}.data_version set changes = 0`,
        `drop function ${own}.note_write() cascade`,
        "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'true'",
        'set role pcc_owner',
      ]) {
        expect([statement, await refusalOf(client.query(statement))]).toEqual([statement, REFUSED]);
      }
      for (const other of names.filter((it) => it !== own)) {
        expect(await refusalOf(client.query(`select * from ${other}.seed`))).toBe(REFUSED);
      }
    });
  });

  it('is asked for its password, of which the server keeps no more than it needs to know it', async () => {
    const url = urlOf(database, 'catalogue').replace(/:[^:@/]+@/, ':wrong@');
    expect(await refusalOf(connected(url, async () => undefined))).toBe('28P01');
    const { rows } = await connected(superuserUrlOf(database), (client) =>
      client.query(`select rolpassword from pg_authid where rolname = 'pcc_catalogue'`),
    );
    expect(rows[0].rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
    // RFC 7677 has this example.
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(scramVerifier('pencil', salt)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('is made again without harm, with the rights of now', async () => {
    await owning(database, async (administration) => {
      await administration.client.query('grant update on contracts.audit to pcc_contracts');
      await makeRoles(administration, ALL_DATABASES, { url: database.servedUrl }, () => undefined);
    });
    await as('contracts', async (client) => {
      expect(await refusalOf(client.query(`update contracts.audit set viewer = 'nobody'`))).toBe(REFUSED);
      expect(await refusalOf(client.query('delete from contracts.audit'))).toBe(REFUSED);
    });
  });

  it('is one for each subgraph', async () => {
    await owning(database, async (administration) => {
      const make = (url: string) => makeRoles(administration, ALL_DATABASES, { url }, () => undefined);
      await expect(make('postgresql://same@h/d')).rejects.toThrow(/a role of its own for each subgraph/);
      await expect(make('postgresql://h/d')).rejects.toThrow(/expected the role of the subgraph catalogue/);
    });
  });
});

describe('a subgraph', () => {
  const open = (servedUrl: string) =>
    openServed({
      settings: servedBy({ servedUrl }),
      definition: contractsDatabase,
      digest: '',
      log: createLog('silent'),
    });

  it('is not served as the owner of its schema, nor as an administrator', async () => {
    await expect(open(database.ownerUrl)).rejects.toThrow(ConfigError);
    await expect(open(database.ownerUrl)).rejects.toThrow(
      /expected a role that .*got "pcc_owner".*npm run db -- roles/,
    );
    await expect(open(superuserUrlOf(database))).rejects.toThrow(/is no administrator, got "superuser"/);
  });

  it('is not served from the schema of another', async () => {
    await expect(open(urlOf(database, 'devices'))).rejects.toThrow(
      /the schema contracts is not there, or its role/,
    );
  });

  it('says which database does not answer, and shows no password', async () => {
    const nowhere = 'postgresql://pcc_contracts:secret@127.0.0.1:1/x';
    const message = await open(nowhere).catch((error: Error) => error.message);
    expect(message).toMatch(
      /^DATABASE_URL: expected a database that takes the connection, got: .*ECONNREFUSED/,
    );
    expect(message).not.toContain('secret');
  });
});

it('the list of databases is that of the subgraphs', () => {
  expect(ALL_DATABASES).toEqual(ALL_SUBGRAPHS.map((it) => it.database));
});
