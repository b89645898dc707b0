import { Field, ID, InputType, Int } from 'type-graphql';
import { CountryCodeScalar, DateScalar } from '../../../../platform/graphql/scalars.ts';
import type { Outcome } from '../../eligibility/decision.ts';
import { DeliveryEnum, OutcomeEnum, type Delivery } from '../enums.ts';

@InputType({ description: 'What is asked of every offering.' })
export class Ask {
  @Field(() => ID, {
    description:
      'The level at which data is to be held: a level of your own scheme, or of an organisation that you belong to. For example `GB:S` or `NATO:NS`.',
  })
  level: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day to decide for; today when absent.' })
  on?: string | null;

  @Field(() => [CountryCodeScalar], {
    nullable: true,
    description: 'Countries where data may rest; anywhere when absent.',
  })
  residency?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Days that it has to work disconnected.' })
  offlineDays?: number | null;

  @Field(() => ID, { nullable: true, description: 'The device model that it has to be.' })
  deviceModel?: string | null;

  @Field(() => ID, { nullable: true, description: 'The contract to buy it under; any of yours when absent.' })
  contract?: string | null;
}

@InputType({ description: 'Which offerings are listed. All parts given must match.' })
export class OfferingFilter {
  @Field(() => [String], { nullable: true, description: 'Categories, in any case: `database`.' })
  categories?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Provider ids: `microsoft`.' })
  providers?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Environment ids, or names and aliases of environments.',
  })
  environments?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Authorisations, one of which it must be said to hold today: `DOD-IL6` lists what is IL6. What ended, is sought or is left to the buyer is not listed.',
  })
  authorisations?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Levels of authorisations in the words of their sources, one of which it must be said to hold: `IL6`, `FedRAMP High`. For levels of a classification scheme ask `Viewer.offers`.',
  })
  levels?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Regions, by id or code, one of which it is in.' })
  regions?: string[] | null;

  @Field(() => [DeliveryEnum], { nullable: true, description: 'How it is delivered.' })
  delivery?: Delivery[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of requirement profiles: the offerings that get the same decision.',
  })
  requirementProfiles?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Words that all occur in its name, id, category, provider or environment, in any case.',
  })
  text?: string | null;
}

@InputType({ description: 'Which decided offerings are listed. All parts given must match.' })
export class OfferFilter extends OfferingFilter {
  @Field(() => [OutcomeEnum], { nullable: true, description: 'Outcomes to list; all when absent.' })
  outcomes?: Outcome[] | null;
}
