import { isPartnerViewer } from '../../platform/identity/viewer.ts';
import { defineSubgraph } from '../../platform/subgraph/define.ts';
import type { ContractsContext } from './graphql/context.ts';
import { ContractRecordsResolver, HoldResolver } from './graphql/resolvers/contract-records.ts';
import { ContractResolver } from './graphql/resolvers/contracts.ts';
import { ContractMutations } from './graphql/resolvers/mutations.ts';
import { PartnerResolver } from './graphql/resolvers/partners.ts';
import { OfferingPriceResolver, WayPriceResolver } from './graphql/resolvers/prices.ts';
import { ViewerResolver } from './graphql/resolvers/viewer.ts';
import { Viewer } from './graphql/types/contract-facts.ts';
import { Offering, Way } from './graphql/types/pricing.ts';
import { createLoaders } from './loaders.ts';
import { contractsDatabase } from './store/definition.ts';
import { ContractsStore } from './store/store.ts';

const idOf = (representation: Record<string, unknown>): string => String(representation['id']);

/** Partners, contracts with what stands on them, and prices. */
export const contractsSubgraph = defineSubgraph({
  name: 'contracts',
  schema: {
    resolvers: [
      ContractResolver,
      ContractRecordsResolver,
      HoldResolver,
      PartnerResolver,
      OfferingPriceResolver,
      WayPriceResolver,
      ViewerResolver,
      ContractMutations,
    ],
    orphanedTypes: [Viewer, Offering, Way],
    references: {
      Partner: (it, { loaders }: ContractsContext) => loaders.partner.load(idOf(it)),
      Contract: (it, { loaders }: ContractsContext) => loaders.contract.load(idOf(it)),
      Offering: (it) => ({ id: idOf(it) }),
      Way: (it) => ({ id: idOf(it) }),
      // A viewer is whoever the assertion names; facts about anybody else are not given.
      Viewer: (it, { viewer }: ContractsContext) =>
        isPartnerViewer(viewer) && it['id'] === viewer.id ? { id: viewer.id } : null,
    },
  },
  database: contractsDatabase,
  openStore: (environment) => ContractsStore.open(environment),
  createLoaders,
});
