import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { RecordLabel } from '../../../../platform/graphql/record-label.ts';
import { CountryCodeScalar } from '../../../../platform/graphql/scalars.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { DeliveryEnum, RegionScopeEnum } from '../enums.ts';
import { AuthorisationHolding, Environment, Provider, Region } from './environment.ts';
import { OfferingLifecycle } from './lifecycle.ts';
import { DeviceModel } from './stubs.ts';

@ObjectType({ description: 'A second publisher that lists the same offering.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class Corroboration {
  @Field(() => String)
  publisher: string;

  @Field(() => String)
  marketplaceId: string;

  @Field(() => String, { description: 'The name under which it is listed there.' })
  listedAs: string;

  @Field(() => String, { description: 'What the listing covers.' })
  covers: string;
}

@ObjectType({
  description:
    'Everything that the gates read of an offering. Offerings that share it get the same decision for the same ask.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class RequirementProfile {
  @Field(() => ID, {
    description: 'A digest of what the gates read: it changes when one of these facts does.',
  })
  id: string;

  @Field(() => Int, { description: 'How many offerings share it; list them with the filter of this name.' })
  offeringCount: number;
}

@ObjectType({
  description:
    'A cloud service as it can be had (in one environment, delivered in regions or on premises), or an edge device model.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@OfTheViewer()
@Public()
export class Offering {
  @Field(() => ID, { description: 'For example `ms.azure-gov-secret.key-vault`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Kind of service, such as `database`; see `Query.categories`.',
  })
  category: string | null;

  @Field(() => Provider, { nullable: true })
  provider: Provider | null;

  @Field(() => Environment, { nullable: true, description: 'Null for a device.' })
  environment: Environment | null;

  @Field(() => DeliveryEnum, { nullable: true })
  delivery: string | null;

  @Field(() => DeviceModel, { nullable: true, description: 'For a device: its model.' })
  deviceModel: { id: string } | null;

  @Field(() => CountryCodeScalar, {
    nullable: true,
    description:
      'The country that the source gives for the service as a whole. Where data rests is said by `regions`.',
  })
  country: string | null;

  @Field(() => [Region], { nullable: true })
  regions: Region[] | null;

  @Field(() => RegionScopeEnum, { nullable: true })
  regionScope: string | null;

  @Field(() => OfferingLifecycle, {
    nullable: true,
    description: "Null for a device: see the device model's own.",
  })
  lifecycle: OfferingLifecycle | null;

  @Field(() => [AuthorisationHolding], {
    nullable: true,
    description: 'Authorisations of the service or of its environment, as published.',
  })
  authorisations: AuthorisationHolding[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The highest level in the words of the source. It authorises nothing.',
  })
  publishedLevel: string | null;

  @Field(() => String, { nullable: true, description: 'What the service itself says of its customers.' })
  customers: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids under which the same source lists the service again with different authorisations: a contradiction.',
  })
  contradictedBy: string[] | null;

  @Field(() => [String], { nullable: true })
  notes: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Restrictions that the source attaches to the listing.',
  })
  qualifiers: string[] | null;

  @Field(() => String, { nullable: true, description: 'What shows that the service is there.' })
  evidence: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of the endpoints by which it was seen.' })
  endpointIds: string[] | null;

  @Field(() => String, { nullable: true })
  resourceType: string | null;

  @Field(() => String, { nullable: true })
  sdkPackage: string | null;

  @Field(() => [String], { nullable: true })
  apiVersions: string[] | null;

  @Field(() => String, { nullable: true, description: 'Id in the FedRAMP Marketplace.' })
  marketplaceId: string | null;

  @Field(() => Corroboration, { nullable: true })
  corroboration: Corroboration | null;

  @Field(() => RecordLabel, { nullable: true, description: 'Whom its record may be shown to.' })
  label: RecordLabel | null;

  @Field(() => Provenance, { nullable: true })
  provenance: Provenance | null;
}

export const { Connection: OfferingConnection } = connectionClasses(Offering, 'Offering', Public);

@ObjectType({ description: 'A kind of service, with how many offerings are of it.', simpleResolvers: true })
@OfTheViewer()
@Public()
export class Category {
  @Field(() => ID)
  name: string;

  @Field(() => Int)
  offeringCount: number;
}
