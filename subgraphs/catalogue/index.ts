import { defineSubgraph } from '../../platform/subgraph/define.ts';
import { CATALOGUE_COUNTERS } from './counters.ts';
import { FACTS_SDL } from './graphql/facts-sdl.ts';
import { REFERENCES } from './graphql/references.ts';
import { DecisionResolver } from './graphql/resolvers/decision.ts';
import { EnvironmentResolver, ProviderResolver, RegionResolver } from './graphql/resolvers/environment.ts';
import { OfferingResolver } from './graphql/resolvers/offering.ts';
import { ViewerResolver } from './graphql/resolvers/viewer.ts';
import { UNLOCK_TYPES } from './graphql/types/decision.ts';
import { createLoaders } from './loaders.ts';
import { catalogueDatabase } from './store/definition.ts';
import { CatalogueStore } from './store/store.ts';

/** Services, environments, regions, offerings, search, and the decision. */
export const catalogueSubgraph = defineSubgraph({
  name: 'catalogue',
  attests: true,
  schema: {
    resolvers: [
      ViewerResolver,
      OfferingResolver,
      DecisionResolver,
      EnvironmentResolver,
      RegionResolver,
      ProviderResolver,
    ],
    orphanedTypes: UNLOCK_TYPES,
    references: REFERENCES,
    sdl: FACTS_SDL,
  },
  counters: CATALOGUE_COUNTERS,
  database: catalogueDatabase,
  openStore: (environment) => CatalogueStore.open(environment),
  createLoaders,
});
