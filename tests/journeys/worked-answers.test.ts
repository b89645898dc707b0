import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../support/gateway.ts';
import { JOURNEYS, startJourney, type Journey } from './place.ts';
import {
  allOffers,
  CONTRACT,
  findingsOf,
  MODELS,
  WHICH_CAN_WE_GET,
  WHY_NOT,
  type DecisionAnswer,
  type OffersAnswer,
} from './questions.ts';

const CANADA: Asker = { partner: 'CA' };
const GERMANY: Asker = { partner: 'DE' };
const US_DEFENCE: Asker = { partner: 'US', tags: ['US-DOD', 'US-FEDERAL'] };

describe.each(JOURNEYS)('over the %s transport, by the %s engine', (mode, engine) => {
  let gateway: Journey;
  beforeAll(async () => {
    gateway = await startJourney([mode, engine]);
  });
  afterAll(() => gateway.close());

  const whyNot = async (asker: Asker, id: string, ask: Record<string, unknown>) =>
    (await gateway.data<{ offering: { decision: DecisionAnswer } }>(asker, WHY_NOT, { id, ask })).offering
      .decision;

  it.each([
    ['2019-10-24', 'PLANNED'],
    ['2020-01-15', 'ACTIVE'],
    ['2020-02-13', 'ON_HOLD'],
    ['2020-06-01', 'ON_HOLD'],
    ['2020-09-15', 'ON_HOLD'],
    ['2021-07-06', 'CANCELLED'],
    ['2026-11-23', 'CANCELLED'],
  ])('on %s the JEDI contract is %s', async (on, status) => {
    const { contract } = await gateway.data(CANADA, CONTRACT, { id: 'us-dod-jedi', on });
    expect(contract).toMatchObject({ id: 'us-dod-jedi', status, buyer: { id: 'US' } });
    expect(contract.holds).toMatchObject([{ from: '2020-02-13', until: '2021-07-06' }]);
    expect(Number(contract.ceiling.amount)).toBe(10_000_000_000);
    expect(contract.ceiling.currency).toBe('USD');
  });

  it('JEDI was replaced by JWCC, which is active today by its published dates', async () => {
    const query = `{ contract(id: "us-dod-jedi") { replacedBy { id } } }`;
    expect((await gateway.data(CANADA, query)).contract.replacedBy.id).toBe('us-dod-jwcc');
    const { contract } = await gateway.data(CANADA, CONTRACT, { id: 'us-dod-jwcc', on: '2026-11-23' });
    expect(contract.status).toBe('ACTIVE');
  });

  it('a contract without any date has no status, and one whose end has passed is expired', async () => {
    const status = async (id: string) =>
      (await gateway.data(CANADA, CONTRACT, { id, on: '2026-11-23' })).contract.status;
    expect(await status('de-delos')).toBeNull();
    expect(await status('uk-ccs-gcloud-14')).toBe('EXPIRED');
  });

  it("the database services in IL6 scope are four of Azure's; PostgreSQL stops at IL5", async () => {
    const offers = await allOffers(
      gateway,
      US_DEFENCE,
      { level: 'US:S' },
      { authorisations: ['DOD-IL6'], categories: ['database'] },
    );
    const azure = offers.filter((it) => it.node.id.startsWith('ms.')).map((it) => it.node.name);
    expect(azure.sort()).toEqual([
      'Azure Cache for Redis',
      'Azure Cosmos DB',
      'Azure Database for MySQL',
      'SQL Database',
    ]);
    const postgres = await allOffers(gateway, US_DEFENCE, { level: 'US:S' }, { text: 'postgresql' });
    const held = await gateway.data(
      null,
      `query Held($id: ID!) { offering(id: $id) { authorisations { authorisation { id } } } }`,
      { id: postgres.find((it) => it.node.id.startsWith('ms.azure-gov.'))?.node.id },
    );
    const ids = held.offering.authorisations.map(
      (it: { authorisation: { id: string } }) => it.authorisation.id,
    );
    expect(ids).toContain('DOD-IL5');
    expect(ids).not.toContain('DOD-IL6');
  });

  it('of devices that work offline, are ruggedised, under 10 kg and not discontinued there is one', async () => {
    const { deviceModels } = await gateway.data(null, MODELS);
    expect(deviceModels.edges.map((it: { node: object }) => it.node)).toEqual([
      expect.objectContaining({
        name: 'Azure Stack Edge Mini R',
        weightKg: 3.2,
        lifecycle: { status: 'SUPPORTED' },
      }),
    ]);
  });

  it('an Azure Stack Edge Pro R may hold US:S at best when somebody authorises the device', async () => {
    const decision = await whyNot(US_DEFENCE, 'ms.ase-pro-r', { level: 'US:S' });
    expect(decision.outcome).toBe('UNLOCKABLE');
    expect(findingsOf(decision, 'AUTHORISATION')).toMatchObject([{ status: 'FAIL', code: 'NONE_PUBLISHED' }]);
    expect(decision.unlocks.length).toBeGreaterThan(0);
  });

  it('Germany cannot count on any environment for VS-NfD, and none is ELIGIBLE', async () => {
    const answer = await gateway.data<{ viewer: { offers: OffersAnswer } }>(GERMANY, WHICH_CAN_WE_GET, {
      ask: { level: 'DE:VSNFD' },
      first: 1,
    });
    const { outcomes, totalCount } = answer.viewer.offers;
    expect(outcomes.map((it) => it.outcome)).not.toContain('ELIGIBLE');
    expect(outcomes.reduce((sum, it) => sum + it.count, 0)).toBe(totalCount);
    // Nothing is even a matter of review only: an authorisation at VS-NfD is missing everywhere.
    const reviewed = await allOffers(gateway, GERMANY, { level: 'DE:VSNFD' }, { outcomes: ['NEEDS_REVIEW'] });
    expect(reviewed).toEqual([]);
  });

  it('Canada is refused Key Vault in the DoD regions by the publisher, and nothing unlocks that', async () => {
    const decision = await whyNot(CANADA, 'ms.azure-gov-dod.key-vault', { level: 'CA:PB' });
    expect(decision.outcome).toBe('INELIGIBLE');
    expect(findingsOf(decision, 'PUBLISHER_ELIGIBILITY')).toMatchObject([{ status: 'FAIL' }]);
    expect(decision.unlocks).toEqual([]);
  });

  it('a level of an ended scheme can be asked for on a day of its time, and not today', async () => {
    const asking = (on: string) =>
      gateway.ask({ partner: 'GB' }, WHICH_CAN_WE_GET, { ask: { level: 'GB-GPMS:S', on }, first: 1 });
    const { errors } = await asking('2026-11-23');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', service: 'catalogue' });
    expect(errors?.[0]?.message).toMatch(/^ask\.level: .*GB:S.*, got "GB-GPMS:S"\.$/);
    expect((await asking('2010-01-01')).errors).toBeUndefined();
  });

  it('every offering is decided, explained by every gate and counted once', async () => {
    const offers = await allOffers(gateway, { partner: 'GB' }, { level: 'GB:O' });
    expect(new Set(offers.map((it) => it.node.id)).size).toBe(offers.length);
    expect(offers.length).toBe(1081 + 1409 + 28);
    for (const { decision } of offers) {
      expect(new Set(decision.findings.map((it) => it.gate)).size).toBe(9);
      expect(decision.outcome).not.toBe('UNDETERMINED');
      if (decision.outcome === 'UNLOCKABLE') expect(decision.unlocks.length).toBeGreaterThan(0);
    }
  });
});
