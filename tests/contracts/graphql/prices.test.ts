import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsSubgraph } from '../../../subgraphs/contracts/index.ts';
import { asPartner, hostInMemory, type TestSubgraph } from '../../support/subgraph.ts';
import { change, errorOf } from '../support/ask.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await hostInMemory(contractsSubgraph);
});
afterAll(() => subgraph.close());

const UK_VM = 'ms.azure-uk.virtual-machines';
const GOV_VM = 'ms.azure-gov.virtual-machines';
const AU_BLOBS = 'ms.azure-au.storage-blobs';
const PRICE =
  'amount currency unit basis listAmount contract { id } explanation provenance { status sources { id } }';

async function offering(partner: string, id: string, fields: string) {
  const query = `query ($id: ID!) { _entities(representations: [{ __typename: "Offering", id: $id }]) {
    ... on Offering { ${fields} } } }`;
  return (await subgraph.data(asPartner(partner), query, { id }))._entities[0];
}

async function way(partner: string, id: string) {
  const query = `query ($id: ID!) { _entities(representations: [{ __typename: "Way", id: $id }]) {
    ... on Way { price { amount basis contract { id } provenance { status } } } } }`;
  return (await subgraph.data(asPartner(partner), query, { id }))._entities[0].price;
}
const wayId = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('a price', () => {
  it('is illustrative and says so', async () => {
    expect(await offering('FR', UK_VM, `listPrice { ${PRICE} }`)).toEqual({
      listPrice: {
        amount: '0.0920',
        currency: 'GBP',
        unit: 'hour',
        basis: 'LIST',
        listAmount: '0.0920',
        contract: null,
        explanation: 'The list price of one hour.',
        provenance: { status: 'ILLUSTRATIVE', sources: [] },
      },
    });
  });

  it('is negotiated for the buyer’s own partner: by percentage', async () => {
    const { price } = await offering('GB', UK_VM, `price(contract: "uk-ccs-ms-spa24") { ${PRICE} }`);
    expect(price).toMatchObject({
      amount: '0.0805',
      basis: 'NEGOTIATED',
      listAmount: '0.0920',
      contract: { id: 'uk-ccs-ms-spa24' },
      provenance: { status: 'ILLUSTRATIVE' },
    });
    expect(price.explanation).toContain('12.5% off');
  });

  it('is negotiated for the buyer’s own partner: fixed', async () => {
    const { price } = await offering('US', GOV_VM, `price(contract: "us-dod-jwcc") { amount basis }`);
    expect(price).toEqual({ amount: '0.0985', basis: 'NEGOTIATED' });
  });

  it('is negotiated for the buyer’s own partner: by volume', async () => {
    const { price } = await offering('AU', AU_BLOBS, 'price(contract: "au-dta-ms-vsa6") { amount basis }');
    expect(price).toEqual({ amount: '0.02964', basis: 'NEGOTIATED' });
  });

  it('finds the contract where none is named', async () => {
    expect(await offering('GB', UK_VM, 'price { amount contract { id } }')).toEqual({
      price: { amount: '0.0805', contract: { id: 'uk-ccs-ms-spa24' } },
    });
  });

  it.each([
    ['of another partner', 'FR', UK_VM, 'uk-ccs-ms-spa24', '2026-11-23'],
    ['before the contract begins', 'GB', UK_VM, 'uk-ccs-ms-spa24', '2024-10-31'],
    ['when the contract may have ended', 'GB', UK_VM, 'uk-ccs-ms-spa24', '2029-10-02'],
    ['of a contract without terms', 'GB', UK_VM, 'uk-ccs-ms-dta21', '2023-01-01'],
    ['of another currency', 'GB', GOV_VM, 'uk-ccs-ms-spa24', '2026-11-23'],
    [
      'of an offering that the contract does not price',
      'US',
      'aws.govcloud.aws-lambda',
      'us-dod-jwcc',
      '2026-11-23',
    ],
    ['of a contract that does not exist', 'GB', UK_VM, 'none', '2026-11-23'],
  ])('is the list price for the viewer %s', async (_, partner, id, contract, on) => {
    const { price } = await offering(
      partner,
      id,
      `price(contract: "${contract}", on: "${on}") { basis contract { id } }`,
    );
    expect(price).toEqual({ basis: 'LIST', contract: null });
  });

  it('is the list price while the contract is on hold', async () => {
    await using other = await hostInMemory(contractsSubgraph);
    const input = {
      contract: 'uk-ccs-ms-spa24',
      expectedVersion: 1,
      reason: 'stop-work order',
      forum: 'Crown Commercial Service',
      from: '2026-11-01',
    };
    await change(other, 'placeHold', input, 'hold { id }');
    const query = `{ _entities(representations: [{ __typename: "Offering", id: "${UK_VM}" }]) {
      ... on Offering { held: price { basis } before: price(on: "2026-10-31") { basis } } } }`;
    expect(await other.data(asPartner('GB'), query)).toEqual({
      _entities: [{ held: { basis: 'LIST' }, before: { basis: 'NEGOTIATED' } }],
    });
  });

  it('is null where the price book does not list the offering', async () => {
    expect(
      await offering('GB', 'none', 'listPrice { amount } price { amount } quote(quantity: 1) { total }'),
    ).toEqual({ listPrice: null, price: null, quote: null });
  });
});

describe('a quote', () => {
  it('explains itself line by line', async () => {
    const fields = `quote(contract: "au-dta-ms-vsa6", quantity: 1500, months: 12) {
      basis currency unit total listTotal saving explanation contract { id } provenance { status }
      lines { description quantity months unitAmount amount } }`;
    expect((await offering('AU', AU_BLOBS, fields)).quote).toEqual({
      basis: 'NEGOTIATED',
      currency: 'AUD',
      unit: 'GB-month',
      lines: [
        {
          description: 'from unit 1: list price less 5%',
          quantity: 100,
          months: 12,
          unitAmount: '0.02964',
          amount: '35.57',
        },
        {
          description: 'from unit 101: list price less 10%',
          quantity: 900,
          months: 12,
          unitAmount: '0.02808',
          amount: '303.26',
        },
        {
          description: 'from unit 1001: list price less 17.5%',
          quantity: 500,
          months: 12,
          unitAmount: '0.02574',
          amount: '154.44',
        },
      ],
      total: '493.27',
      listTotal: '561.60',
      saving: '68.33',
      explanation: expect.stringMatching(/^au-dta-ms-vsa6 lowers .* rounded half to even/),
      contract: { id: 'au-dta-ms-vsa6' },
      provenance: { status: 'ILLUSTRATIVE' },
    });
  });

  it.each([
    [UK_VM, 'quantity: 0', /^quantity: expected a whole number from 1, got 0/],
    [UK_VM, 'quantity: 1, months: 2', /^months: expected nothing, for this offering is priced by hour/],
    [AU_BLOBS, 'quantity: 1, months: 0', /^months: expected a whole number from 1 to 120/],
    [AU_BLOBS, 'quantity: 1, months: 121', /^months: expected a whole number from 1 to 120/],
  ])('of %s with %s is refused', async (id, argument, message) => {
    const query = `{ _entities(representations: [{ __typename: "Offering", id: "${id}" }]) {
      ... on Offering { quote(${argument}) { total } } } }`;
    const error = errorOf(await subgraph.ask(asPartner('GB'), query));
    expect(error).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  });
});

describe('the price of a way', () => {
  it('reads offering, contract and day from its id', async () => {
    expect(await way('GB', wayId(UK_VM, 'uk-ccs-ms-spa24', '2026-11-23', 'whatever'))).toEqual({
      amount: '0.0805',
      basis: 'NEGOTIATED',
      contract: { id: 'uk-ccs-ms-spa24' },
      provenance: { status: 'ILLUSTRATIVE' },
    });
  });

  it('is the list price without a contract, and on the day of the id', async () => {
    expect(await way('GB', wayId(UK_VM, null, '2026-11-23'))).toMatchObject({ basis: 'LIST' });
    expect(await way('GB', wayId(UK_VM, 'uk-ccs-ms-spa24', '2024-01-01'))).toMatchObject({ basis: 'LIST' });
    expect(await way('FR', wayId(UK_VM, 'uk-ccs-ms-spa24', '2026-11-23'))).toMatchObject({ basis: 'LIST' });
  });

  it.each([
    '',
    'garbage',
    '%%%',
    Buffer.from('null').toString('base64url'),
    Buffer.from('{"a":1}').toString('base64url'),
    wayId(),
    wayId(1, 2, 3),
    wayId(UK_VM, {}, '2026-11-23'),
    wayId(UK_VM, null, 'yesterday'),
    wayId('none', null, '2026-11-23'),
  ])('is null for the id %j', async (id) => {
    expect(await way('GB', id)).toBeNull();
  });
});

describe('price terms', () => {
  const query =
    '{ contract(id: "au-dta-ms-vsa6") { priceTerms { kind supplier currency percent tiers { from percent } } } }';

  it('are shown to the buyer’s own partner', async () => {
    expect((await subgraph.data(asPartner('AU'), query)).contract.priceTerms).toEqual({
      kind: 'TIERS',
      supplier: 'microsoft',
      currency: 'AUD',
      percent: null,
      tiers: [
        { from: 1, percent: '5' },
        { from: 101, percent: '10' },
        { from: 1001, percent: '17.5' },
      ],
    });
  });

  it('and to no other partner', async () => {
    expect((await subgraph.data(asPartner('GB'), query)).contract.priceTerms).toBeNull();
  });
});
