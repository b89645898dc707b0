import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

/**
 * The facts that the catalogue decides from. Clients never see them; the catalogue declares the same
 * fields, and composition fails where the two differ. Statuses are plain text, so that a new one breaks
 * no contract.
 */
const described = (description: string) => ({ description, simpleResolvers: true });

/** Fields that dated facts share; never a type of the schema. */
@ObjectType()
abstract class DatedFact {
  @Field(() => PartialDateScalar, { nullable: true })
  from: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('A level of a scheme.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class SchemeLevelFact {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean)
  securityClassification: boolean;
}

@ObjectType(described('A scheme, its levels and their order.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class SchemeFact extends DatedFact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  holder: string;

  @Field(() => [[ID]], { description: 'Chains of level ids, lowest first.' })
  chains: string[][];

  @Field(() => [SchemeLevelFact])
  levels: SchemeLevelFact[];
}

@ObjectType(described('That a country belongs to an organisation.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class MembershipFact extends DatedFact {
  @Field(() => ID)
  organisation: string;

  @Field(() => ID)
  member: string;
}

@ObjectType(described('What an instrument says of two levels.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class EquivalenceFact extends DatedFact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  fromLevel: string;

  @Field(() => ID, { nullable: true })
  toLevel: string | null;

  @Field(() => String)
  relation: string;

  @Field(() => String)
  direction: string;

  @Field(() => String, { nullable: true })
  scope: string | null;
}

@ObjectType(described('A party: a partner itself, or every member of an organisation on the day.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class PartyFact {
  @Field(() => ID, { nullable: true })
  partner: string | null;

  @Field(() => ID, { nullable: true })
  membersOf: string | null;
}

@ObjectType(described('A security agreement.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class AgreementFact extends DatedFact {
  @Field(() => ID)
  id: string;

  @Field(() => [PartyFact])
  parties: PartyFact[];

  @Field(() => String)
  status: string;

  @Field(() => String)
  scope: string;

  @Field(() => String, { nullable: true })
  scopeWords: string | null;

  @Field(() => String)
  coverage: string;

  @Field(() => [ID])
  levels: string[];
}

@ObjectType(described('What an accreditation of a cloud environment permits.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class AuthorisationFact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  jurisdiction: string;

  @Field(() => String)
  authority: string;

  @Field(() => [ID])
  permitsUpTo: string[];

  @Field(() => Boolean)
  permitsClassified: boolean;

  @Field(() => String)
  status: string;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('A personnel clearance.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class ClearanceFact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  grantor: string;

  @Field(() => ID, { nullable: true })
  permitsUpTo: string | null;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('What the decision has to know of levels for one partner.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class LevelFacts {
  @Field(() => String, { description: 'Digest of exactly these facts.' })
  dataVersion: string;

  @Field(() => String, { description: 'The day that the facts describe.' })
  asOf: string;

  @Field(() => [SchemeFact])
  schemes: SchemeFact[];

  @Field(() => [MembershipFact])
  memberships: MembershipFact[];

  @Field(() => [EquivalenceFact])
  equivalences: EquivalenceFact[];

  @Field(() => [AgreementFact])
  agreements: AgreementFact[];

  @Field(() => [AuthorisationFact])
  authorisations: AuthorisationFact[];

  @Field(() => [ClearanceFact])
  clearances: ClearanceFact[];
}

@ObjectType({ description: 'Who asks: you, on behalf of your partner.', simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Viewer {
  @Field(() => ID)
  id: string;
}
