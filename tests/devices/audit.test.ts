import { PUBLIC } from '../../platform/disclosure/label.ts';
import { expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { partnerViewer, SYNC_DEVICES } from '../../platform/identity/viewer.ts';
import { DeviceStore } from '../../subgraphs/devices/store/store.ts';
import { testCursors, TEST_NOW } from '../support/subgraph.ts';

const actor = { viewer: partnerViewer('GB', 'quartermaster', [], [SYNC_DEVICES]), now: TEST_NOW };
const foreign = { viewer: partnerViewer('AU', 'user', [], [SYNC_DEVICES]), now: TEST_NOW };

/** A store whose next statement that starts with the text set fails. */
async function openStore() {
  const failing: { at: string | null } = { at: null };
  const store = await DeviceStore.open({
    dataDirectory: null,
    cursors: testCursors(),
    log: createLog('silent'),
    clock: () => TEST_NOW,
    onStatement: (statement) => {
      if (failing.at !== null && statement.startsWith(failing.at)) throw new Error('stopped by the test');
    },
  });
  return { store, failing };
}

const sync = (device: string) => ({
  device,
  entries: [
    {
      sequence: 1,
      at: '2026-11-20T08:00:00.000Z',
      kind: 'EVENT' as const,
      offering: null,
      quantity: null,
      unit: null,
      payload: 'started',
      previousDigest: null,
    },
  ],
  catalogueVersion: null,
  held: null,
  connected: true,
  deviceTime: null,
});

test('every change writes who did what to which device, and a refused one writes nothing', async () => {
  const { store } = await openStore();
  const { id } = await store.registerDevice(actor, {
    model: 'ms.ase-mini-r',
    name: 'Bridge',
    serialNumber: null,
    label: PUBLIC,
  });
  await store.renameDevice(actor, { device: id, name: 'Mast', version: 1 });
  await store.reportConnection(actor, { device: id, state: 'OFFLINE', at: TEST_NOW, version: null });
  await store.syncDevice(actor, sync(id));
  await expect(store.renameDevice(actor, { device: id, name: 'No', version: 1 })).rejects.toThrow('version');
  await expect(store.syncDevice(foreign, sync(id))).rejects.toThrow('a device of your own');
  const records = await store.auditOf(id);
  expect(records.map(({ action }) => action).sort()).toEqual([
    'registerDevice',
    'renameDevice',
    'reportConnection',
    'syncDevice',
  ]);
  for (const record of records) {
    expect(record).toMatchObject({ viewer: 'GB:quartermaster', partner: 'GB', at: TEST_NOW.toISOString() });
  }
  const detail = (action: string) => JSON.parse(records.find((it) => it.action === action)?.detail ?? 'null');
  expect(detail('renameDevice')).toEqual({ before: 'Bridge', after: 'Mast' });
  expect(detail('syncDevice')).toMatchObject({ entries: 1, accepted: 1, acknowledgedThrough: 1 });
  await store.close();
});

test('a change whose audit record cannot be written does not happen', async () => {
  const { store, failing } = await openStore();
  const { id } = await store.registerDevice(actor, {
    model: 'ms.ase-mini-r',
    name: 'Bridge',
    serialNumber: null,
    label: PUBLIC,
  });
  failing.at = 'insert into "audit"';
  await expect(store.syncDevice(actor, sync(id))).rejects.toThrow();
  await expect(store.renameDevice(actor, { device: id, name: 'Mast', version: 1 })).rejects.toThrow();
  failing.at = null;
  expect(await store.devices(actor.viewer, [id])).toMatchObject([
    { name: 'Bridge', version: 1, acknowledged_through: 0, last_sync_at: null },
  ]);
  expect((await store.rangesByDevice([id])).size).toBe(0);
  expect(await store.auditOf(id)).toHaveLength(1);
  await store.close();
});
