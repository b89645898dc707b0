import { PUBLIC, type Label } from '../../platform/disclosure/label.ts';
import type { Ask, Asker } from '../../subgraphs/catalogue/eligibility/ask.ts';
import { decide } from '../../subgraphs/catalogue/eligibility/decide.ts';
import type {
  Decision,
  Finding,
  GateName,
  WayDecision,
} from '../../subgraphs/catalogue/eligibility/decision.ts';
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
  MembershipFact,
  SchemeFact,
  Validity,
} from '../../subgraphs/catalogue/eligibility/facts.ts';
import type { RegionFact, RequirementProfile } from '../../subgraphs/catalogue/eligibility/profile.ts';

/**
 * One world in which everything holds: the United Kingdom asks for SECRET on `TODAY`, of a provider under
 * US authority, in an environment that a UK authority authorised. Tests change one thing of it at a time.
 */
export const TODAY = '2026-11-23';

/** No published bound on either side. */
export const OPEN: Validity = { from: null, until: null, fromVerified: true, untilVerified: true };

export const between = (from: string | null, until: string | null): Validity => ({ ...OPEN, from, until });

const scheme = (holder: string, keys: string[], unclassified: string[], chains = [keys]): SchemeFact => ({
  ...OPEN,
  id: holder,
  holder,
  chains: chains.map((chain) => chain.map((key) => `${holder}:${key}`)),
  levels: keys.map((key) => ({
    id: `${holder}:${key}`,
    securityClassification: !unclassified.includes(key),
  })),
  verification: 'VERIFIED',
});

export const SCHEMES: readonly SchemeFact[] = [
  scheme('GB', ['O', 'S', 'TS'], ['O']),
  scheme('US', ['U', 'C', 'S', 'TS'], ['U']),
  scheme(
    'CA',
    ['U', 'PA', 'PB', 'PC', 'C', 'S', 'TS'],
    ['U', 'PA', 'PB', 'PC'],
    [
      ['U', 'PA', 'PB', 'PC'],
      ['U', 'C', 'S', 'TS'],
    ],
  ),
  scheme('DE', ['VSNFD', 'VSV', 'G', 'SG'], []),
  scheme('FR', ['S', 'TS'], []),
  scheme('CZ', ['V', 'D', 'T', 'PT'], []),
  scheme('ES', ['DL', 'C', 'R', 'S'], []),
  scheme('NATO', ['NU', 'NR', 'NC', 'NS', 'CTS'], ['NU']),
  scheme('EU', ['R', 'C', 'S', 'TS'], []),
];

export const membership = (
  organisation: string,
  member: string,
  dates: Validity = between('1990-01-01', null),
): MembershipFact => ({ ...dates, organisation, member, verification: 'VERIFIED' });

export const equivalence = (
  fromLevel: string,
  toLevel: string | null,
  over: Partial<EquivalenceFact> = {},
): EquivalenceFact => ({
  ...OPEN,
  id: `${fromLevel}=${toLevel}`,
  fromLevel,
  toLevel,
  relation: 'EQUIVALENT',
  direction: 'MUTUAL',
  scope: null,
  verification: 'VERIFIED',
  ...over,
});

export const party = (partner: string) => ({ partner, membersOf: null });
export const membersOf = (organisation: string) => ({ partner: null, membersOf: organisation });

export const agreement = (over: Partial<AgreementFact> = {}): AgreementFact => ({
  ...between('2010-01-01', null),
  id: 'gb-us',
  parties: [party('GB'), party('US')],
  status: 'IN_FORCE',
  scope: 'GENERAL',
  scopeWords: null,
  coverage: 'ALL',
  levels: [],
  verification: 'VERIFIED',
  ...over,
});

export const authorisation = (
  id: string,
  jurisdiction: string,
  permitsUpTo: readonly string[],
  over: Partial<AuthorisationFact> = {},
): AuthorisationFact => ({
  id,
  jurisdiction,
  authority: `the accreditor of ${jurisdiction}`,
  permitsUpTo,
  permitsClassified: true,
  status: 'IN_FORCE',
  verification: 'VERIFIED',
  ...over,
});

export const clearance = (
  id: string,
  grantor: string,
  permitsUpTo: string | null,
  over: Partial<ClearanceFact> = {},
): ClearanceFact => ({ id, grantor, permitsUpTo, verification: 'VERIFIED', ...over });

export const held = (id: string | null, over: Partial<HeldAuthorisation> = {}): HeldAuthorisation => ({
  ...between('2020-01-01', null),
  authorisation: id,
  words: id ?? 'words of no register',
  status: 'CURRENT',
  scope: 'ENVIRONMENT',
  verification: 'VERIFIED',
  ...over,
});

export const levelFacts = (over: Partial<LevelFacts> = {}): LevelFacts => ({
  dataVersion: 'level-1',
  asOf: TODAY,
  schemes: SCHEMES,
  memberships: [
    ...['GB', 'US', 'CA', 'DE', 'FR', 'CZ', 'ES'].map((member) => membership('NATO', member)),
    ...['DE', 'FR', 'CZ', 'ES'].map((member) => membership('EU', member)),
  ],
  equivalences: [equivalence('GB:S', 'NATO:NS'), equivalence('GB:TS', 'NATO:CTS')],
  agreements: [agreement()],
  authorisations: [
    authorisation('UK-SECRET', 'GB', ['GB:S']),
    authorisation('DOD-IL6', 'US', ['US:S']),
    authorisation('DOD-IL5', 'US', ['US:U'], { permitsClassified: false }),
    authorisation('DE-C5', 'DE', [], { permitsClassified: false }),
  ],
  clearances: [
    clearance('GB-DV', 'GB', 'GB:TS'),
    clearance('GB-CTC', 'GB', 'GB:O'),
    clearance('US-SECRET', 'US', 'US:S'),
    clearance('FR-S', 'FR', 'FR:S'),
    clearance('GB-BPSS', 'GB', null),
  ],
  ...over,
});

export const hold = (over: Partial<HoldFact> = {}): HoldFact => ({
  ...between('2026-01-01', null),
  id: 'hold-1',
  reason: 'preliminary injunction',
  forum: 'the Court of Claims',
  verification: 'VERIFIED',
  ...over,
});

export const contract = (over: Partial<ContractFact> = {}): ContractFact => ({
  id: 'gb-main',
  conveysPurchase: true,
  buyerTags: [],
  suppliers: [{ provider: 'acme', verification: 'VERIFIED' }],
  suppliersPublished: true,
  term: between('2024-01-01', '2030-01-01'),
  cancelledFrom: null,
  holds: [],
  ceiling: { amount: '100.00', currency: 'GBP', remaining: '40.00', verification: 'VERIFIED' },
  levels: ['GB:O', 'GB:TS'],
  levelsPublished: true,
  levelsVerification: 'VERIFIED',
  isOpen: true,
  verification: 'VERIFIED',
  ...over,
});

export const deviceModel = (over: Partial<DeviceModelFact> = {}): DeviceModelFact => ({
  id: 'box-1',
  provider: 'acme',
  offlineCapable: true,
  offlineVerification: 'VERIFIED',
  maxDisconnectedDays: 30,
  maxDisconnectedVerification: 'VERIFIED',
  lifecycle: available(),
  authorisations: [held('UK-SECRET', { scope: 'DEVICE' })],
  customers: ['ANY'],
  isOpen: true,
  verification: 'VERIFIED',
  ...over,
});

export const available = (
  over: Partial<RequirementProfile['lifecycle']> = {},
): RequirementProfile['lifecycle'] => ({
  status: 'AVAILABLE',
  availableFrom: null,
  endOfSale: null,
  endOfSupport: null,
  verification: 'VERIFIED',
  ...over,
});

export const facts = (over: Partial<Facts> = {}): Facts => ({
  level: levelFacts(),
  contract: { dataVersion: 'contract-1', contracts: [contract()] },
  device: { dataVersion: 'device-1', models: [deviceModel()] },
  ...over,
});

/** Facts in which only the named level facts differ from the baseline. */
export const withLevel = (over: Partial<LevelFacts>): Facts => facts({ level: levelFacts(over) });

/** Facts in which the partner has exactly these contracts. */
export const withContracts = (...contracts: readonly ContractFact[]): Facts =>
  facts({ contract: { dataVersion: 'contract-1', contracts } });

/** Facts in which exactly these device models are published. */
export const withModels = (...models: readonly DeviceModelFact[]): Facts =>
  facts({ device: { dataVersion: 'device-1', models } });

export const region = (id: string, country: string | null, over: Partial<RegionFact> = {}): RegionFact => ({
  id,
  country,
  countryVerification: 'VERIFIED',
  ...over,
});

export const profile = (over: Partial<RequirementProfile> = {}): RequirementProfile => ({
  id: 'profile-1',
  provider: 'acme',
  operatorCountry: 'US',
  operatorVerification: 'VERIFIED',
  environment: 'acme-gov',
  delivery: 'REGION',
  deviceModel: null,
  asOf: TODAY,
  lifecycle: available(),
  publisher: {
    customers: [{ tag: 'ANY', verification: 'VERIFIED' }],
    exclusive: true,
    contradictory: false,
    statement: null,
    verification: 'VERIFIED',
  },
  authorisations: [held('UK-SECRET')],
  contradictory: false,
  regions: [region('london', 'GB'), region('cardiff', 'GB')],
  regionScope: 'SERVICE',
  personnel: { clearances: ['GB-DV'], citizenships: ['GB'], verification: 'VERIFIED' },
  label: label({ marking: 'US:U' }),
  verification: 'VERIFIED',
  ...over,
});

/** The offering that is the device `box-1`. */
export const deviceProfile = (over: Partial<RequirementProfile> = {}): RequirementProfile =>
  profile({
    id: 'profile-device',
    environment: null,
    delivery: 'DEVICE',
    deviceModel: 'box-1',
    authorisations: [],
    regions: [],
    regionScope: 'CUSTOMER_PREMISES',
    ...over,
  });

/** A label of what is public, but for what is given. */
export const label = (over: Partial<Label> = {}): Label => ({ ...PUBLIC, ...over });

export const ask = (over: Partial<Ask> = {}): Ask => ({
  level: 'GB:S',
  on: TODAY,
  residency: null,
  offlineDays: null,
  deviceModel: null,
  contract: null,
  ...over,
});

export const asker = (partner = 'GB', ...tags: readonly string[]): Asker => ({
  partner,
  tags,
  clearance: null,
  compartments: [],
});

/** What a test changes of the baseline question. */
export interface Question {
  readonly profile?: RequirementProfile;
  readonly facts?: Facts;
  readonly ask?: Partial<Ask>;
  readonly asker?: Asker;
}

/** Decides the baseline question with the changes; fails where the profile is not disclosed. */
export function answer(question: Question = {}): Decision {
  const decision = decide(
    question.profile ?? profile(),
    question.facts ?? facts(),
    ask(question.ask),
    question.asker ?? asker(),
    'version-1',
  );
  if (!decision) throw new Error('The profile is not disclosed to the asker.');
  return decision;
}

/** The findings of one gate on a way. */
export function findingsOf(decision: WayDecision, gate: GateName): readonly Finding[] {
  return decision.findings.filter((finding) => finding.gate === gate);
}

/** The only finding of a gate on the best way of the question. */
export function finding(gate: GateName, question: Question = {}): Finding {
  const [only, ...more] = findingsOf(answer(question), gate);
  if (!only || more.length > 0) throw new Error(`${gate} made ${more.length + (only ? 1 : 0)} findings.`);
  return only;
}

/** `STATUS CODE` of the only finding of a gate: what most tests compare. */
export function verdict(gate: GateName, question: Question = {}): string {
  const { status, code } = finding(gate, question);
  return `${status} ${code}`;
}

/** `STATUS CODE` of every finding of a gate on the best way. */
export function verdicts(gate: GateName, question: Question = {}): readonly string[] {
  return findingsOf(answer(question), gate).map(({ status, code }) => `${status} ${code}`);
}
