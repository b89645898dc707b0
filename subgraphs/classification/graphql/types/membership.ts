import { Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

@ObjectType({
  description: 'That a country belongs to an organisation in a period.',
  simpleResolvers: true,
})
@SameForAll()
@Public()
export class Membership {
  @Field(() => ID, { description: 'Organisation and member: `NATO:SE`.' })
  id: string;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description:
      'The first day of membership, as published; `provenance.unverifiedFields` may doubt its day.',
  })
  from: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day outside; null for a member that has not left.',
  })
  until: string | null;
}
