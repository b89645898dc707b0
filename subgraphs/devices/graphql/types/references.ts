import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';

/** Entities of other subgraphs, by id alone: the gateway asks their owners for the rest. Described as they do. */

@ObjectType({ description: 'Who offers cloud services or devices.', simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Provider {
  @Field(() => ID)
  id: string;
}

@ObjectType({
  description:
    'What an accreditation of a cloud environment permits. It binds one environment to one authority: a ' +
    'foreign partner needs its own authority to accept it.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Authorisation {
  @Field(() => ID)
  id: string;
}

@ObjectType({
  description:
    'A cloud service as it can be had (in one environment, delivered in regions or on premises), or an edge device model.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Offering {
  @Field(() => ID)
  id: string;
}

@ObjectType({
  description: 'A country or an organisation, by its ISO 3166-1 alpha-2 code (`GB`) or its own (`NATO`).',
  simpleResolvers: true,
})
@Directive('@key(fields: "id", resolvable: false)')
@AsItsOwner()
export class Partner {
  @Field(() => ID)
  id: string;
}
