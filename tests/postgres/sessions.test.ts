import type { PartnerViewer } from '../../platform/identity/viewer.ts';
import { PUBLIC } from '../../platform/disclosure/label.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { OPERATE, SYNC_DEVICES, type Viewer } from '../../platform/identity/viewer.ts';
import { PostgresDatabase } from '../../platform/store/postgres/database.ts';
import type { StoreSession } from '../../platform/store/session.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import type { Tables as ContractTables } from '../../subgraphs/contracts/store/tables.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import type { DeviceStore } from '../../subgraphs/devices/store/store.ts';
import type { Tables as DeviceTables } from '../../subgraphs/devices/store/tables.ts';
import { change, operator } from '../contracts/support/ask.ts';
import { register, sync, syncing, usage } from '../devices/support.ts';
import { servedBy } from '../support/stores/place.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { connected, refusalOf, testDatabase, urlOf } from './support.ts';

const PARTNERS = ['GB', 'US', 'AU'] as const;
const REFUSED = '42501';

let place: TestDatabase & AsyncDisposable;
let devices: PostgresDatabase<DeviceTables>;
let contracts: PostgresDatabase<ContractTables>;
const hosted: TestSubgraph[] = [];

beforeAll(async () => {
  place = await testDatabase();
  const database = servedBy(place);
  const host = async (definition: typeof devicesSubgraph | typeof contractsSubgraph) => {
    const subgraph = await hostInMemory(definition, { database });
    hosted.push(subgraph);
    return subgraph;
  };
  const own = await host(devicesSubgraph);
  for (const partner of PARTNERS) {
    const device = await register(own, syncing(partner), { name: `Unit of ${partner}` });
    await sync(own, syncing(partner), device, [usage(1), usage(3)]);
  }
  const agreed = await host(contractsSubgraph);
  for (const buyer of PARTNERS) {
    const registration = { title: `Of ${buyer}`, kind: 'CONTRACT', buyer, suppliers: ['aws'] };
    const { contract } = await change(agreed, 'registerContract', registration, 'contract { id version }');
    const spend = {
      contract: contract.id,
      expectedVersion: 1,
      reference: 'r1',
      amount: '1.00',
      currency: 'USD',
      from: '2026-01-01',
      until: '2026-02-01',
    };
    await change(agreed, 'recordSpend', spend, 'recorded');
  }
  const options = { settings: { ...database, connections: 2 }, log: createLog('silent') };
  devices = new PostgresDatabase<DeviceTables>({ ...options, name: 'devices' });
  contracts = new PostgresDatabase<ContractTables>({ ...options, name: 'contracts' });
}, 120_000);

afterAll(async () => {
  await devices.destroy();
  await contracts.destroy();
  for (const it of hosted) await it.close();
  await place[Symbol.asyncDispose]();
});

/** Runs `work` as a request of `viewer`. */
async function asked<Result>(
  database: { session(viewer: Viewer): StoreSession },
  viewer: Viewer,
  work: () => Promise<Result>,
): Promise<Result> {
  const session = database.session(viewer);
  try {
    return await session.run(work);
  } finally {
    session.end();
  }
}

/** Everything that a request can read of devices, where its queries name no partner at all. */
const allOfDevices = async () => {
  const [device, entries, ranges, usages, audit] = await Promise.all([
    devices.selectFrom('device').select(['id', 'partner']).execute(),
    devices.selectFrom('journal_entry').select('device').execute(),
    devices.selectFrom('journal_range').select('device').execute(),
    devices.selectFrom('usage_total').select('device').execute(),
    devices.selectFrom('audit').select('partner').execute(),
  ]);
  return { device, entries, ranges, usages, audit };
};
const allOfContracts = async () => {
  const [contract, suppliers, versions, spend, audit] = await Promise.all([
    contracts.selectFrom('contract').select(['id', 'buyer', 'origin']).execute(),
    contracts.selectFrom('contract_supplier').select(['contract', 'origin']).execute(),
    contracts.selectFrom('contract_version').select('contract').execute(),
    contracts.selectFrom('spend').select('contract').execute(),
    contracts.selectFrom('audit').select('contract').execute(),
  ]);
  const registered = contract.filter((it) => it.origin === 'REGISTERED');
  return {
    facts: contract.length - registered.length,
    registered: registered.map((it) => it.buyer).sort(),
    suppliers: suppliers.filter((it) => it.origin === 'REGISTERED').length,
    versions: versions.length,
    spend: spend.length,
    audit: audit.length,
  };
};

describe('queries that forget whose rows they are for', () => {
  it.each(PARTNERS)('find only those of %s in a request on behalf of it', async (partner) => {
    const found = await asked(devices, syncing(partner), allOfDevices);
    expect(found.device.map((it) => it.partner)).toEqual([partner]);
    expect(found.audit.map((it) => it.partner)).toEqual([partner, partner]);
    const { id } = found.device[0]!;
    expect(new Set([...found.entries, ...found.ranges, ...found.usages].map((it) => it.device))).toEqual(
      new Set([id]),
    );
    expect([found.entries.length, found.ranges.length, found.usages.length]).toEqual([2, 2, 1]);
    const agreed = await asked(contracts, asPartner(partner), allOfContracts);
    expect(agreed).toMatchObject({ registered: [partner], suppliers: 1, versions: 1, spend: 1, audit: 0 });
    expect(agreed.facts).toBeGreaterThan(20);
  });

  it('find all contracts for operators, the public ones for other partners, and none for nobody', async () => {
    expect(await asked(contracts, operator, allOfContracts)).toMatchObject({
      registered: [...PARTNERS].sort(),
      spend: 3,
      audit: 6,
    });
    const other = { registered: [], suppliers: 0, versions: 0, spend: 0, audit: 0 };
    expect(await asked(contracts, asPartner('FR'), allOfContracts)).toMatchObject(other);
    const none = { ...other, facts: 0 };
    for (const viewer of [anonymous, { ...anonymous, scopes: [OPERATE] }])
      expect(await asked(contracts, viewer, allOfContracts)).toEqual(none);
    expect(await allOfContracts()).toEqual(none);
    expect(await allOfDevices()).toEqual({ device: [], entries: [], ranges: [], usages: [], audit: [] });
  });

  it('find nothing of those before on a connection that is used again', async () => {
    for (const partner of [...PARTNERS, ...PARTNERS]) await asked(devices, syncing(partner), allOfDevices);
    expect((await allOfDevices()).device).toEqual([]);
    const { rows } = await sql<{
      it: string | null;
    }>`select current_setting('app.partner', true) as it`.execute(devices);
    expect(rows[0]?.it || null).toBeNull();
  });

  it('write for nobody else', async () => {
    const row = await asked(devices, syncing('US'), () =>
      devices.selectFrom('device').selectAll().executeTakeFirstOrThrow(),
    );
    const inGB = (work: () => Promise<unknown>) => refusalOf(asked(devices, syncing('GB'), work));
    expect(
      await inGB(() =>
        devices.change('x', (step) =>
          step
            .insertInto('device')
            .values({ ...row, id: 'dev_forged' })
            .execute(),
        ),
      ),
    ).toBe(REFUSED);
    expect(
      await inGB(() =>
        devices.change('x', (step) =>
          step.insertInto('journal_range').values({ device: row.id, range_from: 90, range_to: 91 }).execute(),
        ),
      ),
    ).toBe(REFUSED);
    const renamed = await asked(devices, syncing('GB'), () =>
      devices.change('x', (step) =>
        step.updateTable('device').set({ name: 'Taken' }).where('id', '=', row.id).executeTakeFirst(),
      ),
    );
    expect(renamed.numUpdatedRows).toBe(0n);
    const handedOver = () =>
      devices.change('x', (step) => step.updateTable('device').set({ partner: 'US' }).execute());
    expect(await inGB(handedOver)).toBe(REFUSED);
    const spend = { contract: 'us-dod-jwcc', reference: 'forged', amount: '1', currency: 'USD' };
    const days = { from_day: '2026-01-01', until_day: '2026-01-02', note: null, recorded_at: '' };
    expect(
      await refusalOf(
        asked(contracts, asPartner('US'), () =>
          contracts.change('x', (step) =>
            step
              .insertInto('spend')
              .values({ ...spend, ...days })
              .execute(),
          ),
        ),
      ),
    ).toBe(REFUSED);
  });
});

describe('interleaved requests over one pool', () => {
  it('of two partners never see each other’s rows, in whatever order their statements come', async () => {
    let interleavings = 0;
    const step = fc.record({
      partner: fc.constantFrom(...PARTNERS),
      pauses: fc.nat({ max: 2 }),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        await Promise.all(
          steps.map(({ partner, pauses, fails }) =>
            asked(devices, syncing(partner), async () => {
              for (let round = 0; round <= pauses; round += 1) {
                const seen = await devices.selectFrom('device').select('partner').execute();
                interleavings += 1;
                expect(seen).toEqual([{ partner }]);
                // A statement that fails ends the transaction: the next one is asked in another.
                if (fails && round === 0) {
                  const failing = sql`select 1 / 0`.execute(devices);
                  const beside = devices.selectFrom('audit').select('partner').execute();
                  await expect(failing).rejects.toThrow('division by zero');
                  expect(new Set((await beside).map((it) => it.partner))).toEqual(new Set([partner]));
                }
                await new Promise(setImmediate);
              }
            }),
          ),
        );
      }),
      { numRuns: 80 },
    );
    expect(interleavings).toBeGreaterThan(1_000);
  }, 120_000);

  it('writes among them too, each of which shows at once to the request that made it', async () => {
    const store = (await storeOf(hosted[0]!)) as DeviceStore;
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const partner = PARTNERS[index % 3]!;
        const viewer = asPartner(partner, { scopes: [SYNC_DEVICES] }) as PartnerViewer;
        const session = store.session(viewer)!;
        await session.run(async () => {
          const before = await store.countDevices(viewer);
          const actor = { viewer, now: new Date() };
          await store.registerDevice(actor, {
            model: 'ms.ase-mini-r',
            name: `No. ${index}`,
            serialNumber: null,
            label: PUBLIC,
          });
          expect(await store.countDevices(viewer)).toBeGreaterThan(before);
          const page = await store.pageOfDevices(viewer, null, 100);
          expect(new Set(page.rows.map((it) => it.partner))).toEqual(new Set([partner]));
        });
        session.end();
      }),
    );
  });
});

describe('the session of a request', () => {
  it('reads one state of the data, until it writes itself', async () => {
    await asked(devices, syncing('GB'), async () => {
      const count = async () => (await devices.selectFrom('device').select('id').execute()).length;
      const before = await count();
      await register(hosted[0]!, syncing('GB'), { name: 'Meanwhile' });
      expect(await count()).toBe(before);
      await devices.change('x', (step) => step.updateTable('device').set({ name: 'Same' }).execute());
      expect(await count()).toBe(before + 1);
    });
  });

  it('holds one connection at most, and none after its end, whatever is asked late', async () => {
    const busy = () =>
      connected(urlOf(place, 'devices'), async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as busy from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`,
        );
        return rows[0].busy as number;
      });
    const session = devices.session(syncing('GB'));
    await session.run(() => Promise.all([allOfDevices(), allOfDevices(), allOfDevices()]));
    expect(await busy()).toBe(1);
    session.end();
    await session.run(() => allOfDevices());
    await expect.poll(busy).toBe(0);
  });
});

async function storeOf(subgraph: TestSubgraph): Promise<unknown> {
  const context = await subgraph.hosted.contextFor(await subgraph.assertion(anonymous), undefined);
  return context!.store;
}
