import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { DatedFact, HiddenFact } from '../../../../platform/graphql/facts.ts';

@HiddenFact('A level of a scheme.')
export class SchemeLevelFact {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean)
  securityClassification: boolean;
}

@HiddenFact('A scheme, its levels and their order.')
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

@HiddenFact('That a country belongs to an organisation.')
export class MembershipFact extends DatedFact {
  @Field(() => ID)
  organisation: string;

  @Field(() => ID)
  member: string;
}

@HiddenFact('What an instrument says of two levels.')
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

@HiddenFact('A party: a partner itself, or every member of an organisation on the day.')
export class PartyFact {
  @Field(() => ID, { nullable: true })
  partner: string | null;

  @Field(() => ID, { nullable: true })
  membersOf: string | null;
}

@HiddenFact('A security agreement.')
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

@HiddenFact('What an accreditation of a cloud environment permits.')
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

@HiddenFact('A personnel clearance.')
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

@HiddenFact('What the decision has to know of levels for one partner.')
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
@OfTheViewer()
@Authenticated()
export class Viewer {
  @Field(() => ID)
  id: string;
}
