import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import type { CatalogueContext } from '../context.ts';
import { AuthorisationHolding, Environment, Provider, PublisherTerms, Region } from '../types/environment.ts';
import {
  environmentView,
  holdingView,
  providerView,
  publisherTermsView,
  regionView,
  type EnvironmentView,
  type RegionView,
} from '../views/environment.ts';

@Resolver(() => Environment)
export class EnvironmentResolver {
  @Public()
  @Query(() => Environment, {
    nullable: true,
    description: 'A cloud environment by its id; null where there is none.',
  })
  async environment(
    @Arg('id', () => ID, { description: 'For example `ms.azure-gov-secret`.' }) id: string,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Environment | null> {
    const record = await loaders.environment.load(id);
    return record && environmentView(record);
  }

  @Public()
  @Query(() => [Environment], { description: 'Every cloud environment.' })
  async environments(
    @Arg('provider', () => ID, { nullable: true, description: 'Only those of this provider.' })
    provider: string | undefined,
    @Ctx() { store }: CatalogueContext,
  ): Promise<Environment[]> {
    const all = await store.all('environment');
    return all.filter((it) => !provider || it.provider === provider).map(environmentView);
  }

  @FieldResolver(() => Provider, { nullable: true })
  async provider(
    @Root() { record }: EnvironmentView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Provider | null> {
    const provider = await loaders.provider.load(record.provider);
    return provider && providerView(provider);
  }

  @FieldResolver(() => [Region], { nullable: true })
  async regions(
    @Root() { record }: EnvironmentView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Region[]> {
    const regions = await Promise.all(record.regions.map((id) => loaders.region.load(id)));
    return regions.filter((it) => it !== null).map((it) => regionView(it, loaders));
  }

  @FieldResolver(() => [AuthorisationHolding], { nullable: true })
  authorisations(
    @Root() { record }: EnvironmentView,
    @Ctx() { loaders }: CatalogueContext,
  ): AuthorisationHolding[] {
    return record.claims.map((it) => holdingView(it, loaders));
  }

  @FieldResolver(() => PublisherTerms, { nullable: true })
  publisherTerms(
    @Root() { record }: EnvironmentView,
    @Ctx() { loaders }: CatalogueContext,
  ): PublisherTerms | null {
    return record.terms && publisherTermsView(record.terms, loaders);
  }

  @FieldResolver(() => Int, { nullable: true })
  offeringCount(@Root() { id }: EnvironmentView, @Ctx() { loaders }: CatalogueContext): Promise<number> {
    return loaders.offeringCount.load(id);
  }
}

@Resolver(() => Region)
export class RegionResolver {
  @Public()
  @Query(() => Region, { nullable: true, description: 'A region by its id; null where there is none.' })
  async region(
    @Arg('id', () => ID, { description: 'For example `microsoft.usgovvirginia`.' }) id: string,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Region | null> {
    const record = await loaders.region.load(id);
    return record && regionView(record, loaders);
  }

  @Public()
  @Query(() => [Region], { description: 'Every region.' })
  async regions(
    @Arg('country', () => String, {
      nullable: true,
      description: 'Only those in this country (ISO alpha-2).',
    })
    country: string | undefined,
    @Ctx() { store, loaders }: CatalogueContext,
  ): Promise<Region[]> {
    const all = await store.all('region');
    return all.filter((it) => !country || it.country === country).map((it) => regionView(it, loaders));
  }

  @FieldResolver(() => Provider, { nullable: true })
  async provider(
    @Root() { record }: RegionView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Provider | null> {
    const provider = await loaders.provider.load(record.provider);
    return provider && providerView(provider);
  }

  @FieldResolver(() => Environment, {
    nullable: true,
    description: 'The environment that its source names; services of others may use the region too.',
  })
  async environment(
    @Root() { record }: RegionView,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Environment | null> {
    const environment = await loaders.environment.load(record.environment);
    return environment && environmentView(environment);
  }
}

@Resolver(() => Provider)
export class ProviderResolver {
  @Public()
  @Query(() => Provider, { nullable: true, description: 'A provider by its id; null where there is none.' })
  async provider(
    @Arg('id', () => ID, { description: 'For example `microsoft`.' }) id: string,
    @Ctx() { loaders }: CatalogueContext,
  ): Promise<Provider | null> {
    const record = await loaders.provider.load(id);
    return record && providerView(record);
  }

  @Public()
  @Query(() => [Provider], { description: 'Every provider.' })
  async providers(@Ctx() { store }: CatalogueContext): Promise<Provider[]> {
    return (await store.all('provider')).map(providerView);
  }
}
