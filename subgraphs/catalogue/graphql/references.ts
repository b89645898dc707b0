import { isPartnerViewer } from '../../../platform/identity/viewer.ts';
import type { CatalogueContext } from './context.ts';
import { environmentView, providerView, regionView } from './views/environment.ts';
import { offeringView } from './views/offering.ts';
import { viewerView } from './views/viewer.ts';

type Representation = Record<string, unknown>;

const idOf = (representation: Representation): string => String(representation['id']);

/** Gives the entity for what the gateway refers to; null for what does not exist or may not be shown. */
export const REFERENCES = {
  async Offering(it: Representation, { loaders, viewer }: CatalogueContext) {
    const record = await loaders.offering.load(idOf(it));
    return record && offeringView(record, viewer, it['asker'] as Representation | null | undefined);
  },
  async Environment(it: Representation, { loaders }: CatalogueContext) {
    const record = await loaders.environment.load(idOf(it));
    return record && environmentView(record);
  },
  async Region(it: Representation, { loaders }: CatalogueContext) {
    const record = await loaders.region.load(idOf(it));
    return record && regionView(record, loaders);
  },
  async Provider(it: Representation, { loaders }: CatalogueContext) {
    const record = await loaders.provider.load(idOf(it));
    return record && providerView(record);
  },
  /** A viewer is whoever the assertion names; nobody is answered for somebody else. */
  Viewer(it: Representation, { viewer }: CatalogueContext) {
    return isPartnerViewer(viewer) && idOf(it) === viewer.id ? { ...it, ...viewerView(viewer) } : null;
  },
};
