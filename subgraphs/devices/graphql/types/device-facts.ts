import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

/**
 * The facts that the catalogue decides from. Clients never see them; the catalogue declares the same
 * fields, and composition fails where the two differ. Statuses are plain text, so that a new one breaks
 * no contract.
 */
const described = (description: string) => ({ description, simpleResolvers: true });

@ObjectType(described('An authorisation that a device holds.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class HeldAuthorisation {
  @Field(() => ID, { nullable: true })
  authorisation: string | null;

  @Field(() => String)
  words: string;

  @Field(() => String)
  status: string;

  @Field(() => String)
  scope: string;

  @Field(() => String)
  verification: string;

  @Field(() => PartialDateScalar, { nullable: true })
  from: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;
}

@ObjectType(described('A lifecycle as published.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class LifecycleFact {
  @Field(() => String)
  status: string;

  @Field(() => PartialDateScalar, { nullable: true })
  availableFrom: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  endOfSale: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  endOfSupport: string | null;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('What decides about a device model.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class DeviceModelFact {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  provider: string;

  @Field(() => Boolean, { nullable: true })
  offlineCapable: boolean | null;

  @Field(() => String)
  offlineVerification: string;

  @Field(() => Int, { nullable: true })
  maxDisconnectedDays: number | null;

  @Field(() => String)
  maxDisconnectedVerification: string;

  @Field(() => LifecycleFact)
  lifecycle: LifecycleFact;

  @Field(() => [HeldAuthorisation])
  authorisations: readonly HeldAuthorisation[];

  @Field(() => [String], { nullable: true })
  customers: readonly string[] | null;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('Every device model, as the gates read it.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class DeviceFacts {
  @Field(() => String, { description: 'Digest of the models.' })
  dataVersion: string;

  @Field(() => [DeviceModelFact])
  models: readonly DeviceModelFact[];
}
