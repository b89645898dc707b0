import { Directive, Field, ObjectType } from 'type-graphql';
import { Public } from './access-rules.ts';
import { AsItsOwner } from './cache-hints.ts';
import { DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'An amount in one currency.', simpleResolvers: true })
@Directive('@shareable')
@AsItsOwner()
@Public()
export class Money {
  @Field(() => DecimalScalar)
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;
}
