import type { RequestContext } from '../../../platform/subgraph/define.ts';
import type { CatalogueLoaders } from '../loaders.ts';
import type { CatalogueReads } from '../store/catalogue-store.ts';

export type CatalogueContext = RequestContext<CatalogueReads, CatalogueLoaders>;
