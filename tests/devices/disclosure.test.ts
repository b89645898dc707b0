import { expect, test } from 'vitest';
import { SYNC_DEVICES } from '../../platform/identity/viewer.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';
import { copyFacts } from './facts-directory.ts';
import { register, sync } from './support.ts';

/** What a device was told on behalf of somebody cleared is told to nobody else who syncs it. */

const MODEL = 'ms.ase-mini-r';
const SECRET = { marking: 'GB:S', releasableTo: ['GB'] };
const NOTE = 'What only some may read';
const cleared = asPartner('GB', { subject: 'cleared', scopes: [SYNC_DEVICES], clearance: 'GB:S' });
const uncleared = asPartner('GB', { subject: 'uncleared', scopes: [SYNC_DEVICES] });

test('a sync tells of no model that whoever syncs may not see, whatever version the device holds', async () => {
  using facts = copyFacts();
  facts.alterModel(MODEL, (record) => Object.assign(record, { label: SECRET, notes: [NOTE] }));
  await using devices = await hostInMemory(devicesSubgraph, { factsDirectory: facts.directory });
  const device = await register(devices, cleared, { model: MODEL });
  const told = await sync(devices, cleared, device, []);
  expect(JSON.stringify(told.changes)).toContain(NOTE);

  const { complete, changes } = await sync(devices, uncleared, device, [], {
    catalogueVersion: told.catalogueVersion,
  });
  expect(changes).toEqual([{ kind: 'DEVICE_RECORD', field: 'name', before: null, after: 'Field unit' }]);
  expect(complete).toBe(true);
  // Who may see it is told what changed, as ever.
  const again = await sync(devices, cleared, device, [], { catalogueVersion: told.catalogueVersion });
  expect(again).toMatchObject({ complete: false, changes: [] });
});

test('nor of what a model said while it was hidden, once it is shown', async () => {
  using facts = copyFacts();
  const stores = { dataDirectory: facts.stores, factsDirectory: facts.directory };
  facts.alterModel(MODEL, (record) => Object.assign(record, { label: SECRET, notes: [NOTE] }));
  let device: string;
  let catalogueVersion: string;
  {
    await using devices = await hostInMemory(devicesSubgraph, stores);
    device = await register(devices, cleared, { model: MODEL });
    ({ catalogueVersion } = await sync(devices, cleared, device, []));
  }
  facts.alterModel(MODEL, (record) => {
    delete record['label'];
    record['notes'] = ['What everybody may read'];
  });
  await using devices = await hostInMemory(devicesSubgraph, stores);
  const { changes } = await sync(devices, uncleared, device, [], { catalogueVersion });
  expect(JSON.stringify(changes)).not.toContain(NOTE);
  expect(JSON.stringify(changes)).toContain('What everybody may read');
  const { changes: known } = await sync(devices, cleared, device, [], { catalogueVersion });
  expect(known).toMatchObject([{ field: 'notes', before: NOTE, after: 'What everybody may read' }]);
});

test('a model that everybody is shown after it was hidden is told with what it said all along', async () => {
  using facts = copyFacts();
  const stores = { dataDirectory: facts.stores, factsDirectory: facts.directory };
  facts.alterModel(MODEL, (record) => Object.assign(record, { label: SECRET }));
  {
    await using devices = await hostInMemory(devicesSubgraph, stores);
    await register(devices, cleared, { model: MODEL });
  }
  facts.alterModel(MODEL, (record) => delete record['label']);
  await using devices = await hostInMemory(devicesSubgraph, stores);
  const device = await register(devices, uncleared, { model: MODEL });
  expect((await sync(devices, uncleared, device, [])).changes.length).toBeGreaterThan(5);
});
