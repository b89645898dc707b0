import { Ctx, Directive, FieldResolver, Resolver } from 'type-graphql';
import { isPartnerViewer } from '../../../../platform/identity/viewer.ts';
import type { ContractsContext } from '../context.ts';
import { ContractFacts, Viewer } from '../types/contract-facts.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Directive('@inaccessible')
  @FieldResolver(() => ContractFacts, { nullable: true })
  contractFacts(@Ctx() { store, viewer, loaders }: ContractsContext) {
    return isPartnerViewer(viewer) ? store.contractFacts(viewer.partner, loaders.visibility) : null;
  }
}
