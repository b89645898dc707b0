import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Entities of other subgraphs that this one points to. */

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Level {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Provider {
  @Field(() => ID)
  id: string;
}
