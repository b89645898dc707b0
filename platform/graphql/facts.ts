import { Directive, Field, ObjectType } from 'type-graphql';
import { Authenticated } from './access-rules.ts';
import { AsItsOwner } from './cache-hints.ts';
import { PartialDateScalar } from './scalars.ts';

/**
 * Facts travel between subgraphs, by way of the gateway, and never to clients. Each subgraph that gives or
 * requires a type of them declares it, and composition fails where two declarations differ. Their statuses
 * are plain text, so that a new one breaks no contract.
 */
export function HiddenFact(description: string): ClassDecorator {
  return (target) => {
    ObjectType({ description, simpleResolvers: true })(target);
    Directive('@inaccessible')(target);
    Directive('@shareable')(target);
    AsItsOwner()(target);
    Authenticated()(target);
  };
}

/** The half-open interval of a fact, as its source publishes it; never a type of a schema by itself. */
@ObjectType()
export abstract class ValidFact {
  @Field(() => PartialDateScalar, { nullable: true })
  from: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;
}

/** A fact with an interval and a verification; never a type of a schema by itself. */
@ObjectType()
export abstract class DatedFact extends ValidFact {
  @Field(() => String)
  verification: string;
}
