import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { Authorisation } from './references.ts';

@ObjectType({
  description: 'A capacity of a device model, which may be sold in several configurations.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class DeviceCapacity {
  @Field(() => Float, { description: 'Of the smallest configuration.' })
  smallest: number;

  @Field(() => Float, { description: 'Of the largest configuration.' })
  largest: number;

  @Field(() => [Float], { description: 'Of each configuration, as published.' })
  configurations: readonly number[];
}

@ObjectType({ description: 'A number as published, such as `1 or 2` or `minimum 3`.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class DeviceCount {
  @Field(() => String, { description: 'As published.' })
  words: string;

  @Field(() => Int, { nullable: true, description: 'Null where the words give none.' })
  minimum: number | null;

  @Field(() => Int, { nullable: true, description: 'Null where the words give none.' })
  maximum: number | null;
}

@ObjectType({ description: 'An accelerator in a device.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class DeviceAccelerator {
  @Field(() => String, { description: 'Such as `GPU` or `VPU`.' })
  type: string;

  @Field(() => String, { description: 'Such as `NVIDIA T4`.' })
  model: string;

  @Field(() => DeviceCount)
  count: DeviceCount;
}

@ObjectType({
  description: 'What each node needs at least, for models on hardware of one’s own.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class DeviceNodeMinimum {
  @Field(() => Int)
  physicalCores: number;

  @Field(() => Float)
  memoryGb: number;

  @Field(() => Float)
  storageTb: number;

  @Field(() => Float)
  bootGb: number;
}

@ObjectType({ description: 'The ambient temperatures in which a device may run.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class DeviceTemperatureRange {
  @Field(() => Float)
  minimumCelsius: number;

  @Field(() => Float)
  maximumCelsius: number;
}

@ObjectType({ description: 'An authorisation published with a device model.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class DeviceAuthorisation {
  @Field(() => Authorisation, {
    nullable: true,
    description: 'The authorisation meant; null where the published name is in no register.',
  })
  authorisation: Authorisation | null;

  @Field(() => String, { description: 'As published, such as `DoD CC SRG IL5`.' })
  words: string;

  @Field(() => String, { nullable: true, description: 'What it covers, as published.' })
  publishedScope: string | null;
}

@ObjectType({
  description: 'How long a device model is sold and supported. Its `status` depends on the day.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class DeviceLifecycle {
  @Field(() => String, { description: 'The source’s own word for the status, of the source’s own day.' })
  publishedStatus: string;

  @Field(() => PartialDateScalar, { nullable: true, description: 'The first day on which it is available.' })
  availableFrom: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it is not sold any more, or not to new customers.',
  })
  endOfSale: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it is not supported any more.',
  })
  endOfSupport: string | null;

  @Field(() => String, { nullable: true })
  note: string | null;
}

@ObjectType({ description: 'To whom the publisher sells a device model.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class DeviceEligibility {
  @Field(() => String, { description: 'As published.' })
  words: string;

  @Field(() => [String], { description: 'The customer tags meant: `US-DOD`.' })
  customers: readonly string[];
}
