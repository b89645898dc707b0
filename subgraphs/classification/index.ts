import { defineSubgraph } from '../../platform/subgraph/define.ts';
import type { ClassificationContext } from './graphql/context.ts';
import { AgreementResolver } from './graphql/resolvers/agreements.ts';
import { AuthorisationResolver, AuthorisationStatementResolver } from './graphql/resolvers/authorisations.ts';
import { ClearanceResolver } from './graphql/resolvers/clearances.ts';
import { EquivalenceResolver, LevelEquivalentResolver } from './graphql/resolvers/equivalences.ts';
import { LabelQueries, LabelResolver } from './graphql/resolvers/labels.ts';
import { MembershipResolver, PartnerResolver } from './graphql/resolvers/partners.ts';
import { LevelResolver, SchemeResolver } from './graphql/resolvers/schemes.ts';
import { ViewerResolver } from './graphql/resolvers/viewer.ts';
import { Viewer } from './graphql/types/level-facts.ts';
import { Partner } from './graphql/types/partner.ts';
import { createLoaders } from './loaders.ts';
import { classificationDatabase } from './store/definition.ts';
import { ClassificationStore } from './store/store.ts';

type Keyed = Record<string, unknown>;

const idOf = (representation: Keyed): string => String(representation['id']);

/** Schemes, levels, equivalences, agreements, authorisations, clearances and labels. */
export const classificationSubgraph = defineSubgraph({
  name: 'classification',
  schema: {
    resolvers: [
      SchemeResolver,
      LevelResolver,
      LevelEquivalentResolver,
      EquivalenceResolver,
      AgreementResolver,
      AuthorisationResolver,
      AuthorisationStatementResolver,
      ClearanceResolver,
      MembershipResolver,
      PartnerResolver,
      LabelQueries,
      LabelResolver,
      ViewerResolver,
    ],
    orphanedTypes: [Viewer, Partner],
    references: {
      Scheme: (it, { loaders }: ClassificationContext) => loaders.scheme.load(idOf(it)),
      Level: (it, { loaders }: ClassificationContext) => loaders.level.load(idOf(it)),
      Equivalence: (it, { loaders }: ClassificationContext) => loaders.equivalence.load(idOf(it)),
      Agreement: (it, { loaders }: ClassificationContext) => loaders.agreement.load(idOf(it)),
      Authorisation: (it, { loaders }: ClassificationContext) => loaders.authorisation.load(idOf(it)),
      Clearance: (it, { loaders }: ClassificationContext) => loaders.clearance.load(idOf(it)),
      Partner: (it) => ({ id: idOf(it) }),
      // A viewer is whoever the assertion names; facts about anybody else are not given.
      Viewer: (it, { viewer }: ClassificationContext) =>
        viewer.id !== null && it['id'] === viewer.id ? { id: viewer.id } : null,
    },
  },
  database: classificationDatabase,
  openStore: (environment) => ClassificationStore.open(environment),
  createLoaders: (store) => createLoaders(store),
});
