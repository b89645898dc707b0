import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceFacts } from '../../subgraphs/catalogue/eligibility/facts.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await hostInMemory(devicesSubgraph);
});
afterAll(() => subgraph.close());

const QUERY = `query ($id: ID!) { _entities(representations: [{ __typename: "Viewer", id: $id }]) { ... on Viewer {
  deviceFacts { dataVersion models {
    id provider offlineCapable offlineVerification maxDisconnectedDays maxDisconnectedVerification
    lifecycle { status availableFrom endOfSale endOfSupport verification }
    authorisations { authorisation words status scope verification from until fromVerified untilVerified }
    customers isOpen verification } } } } }`;

async function factsOf(partner: string, id = `${partner}:user`): Promise<DeviceFacts | null> {
  const data = await subgraph.data<{ _entities: ({ deviceFacts: DeviceFacts } | null)[] }>(
    asPartner(partner),
    QUERY,
    { id },
  );
  return data._entities[0]?.deviceFacts ?? null;
}

const modelOf = (facts: DeviceFacts | null, id: string) => facts?.models.find((model) => model.id === id);

describe('the device facts', () => {
  test('hold every model, the same for all partners', async () => {
    const facts = await factsOf('GB');
    expect(facts?.models).toHaveLength(28);
    expect(await factsOf('AU')).toEqual(facts);
  });

  test('carry a data version that is the digest of exactly what they say', async () => {
    const facts = await factsOf('GB');
    const digest = createHash('sha256').update(JSON.stringify(facts?.models)).digest('hex');
    expect(facts?.dataVersion).toBe(digest.slice(0, 16));
  });

  test('give an Azure Stack Edge Pro R no authorisation, though its online service is at IL6', async () => {
    expect(modelOf(await factsOf('US'), 'ms.ase-pro-r')).toEqual({
      id: 'ms.ase-pro-r',
      provider: 'microsoft',
      offlineCapable: true,
      offlineVerification: 'VERIFIED',
      maxDisconnectedDays: null,
      maxDisconnectedVerification: 'VERIFIED',
      lifecycle: {
        status: 'SUPPORTED',
        availableFrom: null,
        endOfSale: null,
        endOfSupport: null,
        verification: 'VERIFIED',
      },
      authorisations: [],
      customers: null,
      isOpen: true,
      verification: 'VERIFIED',
    });
  });

  test('give a device of a stated level its own authorisations, without an id where no register holds them', async () => {
    const rack = modelOf(await factsOf('US'), 'google.gdc-airgapped-rack');
    expect(rack?.authorisations).toHaveLength(3);
    expect(rack?.authorisations[0]).toEqual({
      authorisation: null,
      words: 'US Intelligence Community TOP SECRET',
      status: 'CURRENT',
      scope: 'DEVICE',
      verification: 'VERIFIED',
      from: null,
      until: null,
      fromVerified: true,
      untilVerified: true,
    });
    const withAny = (await factsOf('US'))?.models.filter(({ authorisations }) => authorisations.length > 0);
    expect(withAny?.map(({ id }) => id)).toEqual(['google.gdc-airgapped-rack']);
  });

  test('say of each field how well it is attested', async () => {
    const facts = await factsOf('GB');
    expect(modelOf(facts, 'aws.snowcone-ssd')).toMatchObject({
      verification: 'VERIFIED',
      offlineVerification: 'VERIFIED',
      maxDisconnectedDays: 360,
      maxDisconnectedVerification: 'UNVERIFIED',
      lifecycle: { status: 'DISCONTINUED', endOfSale: '2024-11-12', verification: 'VERIFIED' },
    });
    expect(modelOf(facts, 'google.gdc-appliance')?.lifecycle.verification).toBe('UNVERIFIED');
    expect(modelOf(facts, 'aws.outposts-rack')).toMatchObject({
      offlineCapable: false,
      verification: 'UNVERIFIED',
      offlineVerification: 'UNVERIFIED',
      maxDisconnectedVerification: 'UNVERIFIED',
      lifecycle: { verification: 'UNVERIFIED' },
    });
  });

  test('read eligibility as customer tags', async () => {
    const facts = await factsOf('GB');
    expect(modelOf(facts, 'aws.modular-data-center')?.customers).toEqual(['US-DOD']);
    expect(facts?.models.filter(({ customers }) => customers !== null)).toHaveLength(1);
  });

  test('are only for the viewer of the assertion', async () => {
    expect(await factsOf('GB', 'AU:user')).toBeNull();
    const data = await subgraph.data(anonymous, QUERY, { id: 'GB:user' });
    expect(data).toEqual({ _entities: [null] });
  });

  test('are read once, in at most two statements', async () => {
    await using fresh = await hostInMemory(devicesSubgraph);
    fresh.forgetStatements();
    await fresh.data(asPartner('GB'), QUERY, { id: 'GB:user' });
    expect(fresh.statements.length).toBeLessThanOrEqual(2);
    fresh.forgetStatements();
    await fresh.data(asPartner('AU'), QUERY, { id: 'AU:user' });
    expect(fresh.statements).toEqual([]);
  });
});
