import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { PageInfo } from '../../../../platform/graphql/connection.ts';
import { OutcomeEnum } from '../enums.ts';
import { Decision } from './decision.ts';
import { Offering } from './offering.ts';
import { Partner } from './stubs.ts';

@ObjectType({ description: 'How many offerings of the list have an outcome.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class OutcomeCount {
  @Field(() => OutcomeEnum)
  outcome: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: 'An offering and the decision on it.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class OfferEdge {
  @Field(() => String, { description: 'Opaque position of this row: pass it as `after`.' })
  cursor: string;

  @Field(() => Offering)
  node: Offering;

  @Field(() => Decision)
  decision: Decision;
}

@ObjectType({ description: 'A page of decided offerings.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class OfferConnection {
  @Field(() => Int, { description: 'Rows in the whole list, after filters.' })
  totalCount: number;

  @Field(() => [OutcomeCount], {
    description: 'The whole list by outcome, best first; adds up to totalCount.',
  })
  outcomes: OutcomeCount[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => [OfferEdge])
  edges: OfferEdge[];
}

@ObjectType({ description: 'Who asks: you, on behalf of your partner.', simpleResolvers: true })
@Directive('@key(fields: "id")')
@OfTheViewer()
@Authenticated()
export class Viewer {
  @Field(() => ID)
  id: string;

  @Field(() => Partner, { nullable: true, description: 'The government or organisation you ask for.' })
  partner: { id: string } | null;

  @Field(() => [String], { nullable: true, description: 'Your customer tags, such as `US-DOD`.' })
  tags: readonly string[] | null;
}
