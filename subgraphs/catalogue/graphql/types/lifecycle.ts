import { Field, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { LifecycleStatusEnum } from '../enums.ts';

@ObjectType({ description: 'Where an offering stands in its life.', simpleResolvers: true })
@AsItsOwner()
@Public()
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
