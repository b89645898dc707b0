import { Field, ID, Int } from 'type-graphql';
import { DatedFact, HiddenFact } from '../../../../platform/graphql/facts.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

@HiddenFact('An authorisation that a device holds.')
export class HeldAuthorisation extends DatedFact {
  @Field(() => ID, { nullable: true })
  authorisation: string | null;

  @Field(() => String)
  words: string;

  @Field(() => String)
  status: string;

  @Field(() => String)
  scope: string;
}

@HiddenFact('A lifecycle as published.')
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

@HiddenFact('What decides about a device model.')
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

  @Field(() => Boolean, {
    description: 'Whether its label lets anybody see it, so that a statement may hold it.',
  })
  isOpen: boolean;

  @Field(() => String)
  verification: string;
}

@HiddenFact('Every device model, as the gates read it.')
export class DeviceFacts {
  @Field(() => String, { description: 'Digest of the models.' })
  dataVersion: string;

  @Field(() => [DeviceModelFact])
  models: readonly DeviceModelFact[];
}
