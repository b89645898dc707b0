import { Field, ObjectType } from 'type-graphql';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { LifecycleStatusEnum } from '../enums.ts';

@ObjectType({ description: 'Where an offering stands in its life.', simpleResolvers: true })
export class OfferingLifecycle {
  @Field(() => LifecycleStatusEnum)
  status: string;

  @Field(() => PartialDateScalar, { nullable: true })
  availableFrom: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  endOfSale: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  endOfSupport: string | null;
}
