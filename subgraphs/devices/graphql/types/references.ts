import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Entities of other subgraphs, by id alone: the gateway asks their owners for the rest. */

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Provider {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Authorisation {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Offering {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class Partner {
  @Field(() => ID)
  id: string;
}
