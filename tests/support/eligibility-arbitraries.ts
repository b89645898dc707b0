import fc from 'fast-check';
import type { Ask, Asker } from '../../subgraphs/catalogue/eligibility/ask.ts';
import type {
  AgreementFact,
  AuthorisationFact,
  ClearanceFact,
  ContractFact,
  DeviceModelFact,
  EquivalenceFact,
  Facts,
  HeldAuthorisation,
  HoldFact,
  LevelFacts,
  LifecycleFact,
  Validity,
  Verification,
} from '../../subgraphs/catalogue/eligibility/facts.ts';
import type { RegionFact, RequirementProfile } from '../../subgraphs/catalogue/eligibility/profile.ts';
import {
  agreement,
  ask,
  asker,
  authorisation,
  available,
  clearance,
  contract,
  deviceModel,
  deviceProfile,
  equivalence,
  held,
  hold,
  levelFacts,
  membersOf,
  membership,
  party,
  profile,
  region,
  SCHEMES,
  TODAY,
} from './eligibility.ts';
import type { World } from './eligibility-unlocks.ts';

/*
 * Small pools, so that facts meet each other, and a bias towards what holds, so that every outcome comes
 * up. Each record starts from one that holds and has some of its fields changed.
 */

const DAYS = ['2019-06-01', '2022-12-15', TODAY, '2031-05-05'];
const DATES = ['2013', '2020-02', '2022-12', '2022-12-15', '2026-11-23', '2026-11-24', '2030-01-01', 'soon'];
const COUNTRIES = ['GB', 'US', 'DE', 'FR'];
const PROVIDERS = ['acme', 'other'];
const LEVELS = SCHEMES.flatMap((scheme) => scheme.levels.map(({ id }) => id));
const AUTHORISATIONS = ['UK-SECRET', 'UK-TS', 'DOD-IL6', 'DOD-IL5', 'DE-C5', 'NATO-CIS', 'FR-X'];
const CLEARANCES = ['GB-DV', 'GB-CTC', 'US-SECRET', 'FR-S', 'GB-BPSS'];
const TAGS = ['ANY', 'US-DOD', 'GB-PUBLIC-SECTOR', 'EU-ENTITY', 'NATO', 'SOMETHING'];

/** One of several values, the usual one a little more often. */
const mostly = <const T>(usual: T, ...rest: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(usual, usual, ...rest);

const some = <T>(pool: readonly T[], maxLength = 3): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...pool), { maxLength });

/** The record as it is, or with a few of its fields replaced by generated values. */
function varied<T extends object>(
  base: T,
  fields: { readonly [K in keyof T]?: fc.Arbitrary<T[K]> },
): fc.Arbitrary<T> {
  const keys = Object.keys(fields);
  const changed = fc
    .tuple(
      fc.record(fields as Record<string, fc.Arbitrary<unknown>>),
      fc.subarray(keys, { minLength: 1, maxLength: Math.min(4, keys.length) }),
    )
    .map(([values, chosen]) => ({ ...base, ...Object.fromEntries(chosen.map((key) => [key, values[key]])) }));
  return fc.oneof({ arbitrary: fc.constant(base), weight: 2 }, { arbitrary: changed, weight: 3 });
}

/** The list that holds, or a generated one. */
const usually = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 1 }, { arbitrary: other, weight: 1 });

const verification = mostly<Verification>('VERIFIED', 'UNVERIFIED', 'ILLUSTRATIVE');
const validity = {
  from: mostly<string | null>('2010-01-01', null, ...DATES),
  until: mostly<string | null>(null, ...DATES),
  fromVerified: mostly(true, false),
  untilVerified: mostly(true, false),
} satisfies { [K in keyof Validity]: fc.Arbitrary<Validity[K]> };

const level = fc.oneof(
  { arbitrary: fc.constantFrom('GB:S', 'US:S', 'NATO:NS'), weight: 3 },
  fc.constantFrom(...LEVELS),
);

const equivalences: fc.Arbitrary<EquivalenceFact[]> = fc.array(
  fc.tuple(level, fc.option(level, { freq: 8 })).chain(([from, to]) =>
    varied(equivalence(from, to), {
      ...validity,
      relation: mostly('EQUIVALENT', 'ALIGNED', 'HANDLED_AS', 'CONVERTS_TO', 'NO_EQUIVALENT', 'CASE_BY_CASE'),
      direction: mostly('MUTUAL', 'ONE_WAY'),
      scope: mostly<string | null>(null, 'military information'),
      verification,
    }),
  ),
  { maxLength: 6 },
);

export const anyAgreement: fc.Arbitrary<AgreementFact> = fc
  .tuple(fc.constantFrom('gb-us', 'us-de', 'nato', 'eu-us', 'fr-us'), fc.integer({ min: 0, max: 9 }))
  .chain(([kind, number]) => {
    const parties = {
      'gb-us': [party('GB'), party('US')],
      'us-de': [party('US'), party('DE')],
      nato: [membersOf('NATO')],
      'eu-us': [party('EU'), party('US')],
      'fr-us': [party('FR'), party('US')],
    }[kind] as AgreementFact['parties'];
    return varied(agreement({ id: `${kind}-${number}`, parties }), {
      ...validity,
      status: mostly(
        'IN_FORCE',
        'BELIEVED_IN_FORCE',
        'CONCLUDED',
        'SIGNED',
        'RATIFICATION_PENDING',
        'LAID_BEFORE_PARLIAMENT',
        'SUPERSEDED',
        'NOT_LEGALLY_BINDING',
        'NOT_A_SECURITY_AGREEMENT',
      ),
      scope: mostly('GENERAL', 'LIMITED'),
      coverage: mostly('ALL', 'LISTED', 'NOT_PUBLISHED'),
      levels: fc.array(level, { maxLength: 2 }),
      verification,
    });
  });

const authorisations: fc.Arbitrary<AuthorisationFact[]> = fc.tuple(
  ...(
    [
      ['UK-SECRET', 'GB', ['GB:S']],
      ['UK-TS', 'GB', ['GB:TS']],
      ['DOD-IL6', 'US', ['US:S']],
      ['DOD-IL5', 'US', ['US:U']],
      ['DE-C5', 'DE', []],
      ['NATO-CIS', 'NATO', ['NATO:CTS']],
      ['FR-X', 'FR', ['FR:S', 'EU:S']],
    ] as const
  ).map(([id, jurisdiction, permits]) =>
    varied(authorisation(id, jurisdiction, permits), {
      status: mostly('IN_FORCE', 'LEGACY', 'ANNOUNCED', 'DRAFT', 'UNKNOWN'),
      permitsClassified: mostly(true, false),
      verification,
    }),
  ),
);

const clearances: fc.Arbitrary<ClearanceFact[]> = fc.tuple(
  ...(
    [
      ['GB-DV', 'GB', 'GB:TS'],
      ['GB-CTC', 'GB', 'GB:O'],
      ['US-SECRET', 'US', 'US:S'],
      ['FR-S', 'FR', 'FR:S'],
      ['GB-BPSS', 'GB', null],
    ] as const
  ).map(([id, grantor, permits]) => varied(clearance(id, grantor, permits), { verification })),
);

const levels: fc.Arbitrary<LevelFacts> = varied(levelFacts(), {
  asOf: mostly<string>('2018-01-01', TODAY),
  schemes: fc.tuple(
    ...SCHEMES.map((scheme) => varied(scheme, { from: mostly<string | null>(null, '2020') })),
  ),
  memberships: fc.tuple(
    ...['GB', 'US', 'DE', 'FR'].flatMap((member) => [
      varied(membership('NATO', member), { ...validity, verification }),
      varied(membership('EU', member), { ...validity, verification }),
    ]),
  ),
  equivalences,
  agreements: usually(
    [agreement()],
    fc.uniqueArray(anyAgreement, { maxLength: 4, selector: ({ id }) => id }),
  ),
  authorisations,
  clearances,
});

export const anyHold: fc.Arbitrary<HoldFact> = fc
  .constantFrom('a', 'b', 'c')
  .chain((id) => varied(hold({ id }), { ...validity, verification }));

export const anyContract: fc.Arbitrary<ContractFact> = fc.constantFrom('k1', 'k2', 'k3', 'k4').chain((id) =>
  varied(contract({ id }), {
    conveysPurchase: mostly(true, false),
    buyerTags: mostly<readonly string[]>([], ['US-DOD'], ['GB-PUBLIC-SECTOR']),
    suppliers: fc.uniqueArray(
      fc.record({ provider: mostly(...(PROVIDERS as [string, string])), verification }),
      { maxLength: 2, selector: ({ provider }) => provider },
    ),
    suppliersPublished: mostly(true, false),
    term: varied<Validity>(contract().term, {
      ...validity,
      until: mostly<string | null>('2035-01-01', null, ...DATES),
    }),
    cancelledFrom: mostly<string | null>(null, ...DATES),
    holds: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, fc.array(anyHold, { maxLength: 2 })),
    ceiling: fc.oneof(
      fc.constant(null),
      fc.record({
        amount: fc.constant('100'),
        currency: fc.constant('GBP'),
        remaining: mostly<string | null>('40.5', null, '0', '0.00', '-3.10'),
        verification,
      }),
    ),
    levels: fc.oneof(
      { arbitrary: fc.constant(['GB:O', 'GB:TS', 'US:S', 'NATO:NS']), weight: 3 },
      some(LEVELS),
    ),
    levelsPublished: mostly(true, false),
    levelsVerification: verification,
    verification,
  }),
);

const contracts = usually(
  [contract({ id: 'k1' })],
  fc.uniqueArray(anyContract, { maxLength: 4, selector: ({ id }) => id }),
);

const heldAuthorisation: fc.Arbitrary<HeldAuthorisation> = fc
  .oneof(
    { arbitrary: fc.constantFrom<string | null>('UK-SECRET', 'DOD-IL6'), weight: 2 },
    fc.constantFrom(null, ...AUTHORISATIONS, 'UNDEFINED'),
  )
  .chain((id) =>
    varied(held(id), {
      ...validity,
      status: mostly('CURRENT', 'HISTORICAL', 'BUYER_ASSESSED', 'POLICY', 'SOUGHT', 'PLANNED'),
      verification,
    }),
  );

const lifecycle: fc.Arbitrary<LifecycleFact> = varied(available(), {
  status: mostly(
    'AVAILABLE',
    'SUPPORTED',
    'EXISTING_CUSTOMERS_ONLY',
    'PLANNED',
    'SUPERSEDED',
    'DISCONTINUED',
    'UNKNOWN',
  ),
  availableFrom: mostly<string | null>(null, ...DATES),
  endOfSale: mostly<string | null>(null, ...DATES),
  endOfSupport: mostly<string | null>(null, ...DATES),
  verification,
});

const model: fc.Arbitrary<DeviceModelFact> = fc.constantFrom('box-1', 'box-2').chain((id) =>
  varied(deviceModel({ id }), {
    offlineCapable: mostly<boolean | null>(true, false, null),
    offlineVerification: verification,
    maxDisconnectedDays: mostly<number | null>(30, null, 5),
    maxDisconnectedVerification: verification,
    lifecycle,
    authorisations: fc.array(
      heldAuthorisation.chain((entry) => varied(entry, { scope: mostly('DEVICE', 'SERVICE') })),
      { maxLength: 3 },
    ),
    customers: fc.oneof({ arbitrary: fc.constant(['ANY']), weight: 3 }, fc.option(some(TAGS))),
    verification,
  }),
);

const regionFact: fc.Arbitrary<RegionFact> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom<string | null>(null, 'GB', 'GB', ...COUNTRIES))
  .chain(([number, country]) => varied(region(`r${number}`, country), { countryVerification: verification }));

const profileFields = {
  provider: mostly('acme', 'other'),
  operatorCountry: mostly<string | null>('US', 'GB', 'DE', null),
  operatorVerification: verification,
  lifecycle,
  publisher: fc.record({
    customers: fc.oneof(
      { arbitrary: fc.constant([{ tag: 'ANY', verification: 'VERIFIED' as const }]), weight: 3 },
      fc.option(fc.array(fc.record({ tag: fc.constantFrom(...TAGS), verification }), { maxLength: 3 })),
    ),
    exclusive: mostly(true, false),
    contradictory: mostly(false, true),
    statement: fc.constant(null),
    verification,
  }),
  contradictory: mostly(false, true),
  personnel: fc.oneof(
    { arbitrary: fc.constant(profile().personnel), weight: 3 },
    fc.constant(null),
    fc.record({ clearances: some(CLEARANCES, 2), citizenships: some(COUNTRIES, 2), verification }),
  ),
  asOf: mostly<string>('2018-01-01', TODAY),
  label: fc.record({
    marking: mostly<string | null>('US:U', 'GB:S', 'US:S', null),
    handledAs: mostly<readonly string[]>([], ['GB:S'], ['GB:TS']),
    compartments: mostly<readonly string[]>([], ['ATLAS']),
    releasableTo: mostly<readonly string[] | null>(null, ['GB'], ['GB', 'US', 'FR'], ['US'], []),
  }),
  verification,
} satisfies { [K in keyof RequirementProfile]?: fc.Arbitrary<RequirementProfile[K]> };

export const anyProfile: fc.Arbitrary<RequirementProfile> = fc.oneof(
  {
    weight: 3,
    arbitrary: varied(profile(), {
      ...profileFields,
      delivery: mostly('REGION', 'PREMISES'),
      authorisations: usually([held('UK-SECRET')], fc.array(heldAuthorisation, { maxLength: 4 })),
      regions: fc.uniqueArray(regionFact, { maxLength: 5, selector: ({ id }) => id }),
      regionScope: mostly('SERVICE', 'ENVIRONMENT', 'CUSTOMER_PREMISES', 'NOT_PUBLISHED'),
    }),
  },
  { weight: 1, arbitrary: varied(deviceProfile(), profileFields) },
);

const anyAsk: fc.Arbitrary<Ask> = varied(ask(), {
  level: mostly('GB:S', 'GB:O', 'US:S', 'NATO:NS', 'FR:S', 'EU:S', 'XX:NONE'),
  on: mostly<string>(TODAY, ...DAYS),
  residency: fc.oneof(fc.constant(null), some(COUNTRIES)),
  offlineDays: mostly<number | null>(null, 0, 10),
  deviceModel: mostly<string | null>(null, 'box-1', 'box-2'),
  contract: mostly<string | null>(null, 'k1', 'k2', 'unknown'),
});

const anyAsker: fc.Arbitrary<Asker> = varied(asker(), {
  partner: mostly('GB', 'US', 'FR', 'NATO'),
  tags: some(TAGS.slice(1), 2),
  clearance: mostly<string | null>(null, 'GB:S', 'US:TS'),
  compartments: mostly<readonly string[]>([], ['ATLAS']),
});

/** Facts that could all be read. */
const readable: fc.Arbitrary<Facts> = fc.record({
  level: levels,
  contract: contracts.map((list) => ({ dataVersion: 'contract-1', contracts: list })),
  device: fc
    .uniqueArray(model, { maxLength: 2, selector: ({ id }) => id })
    .map((models) => ({ dataVersion: 'device-1', models })),
});

/** Any question whose facts could all be read. */
export const anyWorld: fc.Arbitrary<World> = fc.record({
  profile: anyProfile,
  facts: readable,
  ask: anyAsk,
  asker: anyAsker,
});
