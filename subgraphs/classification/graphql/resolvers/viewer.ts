import { Ctx, Directive, FieldResolver, Resolver } from 'type-graphql';
import { isPartnerViewer } from '../../../../platform/identity/viewer.ts';
import type { ClassificationContext } from '../context.ts';
import { LevelFacts, Viewer } from '../types/level-facts.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @FieldResolver(() => LevelFacts, {
    nullable: true,
    description: 'What the decision has to know of levels for the viewer’s partner.',
  })
  @Directive('@inaccessible')
  levelFacts(@Ctx() { store, viewer }: ClassificationContext) {
    return isPartnerViewer(viewer) ? store.levelFacts(viewer.partner) : null;
  }
}
