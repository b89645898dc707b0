import { defineSubgraph } from '../../platform/subgraph/define.ts';
import { deviceView, modelView } from './graphql/present.ts';
import { DeviceModelResolver, DeviceLifecycleResolver } from './graphql/resolvers/device-models.ts';
import { DeviceMutations } from './graphql/resolvers/device-mutations.ts';
import { DeviceResolver } from './graphql/resolvers/devices.ts';
import { SyncMutation } from './graphql/resolvers/sync.ts';
import { ViewerResolver } from './graphql/resolvers/viewer.ts';
import { Device } from './graphql/types/device.ts';
import { DeviceModel } from './graphql/types/device-model.ts';
import { Authorisation, Offering, Partner, Provider } from './graphql/types/references.ts';
import { Viewer } from './graphql/types/viewer.ts';
import { createLoaders } from './loaders.ts';
import { devicesDatabase } from './store/definition.ts';
import { DeviceStore } from './store/store.ts';

/** Device models, a partner's devices and their journals. */
export const devicesSubgraph = defineSubgraph({
  name: 'devices',
  schema: {
    resolvers: [
      DeviceModelResolver,
      DeviceLifecycleResolver,
      DeviceResolver,
      DeviceMutations,
      SyncMutation,
      ViewerResolver,
    ],
    orphanedTypes: [Viewer, Device, DeviceModel, Provider, Authorisation, Offering, Partner],
    references: {
      async DeviceModel({ id }, { loaders }) {
        const stored = await loaders.model.load(String(id));
        return stored && modelView(stored, loaders);
      },
      async Device({ id }, { loaders }) {
        const row = await loaders.device.load(String(id));
        return row && deviceView(row);
      },
      Viewer: ({ id }, { viewer }) => (viewer.id !== null && id === viewer.id ? { id } : null),
    },
  },
  database: devicesDatabase,
  openStore: (environment) => DeviceStore.open(environment),
  createLoaders,
});
