import { Kind, parse, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql';

/**
 * The facts that the catalogue requires of the other subgraphs, as they appear in `eligibility/facts.ts`.
 * The owners declare the same types, hidden from clients; composition fails where the two differ. From this
 * text come the selections of `@requires` and the check of what the gateway brings.
 */
export const FACTS_SDL = `
extend type Viewer {
  levelFacts: LevelFacts @external
  contractFacts: ContractFacts @external
  deviceFacts: DeviceFacts @external
}

type LevelFacts @shareable {
  dataVersion: String!
  asOf: String!
  schemes: [SchemeFact!]!
  memberships: [MembershipFact!]!
  equivalences: [EquivalenceFact!]!
  agreements: [AgreementFact!]!
  authorisations: [AuthorisationFact!]!
  clearances: [ClearanceFact!]!
}

type SchemeFact @shareable {
  id: ID!
  holder: ID!
  chains: [[ID!]!]!
  levels: [SchemeLevelFact!]!
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

type SchemeLevelFact @shareable {
  id: ID!
  securityClassification: Boolean!
}

type MembershipFact @shareable {
  organisation: ID!
  member: ID!
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

type EquivalenceFact @shareable {
  id: ID!
  fromLevel: ID!
  toLevel: ID
  relation: String!
  direction: String!
  scope: String
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

type AgreementFact @shareable {
  id: ID!
  parties: [PartyFact!]!
  status: String!
  scope: String!
  scopeWords: String
  coverage: String!
  levels: [ID!]!
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

type PartyFact @shareable {
  partner: ID
  membersOf: ID
}

type AuthorisationFact @shareable {
  id: ID!
  jurisdiction: ID!
  authority: String!
  permitsUpTo: [ID!]!
  permitsClassified: Boolean!
  status: String!
  verification: String!
}

type ClearanceFact @shareable {
  id: ID!
  grantor: ID!
  permitsUpTo: ID
  verification: String!
}

type ContractFacts @shareable {
  dataVersion: String!
  contracts: [ContractFact!]!
}

type ContractFact @shareable {
  id: ID!
  conveysPurchase: Boolean!
  buyerTags: [String!]!
  suppliers: [SupplierFact!]!
  suppliersPublished: Boolean!
  term: Validity!
  cancelledFrom: PartialDate
  holds: [HoldFact!]!
  ceiling: CeilingFact
  levels: [ID!]!
  levelsPublished: Boolean!
  levelsVerification: String!
  "Whether its label lets anybody see it, so that a statement may hold it."
  isOpen: Boolean!
  verification: String!
}

type SupplierFact @shareable {
  provider: ID!
  verification: String!
}

type Validity @shareable {
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
}

type HoldFact @shareable {
  id: ID!
  reason: String!
  forum: String!
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

type CeilingFact @shareable {
  amount: Decimal!
  currency: String!
  remaining: Decimal
  verification: String!
}

type DeviceFacts @shareable {
  dataVersion: String!
  models: [DeviceModelFact!]!
}

type DeviceModelFact @shareable {
  id: ID!
  provider: ID!
  offlineCapable: Boolean
  offlineVerification: String!
  maxDisconnectedDays: Int
  maxDisconnectedVerification: String!
  lifecycle: LifecycleFact!
  authorisations: [HeldAuthorisation!]!
  customers: [String!]
  "Whether its label lets anybody see it, so that a statement may hold it."
  isOpen: Boolean!
  verification: String!
}

type LifecycleFact @shareable {
  status: String!
  availableFrom: PartialDate
  endOfSale: PartialDate
  endOfSupport: PartialDate
  verification: String!
}

type HeldAuthorisation @shareable {
  authorisation: ID
  words: String!
  status: String!
  scope: String!
  from: PartialDate
  until: PartialDate
  fromVerified: Boolean!
  untilVerified: Boolean!
  verification: String!
}

extend type Offering {
  asker: Viewer @inaccessible
}

scalar Decimal
`;

const TYPES: ReadonlyMap<string, ObjectTypeDefinitionNode> = new Map(
  parse(FACTS_SDL).definitions.flatMap((it) =>
    it.kind === Kind.OBJECT_TYPE_DEFINITION ? [[it.name.value, it] as const] : [],
  ),
);

const GROUPS = {
  levelFacts: 'LevelFacts',
  contractFacts: 'ContractFacts',
  deviceFacts: 'DeviceFacts',
} as const;
export type FactGroup = keyof typeof GROUPS;

/** The selection of all facts of a viewer, for `@requires`. */
export const FACTS_SELECTION = Object.entries(GROUPS)
  .map(([field, type]) => `${field} { ${selectionOf(type)} }`)
  .join(' ');

function selectionOf(type: string): string {
  const fields = TYPES.get(type)?.fields ?? [];
  return fields
    .map((field) => {
      const inner = namedType(field.type);
      return TYPES.has(inner) ? `${field.name.value} { ${selectionOf(inner)} }` : field.name.value;
    })
    .join(' ');
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/**
 * The group of facts as the gateway brought it; null where it is absent or not of the declared shape, which
 * the decision then treats as facts that could not be read.
 */
export function factsOf<Facts>(representation: Record<string, unknown>, group: FactGroup): Facts | null {
  const value = representation[group] ?? null;
  return value !== null && conforms(value, GROUPS[group]) ? (value as Facts) : null;
}

function conforms(value: unknown, type: string): boolean {
  const fields = TYPES.get(type)?.fields;
  if (!fields) return conformsToScalar(value, type);
  if (typeof value !== 'object' || value === null) return false;
  return fields.every((field) =>
    conformsTo((value as Record<string, unknown>)[field.name.value], field.type),
  );
}

function conformsTo(value: unknown, type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE)
    return value !== null && value !== undefined && conformsTo(value, type.type);
  // The gateway writes every field that it selects; an absent one is no null.
  if (value === undefined) return false;
  if (value === null) return true;
  if (type.kind === Kind.LIST_TYPE)
    return Array.isArray(value) && value.every((it) => conformsTo(it, type.type));
  return conforms(value, type.name.value);
}

function conformsToScalar(value: unknown, type: string): boolean {
  if (type === 'Boolean') return typeof value === 'boolean';
  if (type === 'Int') return Number.isInteger(value);
  return typeof value === 'string';
}
