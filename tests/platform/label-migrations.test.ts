import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labelId, PUBLIC } from '../../platform/disclosure/label.ts';
import { migrate } from '../../platform/store/database.ts';
import { openEmbedded } from '../../platform/store/sqlite/database.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import {
  migrations as contractMigrations,
  type Tables as ContractTables,
} from '../../subgraphs/contracts/store/tables.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import {
  migrations as deviceMigrations,
  type Tables as DeviceTables,
} from '../../subgraphs/devices/store/tables.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';

/** Stores of before there were labels, with what partners and operators put into them. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unlabelled-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const unlabelled = <Migrations extends object>(migrations: Migrations) =>
  Object.fromEntries(Object.entries(migrations).filter(([name]) => !name.endsWith('-labels')));

test('devices that were registered before stay their partner’s, and for all of it', async () => {
  const database = openEmbedded<DeviceTables>({ file: join(folder, 'devices.sqlite') });
  await migrate(database, unlabelled(deviceMigrations));
  const device = {
    id: 'dev_1',
    partner: 'GB',
    model: 'ms.ase-mini-r',
    name: 'Bridge',
    name_key: 'bridge',
    serial_number: 'S-1',
    connection: 'OFFLINE' as const,
    offline_since: '2026-01-01T00:00:00.000Z',
    connection_reported_at: null,
    last_sync_at: null,
    acknowledged_through: 7,
    held_version: null,
    version: 3,
    registered_at: '2025-12-01T00:00:00.000Z',
  };
  await database
    .insertInto('device')
    .values(device as never)
    .execute();
  await database.destroy();

  await using devices = await hostInMemory(devicesSubgraph, { dataDirectory: folder });
  const query =
    '{ device(id: "dev_1") { name serialNumber connection acknowledgedThrough version label { marking } } }';
  expect((await devices.data(asPartner('GB'), query))['device']).toEqual({
    name: 'Bridge',
    serialNumber: 'S-1',
    connection: 'OFFLINE',
    acknowledgedThrough: 7,
    version: 3,
    label: { marking: 'PUBLIC' },
  });
  expect((await devices.data(asPartner('US'), query))['device']).toBeNull();
});

test('keys of registrations and contents of models get the labels of what they stand for', async () => {
  const restricted = labelId({ ...PUBLIC, marking: 'GB:S', releasableTo: ['GB'] });
  const before = <Migrations extends object>(migrations: Migrations, last: string) =>
    Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last));
  const contracts = openEmbedded<ContractTables>({ file: join(folder, 'contracts.sqlite') });
  await migrate(contracts, before(contractMigrations, '0002-labels'));
  const contract = {
    id: 'contract_1',
    origin: 'REGISTERED',
    buyer: 'GB',
    kind: 'CONTRACT',
    conveys_purchase: 1,
    title_key: 'one',
    search_text: 'one',
    document: '{}',
    label: restricted,
  };
  await contracts
    .insertInto('contract')
    .values(contract as never)
    .execute();
  for (const [key, id] of [
    ['k', 'contract_1'],
    ['l', 'gone'],
  ]) {
    const registration = { viewer: 'NZ:operator', key, contract: id };
    await contracts
      .insertInto('registration')
      .values(registration as never)
      .execute();
  }
  await migrate(contracts, contractMigrations);
  expect(await contracts.selectFrom('registration').selectAll().orderBy('key').execute()).toEqual([
    { viewer: 'NZ:operator', key: 'k', contract: 'contract_1', label: restricted },
    { viewer: 'NZ:operator', key: 'l', contract: 'gone', label: labelId(PUBLIC) },
  ]);
  await contracts.destroy();

  const devices = openEmbedded<DeviceTables>({ file: join(folder, 'devices.sqlite') });
  await migrate(devices, before(deviceMigrations, '0004-labels'));
  const model = {
    id: 'otter',
    provider: 'microsoft',
    family_key: 'f',
    ruggedised: 0,
    search_text: 'otter',
    name_key: 'otter',
    weight_key: 0,
    storage_key: 0,
    digest: 'now',
    document: '{}',
    label: restricted,
  };
  await devices
    .insertInto('device_model')
    .values(model as never)
    .execute();
  for (const [id, digest] of [
    ['otter', 'now'],
    ['otter', 'then'],
    ['gone', 'then'],
  ]) {
    const version = { model: id, digest, document: '{}', recorded_at: '2026-01-01T00:00:00.000Z' };
    await devices
      .insertInto('model_version')
      .values(version as never)
      .execute();
  }
  await migrate(devices, deviceMigrations);
  const versions = devices.selectFrom('model_version').select(['model', 'digest', 'label']);
  expect(await versions.orderBy('model').orderBy('digest').execute()).toEqual([
    { model: 'gone', digest: 'then', label: labelId(PUBLIC) },
    { model: 'otter', digest: 'now', label: restricted },
    { model: 'otter', digest: 'then', label: restricted },
  ]);
  await devices.destroy();
});

test('contracts that were registered before are shown as before, and say that their label is public', async () => {
  const database = openEmbedded<ContractTables>({ file: join(folder, 'contracts.sqlite') });
  await migrate(database, unlabelled(contractMigrations));
  const row = {
    id: 'contract_1',
    origin: 'REGISTERED',
    buyer: 'GB',
    kind: 'CONTRACT',
    conveys_purchase: 1,
    title_key: 'old',
    search_text: 'old',
    blueprint: null,
    begins: null,
    expires: null,
    cancelled: null,
    document: JSON.stringify({ id: 'contract_1', title: 'Old', buyer: 'GB', levels: [] }),
  };
  await database
    .insertInto('contract')
    .values(row as never)
    .execute();
  await database.destroy();

  await using contracts = await hostInMemory(contractsSubgraph, { dataDirectory: folder });
  const query = '{ contract(id: "contract_1") { title label { marking releasableTo } } }';
  expect((await contracts.data(asPartner('GB'), query))['contract']).toEqual({
    title: 'Old',
    label: { marking: 'PUBLIC', releasableTo: null },
  });
  expect((await contracts.data(asPartner('US'), query))['contract']).toBeNull();
});
