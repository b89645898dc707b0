import { Directive, Field, ID, ObjectType, type ClassType } from 'type-graphql';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';

/** An entity that another subgraph owns, of which this one knows the id. */
function stub(name: string): ClassType<{ id: string }> {
  @ObjectType(name, { simpleResolvers: true })
  @Directive('@key(fields: "id", resolvable: false)')
  @AsItsOwner()
  class Stub {
    @Field(() => ID)
    id: string;
  }
  return Stub;
}

export const Partner = stub('Partner');
export const Contract = stub('Contract');
export const Agreement = stub('Agreement');
export const Authorisation = stub('Authorisation');
export const Equivalence = stub('Equivalence');
export const Clearance = stub('Clearance');
export const Level = stub('Level');
export const DeviceModel = stub('DeviceModel');
