import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { DataVersions } from './data-versions.ts';

/** The header in which a subgraph tells the gateway the version of the data it answers from. */
export const DATA_VERSION_HEADER = 'x-data-version';

/**
 * Gives each answer the version of its data: of a query as it was before it ran, so that the answer may be
 * newer than its version but is never older; of a mutation as it is afterwards.
 */
export function dataVersionHeader(versions: DataVersions): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      let version: string | null = null;
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation === 'query') version = await versions.read();
        },
        async willSendResponse({ operation, response }) {
          if (operation?.operation === 'mutation') version = await versions.read();
          if (version !== null) response.http.headers.set(DATA_VERSION_HEADER, version);
        },
      };
    },
  };
}
