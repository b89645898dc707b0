import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Authenticated, Public } from '../../../../platform/graphql/access-rules.ts';
import { Cost, ListSize, PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { pageSize } from '../../../../platform/paging/page.ts';
import type { ConnectionOf } from '../../../../platform/graphql/connection.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { unauthenticated } from '../../../../platform/errors.ts';
import { isPartnerViewer } from '../../../../platform/identity/viewer.ts';
import type { StoredProfile } from '../../store/catalogue-store.ts';
import type { CatalogueContext } from '../context.ts';
import { decidedOn, decisionNote } from '../decision-note.ts';
import { OfferingOrderEnum } from '../enums.ts';
import { FACTS_SELECTION } from '../facts-sdl.ts';
import { listOfferings } from '../offerings.ts';
import { questionOf } from '../question.ts';
import { Decision } from '../types/decision.ts';
import { AuthorisationHolding, Environment, Provider, Region } from '../types/environment.ts';
import { Ask, OfferingFilter } from '../types/inputs.ts';
import { Category, Offering, OfferingConnection, RequirementProfile } from '../types/offering.ts';
import { decisionView } from '../views/decision.ts';
import { environmentView, holdingView, providerView, regionView } from '../views/environment.ts';
import { offeringView, type OfferingView } from '../views/offering.ts';

@Resolver(() => Offering)
export class OfferingResolver {
  @Public()
  @Query(() => Offering, { nullable: true, description: 'An offering by its id; null where there is none.' })
  async offering(
    @Arg('id', () => ID, { description: 'For example `ms.azure-gov-secret.key-vault`.' }) id: string,
    @Ctx() { loaders, viewer }: CatalogueContext,
  ): Promise<Offering | null> {
    const record = await loaders.offering.load(id);
    return record && offeringView(record, viewer);
  }

  @Public()
  @PageOf()
  @Query(() => OfferingConnection, {
    description: 'Offerings that match, undecided. `Viewer.offers` decides them for your partner.',
  })
  offerings(
    @Arg('where', () => OfferingFilter, { nullable: true }) where: OfferingFilter | undefined,
    @Arg('orderBy', () => OfferingOrderEnum, { defaultValue: 'NAME' }) orderBy: 'NAME' | 'PROVIDER',
    @Arg('first', () => Int, { defaultValue: 20, description: 'Rows on this page, 100 at most.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the row before this page.' })
    after: string | undefined,
    @Ctx() context: CatalogueContext,
  ): Promise<ConnectionOf<Offering>> {
    return listOfferings(
      { where: where ?? {}, orderBy, size: pageSize(first), after: after ?? null },
      context,
    );
  }

  @Public()
  @ListSize(20)
  @Query(() => [Category], { description: 'The categories, with how many offerings each has.' })
  async categories(@Ctx() { loaders, store }: CatalogueContext): Promise<Category[]> {
    const counts = await store.categories([...(await loaders.profiles()).keys()]);
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, offeringCount]) => ({ name, offeringCount }));
  }

  @FieldResolver(() => Provider, { nullable: true })
  async provider(
    @Root() { record }: OfferingView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Provider | null> {
    const provider = await loaders.provider.load(record.provider);
    return provider && providerView(provider);
  }

  @FieldResolver(() => Environment, { nullable: true })
  async environment(
    @Root() { record }: OfferingView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Environment | null> {
    const environment =
      record.environment === null ? null : await loaders.environment.load(record.environment);
    return environment && environmentView(environment);
  }

  @FieldResolver(() => [Region], { nullable: true })
  async regions(@Root() { record }: OfferingView, @Ctx() { loaders }: CatalogueContext): Promise<Region[]> {
    const regions = await Promise.all(record.regions.map((id) => loaders.region.load(id)));
    return regions.filter((it) => it !== null).map((it) => regionView(it, loaders));
  }

  @FieldResolver(() => [AuthorisationHolding], { nullable: true })
  authorisations(
    @Root() { record }: OfferingView,
    @Ctx() { loaders }: CatalogueContext,
  ): AuthorisationHolding[] {
    return record.claims.map((it) => holdingView(it, loaders));
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() { record }: OfferingView, @Ctx() { loaders }: CatalogueContext): Provenance {
    return loaders.provenance(record.provenance);
  }

  @FieldResolver(() => RequirementProfile, {
    nullable: true,
    description: 'What its decisions are made from, and how many offerings share that.',
  })
  async requirementProfile(
    @Root() { record }: OfferingView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<RequirementProfile | null> {
    const stored = (await loaders.profiles()).get(record.profile);
    return stored ? { id: stored.profile.id, offeringCount: stored.offerings } : null;
  }

  @Authenticated()
  @Cost(10)
  @FieldResolver(() => Decision, {
    nullable: true,
    description:
      'Whether your partner can get it, why, and what would unlock it. For one offering; `Viewer.offers` decides lists.',
  })
  @Directive(`@requires(fields: "asker { ${FACTS_SELECTION} }")`)
  async decision(
    @Arg('ask', () => Ask) ask: Ask,
    @Root() { record, asker }: OfferingView,
    @Ctx() context: CatalogueContext,
  ): Promise<Decision | null> {
    if (!isPartnerViewer(context.viewer)) throw unauthenticated('A decision');
    const { profile } = (await context.loaders.profiles()).get(record.profile) as StoredProfile;
    const question = questionOf(ask, asker ?? {}, context);
    const decision = question.decide(profile);
    if (!decision) return null;
    context.count('decisions', decision.outcome, 1);
    context.notes.push(decisionNote(question.ask, decidedOn([[record.id, decision]])));
    return decisionView(decision, record.id, context.loaders, () =>
      question.state(profile, record.id, decision),
    );
  }
}
