import { Arg, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { unauthenticated } from '../../../../platform/errors.ts';
import { isPartnerViewer } from '../../../../platform/identity/viewer.ts';
import type { CatalogueContext } from '../context.ts';
import { OfferOrderEnum, type OfferOrder } from '../enums.ts';
import { FACTS_SELECTION } from '../facts-sdl.ts';
import { offers } from '../offers.ts';
import { questionOf } from '../question.ts';
import { Ask, OfferFilter } from '../types/inputs.ts';
import { OfferConnection, Viewer } from '../types/viewer.ts';
import { viewerView } from '../views/viewer.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Authenticated()
  @Query(() => Viewer, {
    nullable: true,
    description: 'You. Needs a bearer token, which says on whose behalf you ask.',
  })
  viewer(@Ctx() { viewer }: CatalogueContext): Viewer {
    if (!isPartnerViewer(viewer)) throw unauthenticated('The viewer');
    return viewerView(viewer);
  }

  @FieldResolver(() => OfferConnection, {
    description:
      'Which offerings your partner can get, decided for one ask: best outcome first, each with why and what would unlock it. All outcomes are listed unless filtered.',
  })
  @Directive(`@requires(fields: "${FACTS_SELECTION}")`)
  offers(
    @Arg('ask', () => Ask) ask: Ask,
    @Arg('where', () => OfferFilter, { nullable: true }) where: OfferFilter | undefined,
    @Arg('orderBy', () => OfferOrderEnum, { defaultValue: 'OUTCOME' }) orderBy: OfferOrder,
    @Arg('first', () => Int, { defaultValue: 20, description: 'Rows on this page, 100 at most.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before this page.' })
    after: string | undefined,
    @Root() facts: Record<string, unknown>,
    @Ctx() context: CatalogueContext,
  ): Promise<OfferConnection> {
    const question = questionOf(ask, facts, context);
    return offers(question, { where: where ?? {}, orderBy, first, after: after ?? null }, context);
  }
}
