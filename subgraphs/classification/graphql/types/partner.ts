import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { SameForAll } from '../../../../platform/graphql/cache-hints.ts';

@ObjectType({
  description: 'A country or an organisation, by its ISO 3166-1 alpha-2 code (`GB`) or its own (`NATO`).',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Partner {
  @Field(() => ID)
  id: string;
}
