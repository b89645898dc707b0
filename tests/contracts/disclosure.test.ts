import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATE } from '../../platform/identity/viewer.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { change, factsOf, mutation, operator } from './support/ask.ts';
import { FactsFolder } from './support/facts-folder.ts';

/** Two worlds: in one, operators registered contracts for the United Kingdom and recorded spend. */
let without: TestSubgraph;
let withHidden: TestSubgraph;
let hidden: string;

beforeAll(async () => {
  without = await hostInMemory(contractsSubgraph);
  withHidden = await hostInMemory(contractsSubgraph);
  const registration = {
    title: 'AAA hidden G-Cloud JEDI',
    kind: 'FRAMEWORK',
    buyer: 'GB',
    suppliers: ['aws', 'microsoft'],
    start: '2020-01-01',
    blueprint: 'us-dod-jwcc',
  };
  const { contract } = await change(withHidden, 'registerContract', registration, 'contract { id }');
  hidden = contract.id;
  const spend = {
    contract: 'uk-mod-google-2025',
    expectedVersion: 1,
    reference: 'secret',
    amount: '399999999.99',
    currency: 'GBP',
    from: '2026-01-01',
    until: '2026-02-01',
  };
  await change(withHidden, 'recordSpend', spend, 'recorded');
});
afterAll(async () => {
  await without.close();
  await withHidden.close();
});

const RICH = `id title status version remaining { amount } spend { records { reference } totals { amount } }
  blueprint { id } derivedContracts { id } replaces { id } replacedBy { id } priceTerms { kind }`;
const QUESTIONS = [
  ...['ID', 'TITLE', 'START'].map(
    (order) =>
      `{ contracts(orderBy: ${order}, first: 3) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${RICH} } } } }`,
  ),
  `{ contracts(first: 100) { totalCount edges { node { ${RICH} } } } }`,
  '{ contracts(where: { text: "hidden" }) { totalCount edges { node { id } } } }',
  '{ contracts(where: { buyer: "GB", supplier: "aws", status: [ACTIVE] }) { totalCount edges { node { id } } } }',
  '{ partner(id: "GB") { contracts(first: 2) { totalCount pageInfo { hasNextPage } edges { node { id } } } } }',
  '{ partners { id contracts { totalCount } } }',
  '{ contract(id: "us-dod-jwcc") { derivedContracts { id title } } }',
];

describe('for a partner who is not the buyer', () => {
  it.each(QUESTIONS)('both worlds answer alike: %s', async (query) => {
    for (const partner of ['US', 'FR', 'NATO']) {
      const viewer = asPartner(partner);
      expect(await withHidden.ask(viewer, query)).toEqual(await without.ask(viewer, query));
    }
  });

  it('a hidden id and a made-up id give the same, by query and as an entity', async () => {
    const byId = 'query ($id: ID!) { contract(id: $id) { id title } }';
    const entity =
      'query ($id: ID!) { _entities(representations: [{ __typename: "Contract", id: $id }]) { ... on Contract { title } } }';
    for (const query of [byId, entity]) {
      const shown = await withHidden.ask(asPartner('US'), query, { id: hidden });
      expect(shown).toEqual(await withHidden.ask(asPartner('US'), query, { id: 'made-up' }));
      expect(shown.errors).toBeUndefined();
    }
  });

  it('a price under a hidden contract is that under a made-up one', async () => {
    const query = `query ($id: ID!) { _entities(representations: [{ __typename: "Offering", id: "ms.azure-uk.key-vault" }]) {
      ... on Offering { price(contract: $id) { amount basis explanation contract { id } } } } }`;
    const shown = await withHidden.ask(asPartner('US'), query, { id: hidden });
    expect(shown).toEqual(await withHidden.ask(asPartner('US'), query, { id: 'made-up' }));
  });

  it('the facts are alike', async () => {
    expect(await factsOf(withHidden, 'US')).toEqual(await factsOf(without, 'US'));
  });
});

describe('the buyer’s own partner and operators', () => {
  it('see it in every place', async () => {
    for (const viewer of [asPartner('GB'), operator]) {
      const data = await withHidden.data(
        viewer,
        `query ($id: ID!) { contract(id: $id) { title blueprint { id } } found: contracts(where: { text: "hidden" }) { totalCount }
          jwcc: contract(id: "us-dod-jwcc") { derivedContracts { id } }
          mod: contract(id: "uk-mod-google-2025") { remaining { amount } version } }`,
        { id: hidden },
      );
      expect(data).toEqual({
        contract: { title: 'AAA hidden G-Cloud JEDI', blueprint: { id: 'us-dod-jwcc' } },
        found: { totalCount: 1 },
        jwcc: { derivedContracts: [{ id: hidden }] },
        mod: { remaining: { amount: '0.01' }, version: 2 },
      });
    }
    expect((await factsOf(withHidden, 'GB')).contracts.map((it: { id: string }) => it.id)).toContain(hidden);
  });
});

describe('a blueprint that is not disclosed', () => {
  it('is null for the buyer of the contract made after it', async () => {
    const registration = {
      title: 'After the hidden one',
      kind: 'CONTRACT',
      buyer: 'NO',
      suppliers: ['aws'],
      blueprint: hidden,
    };
    const { contract } = await change(
      withHidden,
      'registerContract',
      registration,
      'contract { id blueprint { id } }',
    );
    expect(contract.blueprint).toEqual({ id: hidden });
    const query = 'query ($id: ID!) { contract(id: $id) { title blueprint { id } } }';
    expect(await withHidden.data(asPartner('NO'), query, { id: contract.id })).toEqual({
      contract: { title: 'After the hidden one', blueprint: null },
    });
  });
});

describe('a label that an operator may not see beyond', () => {
  const LABEL = { marking: 'NZ:S', releasableTo: ['NZ', 'GB'] };
  const cleared = asPartner('NZ', { subject: 'cleared', scopes: [OPERATE], clearance: 'NZ:S' });

  it('keeps a blueprint out of the audit of the contract made after it', async () => {
    const register = async (input: object): Promise<string> => {
      const registration = { title: 'One', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'], ...input };
      const text = mutation('registerContract', 'contract { id }');
      const data = await withHidden.data(cleared, text, { input: registration });
      return data['registerContract'].contract.id;
    };
    const secret = await register({ label: LABEL });
    const derived = await register({ blueprint: secret });
    const query = 'query ($id: ID!) { contract(id: $id) { audit { edges { node { detail } } } } }';
    const detailFor = async (viewer: typeof operator) => {
      const { contract } = await withHidden.data(viewer, query, { id: derived });
      return JSON.parse(contract.audit.edges[0].node.detail) as Record<string, unknown>;
    };
    expect(await detailFor(operator)).toMatchObject({ title: 'One', blueprint: null });
    expect(await detailFor(cleared)).toMatchObject({ title: 'One', blueprint: secret });
  });

  it('keeps a registration from whoever uses its key again and may not see it', async () => {
    const text = mutation('registerContract', 'registered contract { id }');
    const below = asPartner('NZ', { subject: 'cleared', scopes: [OPERATE] });
    const register = (viewer: typeof operator, input: object) =>
      withHidden.ask(viewer, text, {
        input: {
          title: 'One',
          kind: 'CONTRACT',
          buyer: 'GB',
          suppliers: ['aws'],
          clientMutationId: 'key',
          ...input,
        },
      });
    const secret = await register(cleared, { title: 'Secret', label: LABEL });
    expect(secret.data?.['registerContract']).toMatchObject({ registered: true });
    const open = await register(below, {});
    expect(open.data?.['registerContract']).toMatchObject({ registered: true });
    // What they may see stays registered once, whoever asks again.
    expect((await register(below, {})).data?.['registerContract']).toEqual({
      ...open.data?.['registerContract'],
      registered: false,
    });
    expect((await register(below, { title: 'Two' })).errors?.[0]?.message).toContain('clientMutationId');
    expect((await register(cleared, { title: 'Two' })).errors?.[0]?.message).toContain('clientMutationId');
    const again = await register(cleared, { title: 'Secret', label: LABEL });
    expect(again.data?.['registerContract']).toEqual({
      ...secret.data?.['registerContract'],
      registered: false,
    });
  });

  it('keeps an offering out of the prices that a contract fixes', async () => {
    using facts = new FactsFolder();
    const TERM = '{ contract(id: "CONTRACT") { priceTerms { prices { offering amount } } } }';
    let query = '';
    let hiddenOffering = '';
    facts.change('price-book.json', ({ prices, terms }) => {
      const fixed = terms.find((it: { kind: string }) => it.kind === 'FIXED');
      query = TERM.replace('CONTRACT', fixed.contract);
      [hiddenOffering] = Object.keys(fixed.prices) as [string];
      prices.find((it: { offering: string }) => it.offering === hiddenOffering).label = LABEL;
    });
    await using contracts = await hostInMemory(contractsSubgraph, { factsDirectory: facts.path });
    const offeringsFor = async (viewer: typeof operator) => {
      const { contract } = await contracts.data(viewer, query);
      return contract.priceTerms.prices.map((it: { offering: string }) => it.offering) as string[];
    };
    const [all, shown] = [await offeringsFor(cleared), await offeringsFor(operator)];
    expect(all).toContain(hiddenOffering);
    expect(shown).toEqual(all.filter((it) => it !== hiddenOffering));
  });
});
