import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, OfTheViewer, SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { HoldingScopeEnum, HoldingStatusEnum } from '../enums.ts';
import { OfferingLifecycle } from './lifecycle.ts';
import { Authorisation, Partner } from './stubs.ts';

@ObjectType({ description: 'Who offers cloud services or devices.', simpleResolvers: true })
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Provider {
  @Field(() => ID, { description: 'For example `microsoft`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => [String], { nullable: true, description: 'Other names that sources use for it.' })
  aliases: string[] | null;

  @Field(() => Partner, { nullable: true, description: 'Whose government has authority over it.' })
  country: { id: string } | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a source shows the country.' })
  countryVerified: boolean | null;
}

@ObjectType({ description: 'A place where data rests.', simpleResolvers: true })
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Region {
  @Field(() => ID, { description: 'Provider and code: `microsoft.usgovvirginia`.' })
  id: string;

  @Field(() => String, { nullable: true, description: "The provider's code; null where none is published." })
  code: string | null;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2 code of the country it lies in.' })
  country: string | null;

  @Field(() => String, { nullable: true, description: 'Where in the country, as far as published.' })
  area: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Levels in the words of the source. They authorise no service.',
  })
  levels: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The highest of these levels, in the words of the source.',
  })
  highestLevel: string | null;

  @Field(() => String, { nullable: true, description: 'What the region itself says of its customers.' })
  customers: string | null;

  @Field(() => String, { nullable: true, description: 'Partition of the cloud that it belongs to.' })
  partition: string | null;

  @Field(() => String, { nullable: true, description: 'Realm of the cloud that it belongs to.' })
  realm: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  availableSince: string | null;

  @Field(() => Int, { nullable: true })
  openedYear: number | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'When it was qualified, by its source.' })
  qualifiedOn: string | null;

  @Field(() => [String], { nullable: true, description: 'Control packages that are offered there.' })
  controlPackages: string[] | null;

  @Field(() => Int, { nullable: true, description: 'How many instances are planned or installed.' })
  instances: number | null;

  @Field(() => Int, { nullable: true, description: 'How many services are listed there at IL5.' })
  il5ServiceCount: number | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'When it was announced.' })
  announced: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'By when it is planned to open.' })
  plannedBy: string | null;

  @Field(() => [String], { nullable: true })
  notes: string[] | null;

  @Field(() => Provenance, { nullable: true })
  provenance: Provenance | null;
}

@ObjectType({
  description: 'An authorisation that an environment or a service holds, is said to hold, or seeks.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class AuthorisationHolding {
  @Field(() => Authorisation, {
    nullable: true,
    description: 'Null where the published name is in no register of authorisations.',
  })
  authorisation: { id: string } | null;

  @Field(() => String, { description: 'The words of the source: `DoD CC SRG IL5`.' })
  words: string;

  @Field(() => HoldingStatusEnum)
  status: string;

  @Field(() => HoldingScopeEnum)
  scope: string;

  @Field(() => PartialDateScalar, { nullable: true, description: 'First day; null where not published.' })
  from: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'First day after its end.' })
  until: string | null;

  @Field(() => String, { nullable: true, description: 'What the source says of it.' })
  statement: string | null;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'When the source says so.' })
  asOf: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`secondary` where neither the publisher nor the authority says it.',
  })
  sourceGrade: string | null;

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({ description: 'A kind of customer that a publisher sells to.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class CustomerTerm {
  @Field(() => String, { description: 'Customer tag, such as `US-DOD` or `ANY`.' })
  tag: string;

  @Field(() => Boolean, { description: 'Whether the source shows it.' })
  verified: boolean;
}

@ObjectType({ description: 'Whom the publisher sells an environment to.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class PublisherTerms {
  @Field(() => [CustomerTerm], { nullable: true, description: 'Null where no customers are published.' })
  customers: CustomerTerm[] | null;

  @Field(() => Boolean, { description: 'False where these are known customers and not a closed list.' })
  exclusive: boolean;

  @Field(() => String, { nullable: true, description: 'What the publisher states, in our words.' })
  statement: string | null;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => String, { nullable: true, description: 'How published statements contradict one another.' })
  conflict: string | null;

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({
  description: 'That no authorisation is known of an environment for a partner, and why.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class NoneKnown {
  @Field(() => Partner)
  partner: { id: string };

  @Field(() => String)
  reason: string;
}

@ObjectType({ description: 'A cloud environment: where services run.', simpleResolvers: true })
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Environment {
  @Field(() => ID, { description: 'For example `ms.azure-gov-secret`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => [String], { nullable: true, description: 'Other names that sources use for it.' })
  aliases: string[] | null;

  @Field(() => Provider, { nullable: true })
  provider: Provider | null;

  @Field(() => Partner, {
    nullable: true,
    description: 'Whose government has authority over the operator; null where not published.',
  })
  operatorCountry: { id: string } | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a source shows the operator's country." })
  operatorVerified: boolean | null;

  @Field(() => String, { nullable: true, description: "Why it is not the provider's, where it is not." })
  operatorNote: string | null;

  @Field(() => OfferingLifecycle, { nullable: true })
  lifecycle: OfferingLifecycle | null;

  @Field(() => [Region], { nullable: true })
  regions: Region[] | null;

  @Field(() => [AuthorisationHolding], {
    nullable: true,
    description: 'Authorisations published for the environment as a whole.',
  })
  authorisations: AuthorisationHolding[] | null;

  @Field(() => [NoneKnown], { nullable: true })
  noneKnown: NoneKnown[] | null;

  @Field(() => PublisherTerms, { nullable: true, description: 'Null where nothing is published.' })
  publisherTerms: PublisherTerms | null;

  @OfTheViewer()
  @Field(() => Int, { nullable: true, description: 'How many offerings run in it.' })
  offeringCount: number | null;
}
