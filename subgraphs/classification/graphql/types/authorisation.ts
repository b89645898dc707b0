import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, SameForAll } from '../../../../platform/graphql/cache-hints.ts';

@ObjectType({
  description:
    'What an accreditation of a cloud environment permits. It binds one environment to one authority: a ' +
    'foreign partner needs its own authority to accept it.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Authorisation {
  @Field(() => ID, { description: 'Such as `DOD-IL5` or `AU-IRAP-PROTECTED`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string;

  @Field(() => String, { nullable: true, description: 'The body that grants it.' })
  authority: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Categories of information that it was made for, such as `CUI`.',
  })
  requiredCategories: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it may by itself permit a security-classified level at all.',
  })
  permitsClassified: boolean;

  @Field(() => String, { nullable: true })
  note: string | null;
}

@ObjectType({ description: 'One published statement on an authorisation.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class AuthorisationStatement {
  @Field(() => String, { description: 'What it is about: `data`, `personnel`, `tenancy` …' })
  field: string;

  @Field(() => String)
  statement: string;
}
