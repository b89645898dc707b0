import type { Ask, Asker } from './ask.ts';
import type {
  AgreementFact,
  AuthorisationFact,
  ContractFacts,
  DeviceFacts,
  EquivalenceFact,
  Facts,
  LevelFacts,
  LevelId,
  MembershipFact,
  PartnerCode,
  SchemeFact,
} from './facts.ts';
import type { RequirementProfile } from './profile.ts';

/**
 * The facts that can bear on one profile for one ask, out of all that a question comes with: the same is decided
 * from them. What is left out concerns other offerings, contracts of other suppliers, levels that nothing leads
 * to from the one asked.
 */
export function relevantFacts(facts: Facts, ask: Ask, asker: Asker, profile: RequirementProfile): Facts {
  const device = facts.device && relevantDevices(facts.device, profile);
  const contract = facts.contract && relevantContracts(facts.contract, ask, profile);
  const covered = contract?.contracts.flatMap(({ levels }) => levels) ?? [];
  const held = [...profile.authorisations, ...(device?.models.flatMap((it) => it.authorisations) ?? [])];
  const ids = new Set(held.map(({ authorisation }) => authorisation));
  const level = facts.level && relevantLevels(facts.level, { ask, asker, profile, covered, ids });
  return { level, contract, device };
}

function relevantDevices(device: DeviceFacts, { deviceModel }: RequirementProfile): DeviceFacts {
  return { ...device, models: device.models.filter(({ id }) => id === deviceModel) };
}

/** The contract asked for; else those that could convey a purchase from the provider. */
function relevantContracts(
  facts: ContractFacts,
  { contract }: Ask,
  { provider }: RequirementProfile,
): ContractFacts {
  return {
    ...facts,
    contracts: facts.contracts.filter(({ id, conveysPurchase, suppliersPublished, suppliers }) =>
      contract === null
        ? conveysPurchase && (!suppliersPublished || suppliers.some((it) => it.provider === provider))
        : id === contract,
    ),
  };
}

interface Question {
  readonly ask: Ask;
  readonly asker: Asker;
  readonly profile: RequirementProfile;
  /** The levels that contracts cover. */
  readonly covered: readonly LevelId[];
  /** The authorisations that the offering is said to hold. */
  readonly ids: ReadonlySet<string | null>;
}

function relevantLevels(facts: LevelFacts, question: Question): LevelFacts {
  const { ask, asker, profile, covered, ids } = question;
  const { partner } = asker;
  // The partner's own say who would have to grant what is missing.
  const authorisations = facts.authorisations.filter((it) => ids.has(it.id) || it.jurisdiction === partner);
  const clearances = facts.clearances.filter(({ id }) => profile.personnel?.clearances.includes(id));
  const equivalences = relevantEquivalences(facts, ask.level, authorisations);
  const agreements = relevantAgreements(facts.agreements, ask.level, profile.operatorCountry);
  const named = new Set<LevelId | null>([
    ask.level,
    ...covered,
    ...authorisations.flatMap(({ permitsUpTo }) => permitsUpTo),
    ...clearances.map(({ permitsUpTo }) => permitsUpTo),
    ...equivalences.flatMap(({ fromLevel, toLevel }) => [fromLevel, toLevel]),
  ]);
  const schemes = facts.schemes.filter(({ levels }) => levels.some(({ id }) => named.has(id)));
  const holders = schemes.map(({ holder }) => holder);
  const organisations = new Set<PartnerCode | null>([
    // Publishers sell to its members.
    'EU',
    ...holders,
    ...authorisations.map(({ jurisdiction }) => jurisdiction),
    ...agreements.flatMap(({ parties }) => parties.map(({ membersOf }) => membersOf)),
  ]);
  const members = new Set<PartnerCode | null>([partner, profile.operatorCountry, ...holders]);
  const memberships = relevantMemberships(facts.memberships, organisations, members);
  return { ...facts, schemes, memberships, equivalences, agreements, authorisations, clearances };
}

/** Those that a reading of the level asked can begin with, and those that lead on from there to a level permitted. */
function relevantEquivalences(
  { equivalences, schemes }: LevelFacts,
  asked: LevelId,
  authorisations: readonly AuthorisationFact[],
): readonly EquivalenceFact[] {
  const others = ({ fromLevel, toLevel }: EquivalenceFact, from: LevelId): LevelId | null =>
    fromLevel === from ? toLevel : fromLevel;
  const touches = ({ fromLevel, toLevel }: EquivalenceFact, level: LevelId): boolean =>
    fromLevel === level || toLevel === level;
  const first = equivalences.filter((it) => touches(it, asked));
  const hubs = new Set(first.map((it) => others(it, asked)));
  const permitted = new Set(authorisations.flatMap(({ permitsUpTo }) => permitsUpTo));
  const ends = levelsOf(schemes.filter(({ levels }) => levels.some(({ id }) => permitted.has(id))));
  return equivalences.filter(
    (it) =>
      first.includes(it) ||
      [...hubs].some((hub) => hub !== null && touches(it, hub) && ends.has(others(it, hub) ?? '')),
  );
}

function levelsOf(schemes: readonly SchemeFact[]): ReadonlySet<LevelId> {
  return new Set(schemes.flatMap(({ levels }) => levels.map(({ id }) => id)));
}

/** Those that the operator's country may be a party to and that may cover the level asked. */
function relevantAgreements(
  agreements: readonly AgreementFact[],
  asked: LevelId,
  operator: PartnerCode | null,
): readonly AgreementFact[] {
  return agreements.filter(
    ({ parties, coverage, levels }) =>
      parties.some((it) => it.partner === operator || it.membersOf !== null) &&
      (coverage !== 'LISTED' || levels.includes(asked)),
  );
}

/** Those of the members in question; where an organisation has none of them, one that shows that it is one. */
function relevantMemberships(
  memberships: readonly MembershipFact[],
  organisations: ReadonlySet<PartnerCode | null>,
  members: ReadonlySet<PartnerCode | null>,
): readonly MembershipFact[] {
  const own = memberships.filter((it) => organisations.has(it.organisation) && members.has(it.member));
  const shown = new Set(own.map(({ organisation }) => organisation));
  const others = memberships.filter(({ organisation }) => {
    if (!organisations.has(organisation) || shown.has(organisation)) return false;
    shown.add(organisation);
    return true;
  });
  return [...own, ...others];
}
