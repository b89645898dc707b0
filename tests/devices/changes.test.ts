import { describe, expect, test } from 'vitest';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { anonymous, hostInMemory, TEST_NOW, type TestSubgraph } from '../support/subgraph.ts';
import { copyFacts, type FactsCopy } from './facts-directory.ts';
import { register, sync, syncing, usage } from './support.ts';

const viewer = syncing('GB');

/** Opens the store of `facts` as they are now, for as long as `work` takes. */
async function during<Result>(
  facts: FactsCopy,
  work: (subgraph: TestSubgraph) => Promise<Result>,
  now: Date = TEST_NOW,
): Promise<Result> {
  await using subgraph = await hostInMemory(devicesSubgraph, {
    dataDirectory: facts.stores,
    factsDirectory: facts.directory,
    clock: () => now,
  });
  return await work(subgraph);
}

describe('what changed for a device', () => {
  test('is everything at first, and nothing when nothing changed since', async () => {
    await using subgraph = await hostInMemory(devicesSubgraph);
    const device = await register(subgraph, viewer, { name: 'Bridge' });
    const first = await sync(subgraph, viewer, device, []);
    expect(first.complete).toBe(true);
    expect(first.changes).toEqual(
      expect.arrayContaining([
        { kind: 'DEVICE_RECORD', field: 'name', before: null, after: 'Bridge' },
        { kind: 'MODEL_LIFECYCLE', field: 'lifecycle.status', before: null, after: 'SUPPORTED' },
        { kind: 'MODEL_SPECIFICATION', field: 'weightKg', before: null, after: '3.2' },
        { kind: 'CONNECTION_RULE', field: 'offlineCapable', before: null, after: 'true' },
      ]),
    );
    const { catalogueVersion } = first;
    expect(await sync(subgraph, viewer, device, [usage(1)], { catalogueVersion })).toMatchObject({
      complete: false,
      changes: [],
      catalogueVersion,
    });
  });

  test('is what an import changed of its model, and its own new name', async () => {
    using facts = copyFacts();
    const { device, other, catalogueVersion } = await during(facts, async (subgraph) => {
      const id = await register(subgraph, viewer, { name: 'Bridge' });
      const another = await register(subgraph, viewer, { model: 'ms.ase-pro-r' });
      const answer = await sync(subgraph, viewer, id, []);
      const version = (await sync(subgraph, viewer, another, [])).catalogueVersion;
      return { device: id, other: { id: another, version }, catalogueVersion: answer.catalogueVersion };
    });
    facts.alterModel('ms.ase-mini-r', (record) => {
      record['lifecycle'] = { status: 'discontinued', endOfSale: '2026-11-01' };
      record['maxDisconnectedDays'] = 90;
      record['weightKg'] = 3.3;
      record['authorizations'] = [{ scheme: 'DoD CC SRG', level: 'IL5', scope: 'device' }];
    });
    await during(facts, async (subgraph) => {
      await subgraph.data(
        viewer,
        'mutation ($input: RenameDeviceInput!) { renameDevice(input: $input) { device { id } } }',
        { input: { device, name: 'Mast', version: 2 } },
      );
      const answer = await sync(subgraph, viewer, device, [], { catalogueVersion });
      expect(answer.complete).toBe(false);
      expect(answer.changes).toEqual([
        { kind: 'DEVICE_RECORD', field: 'name', before: 'Bridge', after: 'Mast' },
        { kind: 'MODEL_LIFECYCLE', field: 'lifecycle.status', before: 'SUPPORTED', after: 'DISCONTINUED' },
        {
          kind: 'MODEL_LIFECYCLE',
          field: 'lifecycle.publishedStatus',
          before: 'supported',
          after: 'discontinued',
        },
        { kind: 'MODEL_LIFECYCLE', field: 'lifecycle.endOfSale', before: null, after: '2026-11-01' },
        expect.objectContaining({ field: 'lifecycle.note', after: null }),
        { kind: 'CONNECTION_RULE', field: 'maxDisconnectedDays', before: null, after: '90' },
        {
          kind: 'MODEL_AUTHORISATION',
          field: 'deviceAuthorisations',
          before: null,
          after: 'DoD CC SRG IL5 (device)',
        },
        expect.objectContaining({ field: 'serviceAuthorisations', after: null }),
        { kind: 'MODEL_SPECIFICATION', field: 'weightKg', before: '3.2', after: '3.3' },
      ]);
      const untouched = await sync(subgraph, viewer, other.id, [], { catalogueVersion: other.version });
      expect(untouched).toMatchObject({ complete: false, changes: [] });
    });
  });

  test('is a status that moved because a date passed, though nobody edited the model', async () => {
    using facts = copyFacts();
    facts.alterModel('ms.ase-mini-r', (record) => {
      record['lifecycle'] = { status: 'supported', endOfSupport: '2027-01-01' };
    });
    const { device, catalogueVersion } = await during(facts, async (subgraph) => {
      const id = await register(subgraph, viewer);
      return { device: id, catalogueVersion: (await sync(subgraph, viewer, id, [])).catalogueVersion };
    });
    const answer = await during(
      facts,
      (subgraph) => sync(subgraph, viewer, device, [], { catalogueVersion }),
      new Date('2027-01-01T00:00:00Z'),
    );
    expect(answer).toMatchObject({
      complete: false,
      changes: [
        { kind: 'MODEL_LIFECYCLE', field: 'lifecycle.status', before: 'SUPPORTED', after: 'DISCONTINUED' },
      ],
    });
  });

  test('is everything for a version of another device, and for one that was made up', async () => {
    await using subgraph = await hostInMemory(devicesSubgraph);
    const [one, other] = [await register(subgraph, viewer), await register(subgraph, viewer)];
    const { catalogueVersion } = await sync(subgraph, viewer, one, []);
    for (const version of [catalogueVersion, 'made-up', '']) {
      const answer = await sync(subgraph, viewer, other, [], { catalogueVersion: version });
      expect(answer.complete).toBe(true);
      expect(answer.changes.length).toBeGreaterThan(10);
    }
  });

  test('outlasts a model that is withdrawn: its devices and their journals stay', async () => {
    using facts = copyFacts();
    const { device, catalogueVersion } = await during(facts, async (subgraph) => {
      const id = await register(subgraph, viewer);
      return {
        device: id,
        catalogueVersion: (await sync(subgraph, viewer, id, [usage(1)])).catalogueVersion,
      };
    });
    facts.alter('edge-devices.json', (content) => {
      content.records = content.records.filter(({ id }: { id: string }) => id !== 'ms.ase-mini-r');
    });
    await during(facts, async (subgraph) => {
      expect(await subgraph.data(anonymous, '{ deviceModel(id: "ms.ase-mini-r") { id } }')).toEqual({
        deviceModel: null,
      });
      const answer = await sync(subgraph, viewer, device, [usage(2)], { catalogueVersion });
      expect(answer).toMatchObject({ acknowledgedThrough: 2, complete: false });
      expect(answer.changes).toContainEqual({
        kind: 'DEVICE_RECORD',
        field: 'model',
        before: 'ms.ase-mini-r',
        after: null,
      });
      const next = await sync(subgraph, viewer, device, [], { catalogueVersion: answer.catalogueVersion });
      expect(next).toMatchObject({ complete: false, changes: [] });
    });
  });
});
