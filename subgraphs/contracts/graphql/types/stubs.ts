import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';

/** Entities of other subgraphs that this one points to. */

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Level {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Provider {
  @Field(() => ID)
  id: string;
}
