import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { ClearancePermitCodeEnum } from '../enums.ts';

@ObjectType({
  description:
    'A personnel clearance. It is granted by one authority; a foreign one counts only through an agreement ' +
    'and a confirmation, and never without need-to-know.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Clearance {
  @Field(() => ID, {
    description: 'Such as `UK-SC`. Agreements may have the same ids; they are other things.',
  })
  id: string;

  @Field(() => String, { nullable: true })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who issues it in the grantor’s name; null where the grantor does.',
  })
  issuedBy: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Position among the clearances of its grantor; means nothing beyond.',
  })
  order: number;

  @Field(() => String, {
    nullable: true,
    description: 'Access beyond its level under conditions, in the words of the source.',
  })
  conditionalAccess: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False for screening and instructions that are no clearance.',
  })
  formal: boolean;

  @Field(() => String, { nullable: true })
  note: string | null;
}

@ObjectType({
  description: 'Whether a clearance permits a level by itself. Need-to-know always remains.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class ClearancePermit {
  @Field(() => Boolean)
  permits: boolean;

  @Field(() => ClearancePermitCodeEnum)
  code: keyof typeof ClearancePermitCodeEnum;

  @Field(() => String)
  explanation: string;
}
