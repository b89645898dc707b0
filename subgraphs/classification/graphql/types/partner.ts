import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'A country or an organisation, by its ISO 3166-1 alpha-2 code (`GB`) or its own (`NATO`).',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class Partner {
  @Field(() => ID)
  id: string;
}
