import { createUnionType, Directive, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { Cost, ListSize } from '../../../../platform/graphql/cost-hints.ts';
import { AsItsOwner, OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import type { Unlock as UnlockFact } from '../../eligibility/decision.ts';
import { FindingStatusEnum, GateEnum, OutcomeEnum } from '../enums.ts';
import { Environment, Provider, Region } from './environment.ts';
import { Agreement, Authorisation, Clearance, Contract, DeviceModel, Equivalence, Level } from './stubs.ts';

/** What union and interface members are told apart by. */
interface Typed {
  readonly __typename?: string;
}

export const Evidence = createUnionType({
  name: 'Evidence',
  description: 'A record that a finding rests on. Expand it to read it.',
  types: () =>
    [
      Agreement,
      Authorisation,
      Clearance,
      Contract,
      DeviceModel,
      Environment,
      Equivalence,
      Level,
      Provider,
      Region,
    ] as const,
  resolveType: (it) => (it as Typed).__typename,
});

@ObjectType({ description: 'What one gate found, and what it rests on.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class Finding {
  @Field(() => GateEnum)
  gate: string;

  @Field(() => FindingStatusEnum)
  status: string;

  @Field(() => String, { description: 'Stable code of the reason, for programs.' })
  code: string;

  @Field(() => String, { description: 'The reason in a sentence, for people.' })
  message: string;

  @ListSize(3)
  @Field(() => [Evidence])
  @AsItsOwner()
  evidence: (typeof Evidence)[];
}

@InterfaceType({
  description: 'What somebody could do so that a failing gate fails no more.',
  resolveType: (it: Typed) => it.__typename,
})
@AsItsOwner()
export abstract class Unlock {
  @Field(() => String, { description: 'What has to be done.' })
  message: string;

  @Field(() => String, { description: 'Who could do it.' })
  responsible: string;
}

const UNLOCKS = {
  GRANT_AUTHORISATION: [
    'GrantAuthorisation',
    'An authority grants or recognises an authorisation.',
    'The authorisation, where one is named.',
  ],
  CONCLUDE_AGREEMENT: [
    'ConcludeAgreement',
    'Governments bring a security agreement into force.',
    'The agreement, where one is named.',
  ],
  AWARD_CONTRACT: ['AwardContract', 'A contract is awarded.', 'The contract or the provider concerned.'],
  LIFT_HOLD: ['LiftHold', 'A hold on a contract is lifted.', 'The contract or the hold.'],
  EXTEND_TERM: ['ExtendTerm', "A contract's term is extended.", 'The contract.'],
  RAISE_CEILING: ['RaiseCeiling', "A contract's ceiling is raised.", 'The contract.'],
  EXTEND_CONTRACT_LEVELS: [
    'ExtendContractLevels',
    'A contract is amended to cover the level.',
    'The contract.',
  ],
  WIDEN_RESIDENCY: ['WidenResidency', 'A further country is allowed for data.', 'The country.'],
  CLEAR_PERSONNEL: ['ClearPersonnel', "The operators' staff is cleared.", 'The clearance or level.'],
} as const satisfies Record<
  UnlockFact['kind'],
  readonly [name: string, description: string, subject: string]
>;

/** The type that shows an unlock of this kind. */
export function unlockType(kind: UnlockFact['kind']): string {
  return UNLOCKS[kind][0];
}

/** The types of unlocks, one for each kind that the decision names. */
export const UNLOCK_TYPES = Object.values(UNLOCKS).map(([name, description, subject]) => {
  @AsItsOwner()
  @Authenticated()
  @ObjectType(name, { implements: Unlock, description, simpleResolvers: true })
  class Kind extends Unlock {
    @Field(() => ID, { nullable: true, description: subject })
    subject: string | null;
  }
  return Kind;
});

@ObjectType({ description: 'One way to have an offering.', simpleResolvers: true })
// Found here by the decision alone; the key is for what others say of a way.
@Directive('@key(fields: "id", resolvable: false)')
@OfTheViewer()
@Authenticated()
export class Way {
  @Field(() => ID, { description: 'Opaque.' })
  id: string;

  @Field(() => Level, {
    nullable: true,
    description: 'The level at which the data would be held, in the scheme of the authorisation.',
  })
  level: { id: string } | null;

  @Field(() => Authorisation, { nullable: true, description: 'The authorisation it would be held under.' })
  authorisation: { id: string } | null;

  @Field(() => Contract, { nullable: true, description: 'The contract it would be bought under.' })
  contract: { id: string } | null;

  @ListSize(5)
  @Field(() => [Region], { description: 'Where the data would rest.' })
  regions: Region[];

  @Field(() => DeviceModel, { nullable: true })
  deviceModel: { id: string } | null;
}

@ObjectType({ description: 'What the gates found on one way.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class WayDecision {
  @Field(() => OutcomeEnum)
  outcome: string;

  @Field(() => Way)
  way: Way;

  @ListSize(15)
  @Field(() => [Finding])
  findings: Finding[];

  @ListSize(5)
  @Field(() => [Unlock], { description: 'All of them together remove every failure of this way.' })
  unlocks: Unlock[];
}

@ObjectType({
  description:
    'The answer for one offering and one ask: the outcome of the best way, why, and what would unlock it.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Decision {
  @Field(() => OutcomeEnum)
  outcome: string;

  @Field(() => DateScalar, { description: 'The day it was decided for.' })
  decidedFor: string;

  @Field(() => String, {
    description: 'Digest of the facts it was made from: the same version and ask give the same decision.',
  })
  dataVersion: string;

  @Cost(10)
  @Field(() => String, {
    nullable: true,
    description:
      'This decision as a signed record (JWS) with the facts that it was made from and their versions, which anybody verifies, and decides again, without asking this catalogue: by the keys at /.well-known/eligibility-statement-jwks.json. Null where nothing is signed, and where contracts or a device that it is decided from may not be shown to everybody.',
  })
  statement: string | null;

  @ListSize(15)
  @Field(() => [Finding], { description: 'What each gate found on the best way, in the order of the gates.' })
  findings: Finding[];

  @ListSize(5)
  @Field(() => [Unlock], {
    description: 'What together would remove every failure; empty where nothing can.',
  })
  unlocks: Unlock[];

  @Field(() => Way, { nullable: true, description: 'The best way; the nearest miss where none succeeds.' })
  way: Way | null;
}
