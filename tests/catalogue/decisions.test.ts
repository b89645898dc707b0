import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Facts } from '../../subgraphs/catalogue/eligibility/facts.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { deviceModel, facts, TODAY, withModels } from '../support/eligibility.ts';
import { asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { askOffers, offersOf, viewerWith } from './support/catalogue.ts';

const GB = asPartner('GB');

let catalogue: TestSubgraph;
beforeAll(async () => {
  catalogue = await hostInMemory(catalogueSubgraph);
});
afterAll(() => catalogue.close());

const WHY = `query Why($them: [_Any!]!, $ask: Ask!) {
  _entities(representations: $them) {
    ... on Offering {
      id
      decision(ask: $ask) {
        outcome decidedFor dataVersion
        findings { gate status code message evidence { __typename } }
        unlocks { __typename message responsible }
        way { id level { id } authorisation { id } contract { id } regions { id country } deviceModel { id } }
        otherWays(first: 3) { outcome way { id } }
      }
    }
  }
}`;
const why = async (id: string, ask: Record<string, unknown> = { level: 'GB:S' }, known: Facts = facts()) => {
  const { __typename, id: viewer, ...brought } = viewerWith(GB, known);
  const them = [{ __typename: 'Offering', id, asker: { __typename, id: viewer, ...brought } }];
  return (await catalogue.data(GB, WHY, { them, ask }))['_entities'][0].decision;
};
const statusOf = (decision: { findings: { gate: string; status: string }[] }, gate: string) =>
  decision.findings.filter((it) => it.gate === gate).map((it) => it.status);

describe('a decision', () => {
  test('says what each gate found, for the day asked or today', async () => {
    const decision = await why('ms.azure-gov-dod.key-vault');
    expect(decision.decidedFor).toBe(TODAY);
    expect(new Set(decision.findings.map((it: { gate: string }) => it.gate)).size).toBe(9);
    expect(statusOf(decision, 'PUBLISHER_ELIGIBILITY')).toEqual(['FAIL']);
    expect(decision.outcome).toBe('INELIGIBLE');
    expect(decision.unlocks).toEqual([]);
    expect((await why('ms.azure-uk.key-vault', { level: 'GB:S', on: '2025-01-31' })).decidedFor).toBe(
      '2025-01-31',
    );
  });

  test('is the same in a list and alone', async () => {
    const where = { environments: ['ms.azure-uk'], text: 'key vault' };
    const { edges } = await offersOf(catalogue, GB, { where });
    const listed = edges.find((it) => it.node.id === 'ms.azure-uk.key-vault')?.decision;
    expect(listed?.outcome).toBeDefined();
    expect(await why('ms.azure-uk.key-vault')).toMatchObject(listed as object);
  });

  test('tells its unlocks by type, and a few other ways', async () => {
    const decision = await why('aws.london.aws-lambda');
    expect(decision.outcome).toBe('UNLOCKABLE');
    expect(decision.unlocks.length).toBeGreaterThan(0);
    for (const { __typename, message, responsible } of decision.unlocks) {
      expect(__typename).toMatch(/^[A-Z]\w+$/);
      expect(message && responsible).toBeTruthy();
    }
    expect(decision.otherWays.length).toBeLessThanOrEqual(3);
    expect(decision.way.regions.map((it: { id: string }) => it.id)).toEqual(['amazon.eu-west-2']);
  });

  test('names a way by an id that tells the offering, the contract and the day', async () => {
    const { way } = await why('aws.london.aws-lambda');
    const named = JSON.parse(Buffer.from(way.id, 'base64url').toString()) as unknown[];
    expect(named.slice(0, 3)).toEqual(['aws.london.aws-lambda', way.contract?.id ?? null, TODAY]);
  });

  test('carries a version that follows from the facts it was made from', async () => {
    const version = async (id: string, known?: Facts) =>
      (await why(id, undefined, known)).dataVersion as string;
    const first = await version('aws.london.aws-lambda');
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(await version('aws.london.aws-lambda')).toBe(first);
    expect(await version('ms.azure-uk.key-vault')).not.toBe(first);
    const other = facts({
      level: { ...(facts().level as NonNullable<Facts['level']>), dataVersion: 'level-2' },
    });
    expect(await version('aws.london.aws-lambda', other)).not.toBe(first);
    expect(await version('aws.london.aws-lambda', facts({ device: null }))).not.toBe(first);
  });

  test('on a service that its source lists twice needs review of its authorisations', async () => {
    for (const id of ['ms.azure-gov.sql-managed-instance', 'ms.azure-gov.azure-sql-managed-instance']) {
      const us = asPartner('US', { tags: ['US-FEDERAL'] });
      const { __typename, ...brought } = viewerWith(us);
      const them = [{ __typename: 'Offering', id, asker: { __typename, ...brought } }];
      const { _entities } = await catalogue.data(us, WHY, { them, ask: { level: 'US:U' } });
      expect(_entities[0].decision.outcome).not.toBe('ELIGIBLE');
    }
  });
});

describe('facts that could not be read', () => {
  test.each(['level', 'contract', 'device'] as const)(
    'of %s leave the gates that read them UNKNOWN',
    async (group) => {
      const { outcomes, totalCount } = await offersOf(catalogue, GB, { first: 0 }, facts({ [group]: null }));
      expect(totalCount).toBe(2_518);
      expect(outcomes.map((it) => it.outcome)).not.toContain('ELIGIBLE');
      const id = group === 'device' ? 'ms.ase-mini-r' : 'ms.azure-uk.key-vault';
      const decision = await why(id, undefined, facts({ [group]: null }));
      expect(decision.findings.some((it: { status: string }) => it.status === 'UNKNOWN')).toBe(true);
    },
  );

  test('of all three still give an answer', async () => {
    const none = facts({ level: null, contract: null, device: null });
    const { totalCount, outcomes } = await offersOf(catalogue, GB, { first: 0 }, none);
    expect(outcomes.reduce((sum, it) => sum + it.count, 0)).toBe(totalCount);
    expect(outcomes.map((it) => it.outcome)).toContain('UNDETERMINED');
  });

  test('as facts of a wrong shape: they are not believed', async () => {
    const { __typename, ...brought } = viewerWith(GB);
    const viewer = [{ __typename, ...brought, levelFacts: { dataVersion: '1', schemes: 'all' } }];
    const answer = await askOffers(catalogue, GB, { viewer, first: 0 });
    expect(answer.errors).toBeUndefined();
    const outcomes = answer.data?._entities[0]?.offers.outcomes.map((it) => it.outcome);
    expect(outcomes).toContain('UNDETERMINED');
  });
});

describe('an ask', () => {
  const refusal = async (ask: Record<string, unknown>, known?: Facts) => {
    const { errors } = await askOffers(catalogue, GB, { ask, first: 0 }, known);
    return errors?.[0] && `${errors[0].extensions?.['code']} ${errors[0].message}`;
  };

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['another country’s level', { level: 'US:S' }, /BAD_USER_INPUT ask\.level: .*GB:S.*got "US:S"/],
    ['a level of an organisation it is no member of', { level: 'EU:R' }, /BAD_USER_INPUT ask\.level/],
    ['a level that nobody has', { level: 'SECRET' }, /BAD_USER_INPUT ask\.level: .*NATO:NS/],
    ['negative days offline', { level: 'GB:S', offlineDays: -1 }, /BAD_USER_INPUT ask\.offlineDays/],
    ['no country at all', { level: 'GB:S', residency: [] }, /BAD_USER_INPUT ask\.residency/],
    ['an unknown device model', { level: 'GB:S', deviceModel: 'x' }, /BAD_USER_INPUT ask\.deviceModel/],
    ['a day that does not exist', { level: 'GB:S', on: '2023-02-29' }, /BAD_USER_INPUT .*Date/],
  ])('for %s is refused, and says what would be taken', async (_, ask, message) => {
    expect(await refusal(ask)).toMatch(message);
  });

  test('for a level of one’s own or of an organisation one belongs to is taken', async () => {
    for (const level of ['GB:O', 'GB:TS', 'NATO:NS']) expect(await refusal({ level })).toBeUndefined();
  });

  test('for a country means the same in small letters', async () => {
    const residency = async (...countries: string[]) =>
      (await why('aws.london.access-analyzer', { level: 'GB:S', residency: countries })).findings.find(
        ({ gate }: { gate: string }) => gate === 'RESIDENCY',
      );
    expect(await residency('GB')).toMatchObject({ status: 'PASS', code: 'WITHIN' });
    expect(await residency('gb')).toEqual(await residency('GB'));
    expect(await residency('GB', 'gb')).toEqual(await residency('GB'));
  });

  test('is not checked against facts that could not be read', async () => {
    expect(await refusal({ level: 'SECRET' }, facts({ level: null }))).toBeUndefined();
    expect(await refusal({ level: 'GB:S', deviceModel: 'x' }, facts({ device: null }))).toBeUndefined();
  });

  test('for a device model leaves the models of the facts to be judged', async () => {
    const mini = deviceModel({ id: 'ms.ase-mini-r', provider: 'microsoft' });
    const decision = await why(
      'ms.ase-mini-r',
      { level: 'GB:S', deviceModel: 'ms.ase-mini-r' },
      withModels(mini),
    );
    expect(statusOf(decision, 'DEVICE')).not.toContain('UNKNOWN');
    expect(decision.way.deviceModel).toEqual({ id: 'ms.ase-mini-r' });
  });
});
