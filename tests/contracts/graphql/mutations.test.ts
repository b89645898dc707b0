import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractsSubgraph } from '../../../subgraphs/contracts/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../../support/subgraph.ts';
import { change, errorOf, factsOf, mutation, operator } from '../support/ask.ts';

let subgraph: TestSubgraph;
beforeEach(async () => {
  subgraph = await hostInMemory(contractsSubgraph);
});
afterEach(() => subgraph.close());

const HOLD = {
  contract: 'us-dod-jwcc',
  expectedVersion: 1,
  reason: 'stop-work order',
  forum: 'US Department of Defense',
  from: '2026-10-01',
};
const SPEND = {
  contract: 'us-dod-jwcc',
  expectedVersion: 1,
  reference: 'invoice-1',
  amount: '8999999999.75',
  currency: 'USD',
  from: '2026-01-01',
  until: '2026-02-01',
};
const REGISTRATION = {
  title: 'Denmark defence cloud',
  kind: 'CONTRACT',
  buyer: 'DK',
  suppliers: ['microsoft'],
  start: '2026-01-01',
  end: '2027-12-31',
  levels: ['DK:F'],
  ceiling: { amount: '1000000.00', currency: 'DKK' },
};
const INPUTS: Record<string, object> = {
  placeHold: HOLD,
  liftHold: { contract: 'us-dod-jwcc', expectedVersion: 1, hold: 'none', from: '2026-11-01' },
  recordSpend: SPEND,
  registerContract: REGISTRATION,
};
const names = Object.keys(INPUTS);
const refused = async (name: string, input: object, viewer = operator) =>
  errorOf(await subgraph.ask(viewer, mutation(name), { input }));
const statusOf = async (partner: string, id: string, on: string) =>
  (await subgraph.data(asPartner(partner), `{ contract(id: "${id}") { status(on: "${on}") } }`)).contract
    .status;
const factOf = async (partner: string, id: string) =>
  (await factsOf(subgraph, partner)).contracts.find((it: { id: string }) => it.id === id);

describe('a change', () => {
  it.each(names)('%s asks the anonymous to identify', async (name) => {
    expect((await refused(name, INPUTS[name]!, anonymous)).code).toBe('UNAUTHENTICATED');
  });

  it.each(names)('%s is forbidden without the scope, the buyer’s own partner included', async (name) => {
    for (const partner of ['US', 'GB']) {
      expect((await refused(name, INPUTS[name]!, asPartner(partner))).code).toBe('FORBIDDEN');
    }
    expect((await refused(name, INPUTS[name]!, asPartner('GB', { scopes: ['devices:sync'] }))).code).toBe(
      'FORBIDDEN',
    );
  });

  it.each(['placeHold', 'liftHold', 'recordSpend'])('%s needs a contract that exists', async (name) => {
    const error = await refused(name, { ...INPUTS[name], contract: 'none' });
    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^input\.contract: /),
    });
  });

  it.each(['placeHold', 'recordSpend'])(
    '%s of another version is a conflict and changes nothing',
    async (name) => {
      const before = await factsOf(subgraph, 'US');
      const error = await refused(name, { ...INPUTS[name], expectedVersion: 2 });
      expect(error).toEqual({
        code: 'CONFLICT',
        message: 'Contract us-dod-jwcc is at version 1, not 2. Read it again and repeat the change.',
      });
      expect(await factsOf(subgraph, 'US')).toEqual(before);
      const { contract } = await subgraph.data(
        operator,
        '{ contract(id: "us-dod-jwcc") { version audit { totalCount } } }',
      );
      expect(contract).toEqual({ version: 1, audit: { totalCount: 0 } });
    },
  );

  it('of the last version that there could be is a conflict as any other', async () => {
    const error = await refused('placeHold', { ...INPUTS['placeHold'], expectedVersion: 2 ** 31 - 1 });
    expect(error.code).toBe('CONFLICT');
  });

  it('that comes second with the same version is a conflict', async () => {
    const [first, second] = await Promise.all([
      subgraph.ask(operator, mutation('placeHold'), { input: HOLD }),
      subgraph.ask(operator, mutation('recordSpend'), { input: SPEND }),
    ]);
    expect([first, second].filter((it) => it.errors)).toHaveLength(1);
  });
});

describe('a hold', () => {
  it('stops the contract from its day until it is lifted, for everybody', async () => {
    const { hold, contract } = await change(
      subgraph,
      'placeHold',
      HOLD,
      'hold { id from until origin } contract { version }',
    );
    expect(hold).toMatchObject({ from: '2026-10-01', until: null, origin: 'OPERATOR' });
    expect(contract.version).toBe(2);
    expect(await statusOf('GB', 'us-dod-jwcc', '2026-09-30')).toBe('ACTIVE');
    expect(await statusOf('GB', 'us-dod-jwcc', '2026-10-01')).toBe('ON_HOLD');

    const lifting = {
      contract: 'us-dod-jwcc',
      expectedVersion: 2,
      hold: hold.id,
      from: '2026-11-15',
      note: 'settled',
    };
    const lifted = await change(
      subgraph,
      'liftHold',
      lifting,
      'hold { until endedBy } contract { version status(on: "2026-11-15") }',
    );
    expect(lifted).toEqual({
      hold: { until: '2026-11-15', endedBy: 'settled' },
      contract: { version: 3, status: 'ACTIVE' },
    });
    expect(await statusOf('FR', 'us-dod-jwcc', '2026-11-14')).toBe('ON_HOLD');
    expect(await statusOf('FR', 'us-dod-jwcc', '2026-11-15')).toBe('ACTIVE');
  });

  it('is a fact for the decision, and changes its data version', async () => {
    const before = await factsOf(subgraph, 'US');
    const { hold } = await change(subgraph, 'placeHold', HOLD, 'hold { id }');
    expect((await factOf('US', 'us-dod-jwcc')).holds).toEqual([
      {
        id: hold.id,
        from: '2026-10-01',
        until: null,
        fromVerified: true,
        untilVerified: true,
        reason: 'stop-work order',
        forum: 'US Department of Defense',
        verification: 'VERIFIED',
      },
    ]);
    expect((await factsOf(subgraph, 'US')).dataVersion).not.toBe(before.dataVersion);
    const other = await factsOf(subgraph, 'GB');
    expect((await factsOf(subgraph, 'GB')).dataVersion).toBe(other.dataVersion);
  });

  it('is undone by lifting it on its own first day', async () => {
    const { hold } = await change(subgraph, 'placeHold', HOLD, 'hold { id }');
    const lifting = { contract: 'us-dod-jwcc', expectedVersion: 2, hold: hold.id, from: '2026-10-01' };
    await change(subgraph, 'liftHold', lifting, 'hold { id }');
    expect(await statusOf('US', 'us-dod-jwcc', '2026-10-01')).toBe('ACTIVE');
  });

  it.each([
    [
      'an end before its beginning',
      { until: '2026-09-30' },
      /^input\.until: expected a day after 2026-10-01/,
    ],
    ['an end on its beginning', { until: '2026-10-01' }, /^input\.until: /],
    ['no reason', { reason: '  ' }, /^input\.reason: expected 1 to 300 characters on one line/],
    ['a reason of two lines', { reason: 'a\nb' }, /^input\.reason: /],
    ['no forum', { forum: '' }, /^input\.forum: /],
    ['version zero', { expectedVersion: 0 }, /^input\.expectedVersion: /],
  ])('with %s is refused', async (_, wrong, message) => {
    expect(await refused('placeHold', { ...HOLD, ...wrong })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });

  it('with a day that does not exist is refused', async () => {
    expect((await refused('placeHold', { ...HOLD, from: '2026-02-30' })).code).toBe('BAD_USER_INPUT');
  });

  it('of the facts is not lifted by an operator', async () => {
    const lifting = {
      contract: 'us-dod-jedi',
      expectedVersion: 1,
      hold: 'us-dod-jedi.hold-1',
      from: '2020-03-01',
    };
    expect((await refused('liftHold', lifting)).message).toMatch(
      /^input\.hold: expected the id of a hold that an operator/,
    );
  });

  it('of another contract is not lifted', async () => {
    const { hold } = await change(subgraph, 'placeHold', HOLD, 'hold { id }');
    const lifting = { contract: 'us-cia-c2e', expectedVersion: 1, hold: hold.id, from: '2026-11-01' };
    expect((await refused('liftHold', lifting)).message).toMatch(/^input\.hold: /);
  });

  it('is not lifted before it began, nor once it has ended', async () => {
    const { hold } = await change(subgraph, 'placeHold', { ...HOLD, until: '2026-12-01' }, 'hold { id }');
    for (const from of ['2026-09-30', '2026-12-01']) {
      const error = await refused('liftHold', {
        contract: HOLD.contract,
        expectedVersion: 2,
        hold: hold.id,
        from,
      });
      expect(error.message).toMatch(/^input\.from: expected a day from 2026-10-01 on and before 2026-12-01/);
    }
  });
});

describe('spend', () => {
  it('lowers what is left, exactly, for the decision too', async () => {
    const select = 'recorded contract { version remaining { amount currency } spend { totals { amount } } }';
    expect(await change(subgraph, 'recordSpend', SPEND, select)).toEqual({
      recorded: true,
      contract: {
        version: 2,
        remaining: { amount: '0.25', currency: 'USD' },
        spend: { totals: [{ amount: '8999999999.75' }] },
      },
    });
    expect((await factOf('US', 'us-dod-jwcc')).ceiling).toMatchObject({
      remaining: '0.25',
      verification: 'VERIFIED',
    });
    const more = { ...SPEND, reference: 'invoice-2', amount: '0.30', expectedVersion: 2 };
    await change(subgraph, 'recordSpend', more, 'recorded');
    expect((await factOf('US', 'us-dod-jwcc')).ceiling.remaining).toBe('-0.05');
  });

  it('is recorded once, however often the same entry comes', async () => {
    await change(subgraph, 'recordSpend', SPEND, 'recorded');
    const again = await change(
      subgraph,
      'recordSpend',
      { ...SPEND, amount: '8999999999.75' },
      'recorded contract { version }',
    );
    expect(again).toEqual({ recorded: false, contract: { version: 2 } });
    const other = await refused('recordSpend', { ...SPEND, amount: '1', expectedVersion: 2 });
    expect(other.message).toMatch(/^input\.reference: expected one under which nothing else is recorded/);
  });

  it('is shown to the buyer’s own partner and to operators alone', async () => {
    const query =
      '{ contract(id: "us-dod-jwcc") { version remaining { amount } spend { records { reference } } } }';
    const before = await subgraph.data(asPartner('GB'), query);
    await change(subgraph, 'recordSpend', SPEND, 'recorded');
    expect(await subgraph.data(asPartner('GB'), query)).toEqual(before);
    const { contract } = await subgraph.data(asPartner('US'), query);
    expect(contract).toEqual({
      version: 2,
      remaining: { amount: '0.25' },
      spend: { records: [{ reference: 'invoice-1' }] },
    });
  });

  it.each([
    ['nothing', { amount: '0' }, /^input\.amount: expected a decimal number above zero/],
    ['a negative amount', { amount: '-1.00' }, /^input\.amount: /],
    ['less than the minor unit', { amount: '1.001' }, /^input\.amount: .* 2 after/],
    ['too much to be meant', { amount: '1'.repeat(19) }, /^input\.amount: .*at most 18 digits/],
    ['a currency that is none', { currency: 'DOL' }, /^input\.currency: expected the ISO 4217 code/],
    ['a currency in small letters', { currency: 'usd' }, /^input\.currency: /],
    ['another currency than the contract’s', { currency: 'GBP' }, /^input\.currency: expected USD/],
    ['a period that ends before it begins', { until: '2025-12-31' }, /^input\.until: /],
    ['no reference', { reference: '' }, /^input\.reference: /],
  ])('of %s is refused', async (_, wrong, message) => {
    expect(await refused('recordSpend', { ...SPEND, ...wrong })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });

  it.each(['1e3', 'NaN', '1,000', ''])('of %j is no amount', async (amount) => {
    expect((await refused('recordSpend', { ...SPEND, amount })).code).toBe('BAD_USER_INPUT');
  });
});

describe('registering a contract', () => {
  const register = (more: object = {}, select = 'registered contract { id version }') =>
    change(subgraph, 'registerContract', { ...REGISTRATION, ...more }, select);

  it('gives everything that was said, under an id of the catalogue’s own', async () => {
    const select = `contract { id version title kind conveysPurchase buyer { id } suppliers { id } start end
      levels { id } ceiling { amount currency basis } blueprint { id } status(on: "2026-06-01")
      term { from until } provenance { status publicDocument } }`;
    const more = { blueprint: 'us-dod-jwcc', buyerTags: ['DK-DEFENCE'], document: 'FMI 2026/17' };
    const { contract } = await register(more, select);
    expect(contract).toEqual({
      id: expect.stringMatching(/^contract_[0-9a-f-]{36}$/),
      version: 1,
      title: 'Denmark defence cloud',
      kind: 'CONTRACT',
      conveysPurchase: true,
      buyer: { id: 'DK' },
      suppliers: [{ id: 'microsoft' }],
      start: '2026-01-01',
      end: '2027-12-31',
      levels: [{ id: 'DK:F' }],
      ceiling: { amount: '1000000.00', currency: 'DKK', basis: 'CEILING' },
      blueprint: { id: 'us-dod-jwcc' },
      status: 'ACTIVE',
      term: { from: '2026-01-01', until: '2028-01-01' },
      provenance: { status: 'VERIFIED', publicDocument: 'FMI 2026/17' },
    });
  });

  it('changes the facts of its buyer, and of nobody else', async () => {
    const before = { dk: await factsOf(subgraph, 'DK'), us: await factsOf(subgraph, 'US') };
    const { contract } = await register({ document: 'FMI 2026/17' });
    expect(await factOf('DK', contract.id)).toEqual({
      id: contract.id,
      conveysPurchase: true,
      buyerTags: [],
      suppliers: [{ provider: 'microsoft', verification: 'VERIFIED' }],
      suppliersPublished: true,
      term: { from: '2026-01-01', until: '2028-01-01', fromVerified: true, untilVerified: true },
      cancelledFrom: null,
      holds: [],
      ceiling: { amount: '1000000.00', currency: 'DKK', remaining: null, verification: 'VERIFIED' },
      levels: ['DK:F'],
      levelsPublished: true,
      levelsVerification: 'VERIFIED',
      isOpen: true,
      verification: 'VERIFIED',
    });
    expect((await factsOf(subgraph, 'DK')).dataVersion).not.toBe(before.dk.dataVersion);
    expect(await factsOf(subgraph, 'US')).toEqual(before.us);
  });

  it('counts as unverified where no document is named', async () => {
    const { contract } = await register();
    expect(await factOf('DK', contract.id)).toMatchObject({
      verification: 'UNVERIFIED',
      levelsVerification: 'UNVERIFIED',
      term: { fromVerified: false, untilVerified: false },
    });
  });

  it('gives the same contract when the same operator repeats the call', async () => {
    const first = await register({ clientMutationId: 'once' });
    const again = await register({ clientMutationId: 'once' });
    expect(again).toEqual({ registered: false, contract: first.contract });
    const other = await refused('registerContract', {
      ...REGISTRATION,
      title: 'Other',
      clientMutationId: 'once',
    });
    expect(other.message).toMatch(/^input\.clientMutationId: /);
  });

  it.each([
    [
      'an unknown supplier',
      { suppliers: ['initech'] },
      /^input\.suppliers\[0\]: expected one of aws, bleu, .*microsoft/,
    ],
    ['no supplier', { suppliers: [] }, /^input\.suppliers: expected at least one supplier/],
    ['a supplier twice', { suppliers: ['aws', 'aws'] }, /^input\.suppliers\[1\]: expected every value once/],
    ['an unknown buyer', { buyer: 'QQ' }, /^input\.buyer: expected the code of a partner/],
    ['an unknown blueprint', { blueprint: 'none' }, /^input\.blueprint: expected the id of a contract/],
    ['an end before the start', { end: '2025-12-31' }, /^input\.end: expected a day from 2026-01-01 on/],
    ['what is no level', { levels: ['SECRET'] }, /^input\.levels\[0\]: expected the id of a level/],
    ['what is no tag', { buyerTags: ['everyone'] }, /^input\.buyerTags\[0\]: /],
    ['no title', { title: ' ' }, /^input\.title: /],
    ['a ceiling of nothing', { ceiling: { amount: '0', currency: 'DKK' } }, /^input\.ceiling\.amount: /],
    ['a ceiling in no currency', { ceiling: { amount: '1', currency: 'DK' } }, /^input\.ceiling\.currency: /],
  ])('is refused with %s', async (_, wrong, message) => {
    expect(await refused('registerContract', { ...REGISTRATION, ...wrong })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });

  it('takes a hold, and spend in its own currency', async () => {
    const { contract } = await register();
    await change(subgraph, 'placeHold', { ...HOLD, contract: contract.id }, 'hold { id }');
    const spend = { ...SPEND, contract: contract.id, expectedVersion: 2, amount: '10' };
    expect((await refused('recordSpend', spend)).message).toMatch(/^input\.currency: expected DKK/);
    await change(subgraph, 'recordSpend', { ...spend, currency: 'DKK' }, 'recorded');
    expect(await statusOf('DK', contract.id, '2026-10-01')).toBe('ON_HOLD');
    expect((await factOf('DK', contract.id)).ceiling.remaining).toBe('999990.00');
  });
});

describe('the audit', () => {
  const AUDIT = `query ($id: ID!, $first: Int, $after: String) { contract(id: $id) { audit(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { action at viewer partner versionBefore versionAfter requestId detail } } } } }`;

  it('says who did what, when, in which request, and from which version to which', async () => {
    const { hold } = await change(subgraph, 'placeHold', HOLD, 'hold { id }');
    await change(subgraph, 'recordSpend', { ...SPEND, expectedVersion: 2 }, 'recorded');
    const { audit } = (await subgraph.data(operator, AUDIT, { id: 'us-dod-jwcc' })).contract;
    expect(audit.totalCount).toBe(2);
    expect(audit.edges.map((it: { node: object }) => it.node)).toMatchObject([
      { action: 'RECORD_SPEND', versionBefore: 2, versionAfter: 3 },
      {
        action: 'PLACE_HOLD',
        at: '2026-11-23T12:00:00.000Z',
        viewer: 'NZ:operator',
        partner: 'NZ',
        versionBefore: 1,
        versionAfter: 2,
        requestId: expect.stringMatching(/^test-\d+$/),
      },
    ]);
    expect(JSON.parse(audit.edges[1].node.detail)).toMatchObject({
      hold: hold.id,
      reason: 'stop-work order',
    });
  });

  it('comes in pages, the latest first', async () => {
    for (const version of [1, 2, 3]) {
      const entry = { ...SPEND, reference: `r${version}`, expectedVersion: version };
      await change(subgraph, 'recordSpend', entry, 'recorded');
    }
    const first = (await subgraph.data(operator, AUDIT, { id: 'us-dod-jwcc', first: 2 })).contract.audit;
    const after = first.pageInfo.endCursor;
    const rest = (await subgraph.data(operator, AUDIT, { id: 'us-dod-jwcc', first: 2, after })).contract
      .audit;
    const versions = [...first.edges, ...rest.edges].map((it) => it.node.versionAfter);
    expect(versions).toEqual([4, 3, 2]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('begins with the registration', async () => {
    const { contract } = await change(subgraph, 'registerContract', REGISTRATION, 'contract { id }');
    const { audit } = (await subgraph.data(operator, AUDIT, { id: contract.id })).contract;
    expect(audit.edges[0].node).toMatchObject({
      action: 'REGISTER_CONTRACT',
      versionBefore: null,
      versionAfter: 1,
    });
  });

  it('is for operators alone', async () => {
    const query = '{ contract(id: "us-dod-jwcc") { id audit { totalCount } } }';
    const answer = await subgraph.ask(asPartner('US'), query);
    expect(errorOf(answer).code).toBe('FORBIDDEN');
    expect(answer.data).toEqual({ contract: { id: 'us-dod-jwcc', audit: null } });
  });

  it('keeps no record of what was refused', async () => {
    await refused('placeHold', { ...HOLD, until: '2000-01-01' });
    await refused('liftHold', {
      contract: HOLD.contract,
      expectedVersion: 1,
      hold: 'none',
      from: '2026-11-01',
    });
    const { contract } = await subgraph.data(operator, AUDIT, { id: 'us-dod-jwcc' });
    expect(contract.audit.totalCount).toBe(0);
  });
});
