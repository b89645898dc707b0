import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { cacheControlOf, NO_STORE, type CacheControl } from './cache-control.ts';

/** The header in which a subgraph tells the gateway how long, and for whom, its answer may be kept. */
export const CACHE_CONTROL_HEADER = 'cache-control';

/**
 * Says of each answer to a query what the hints of the schema allow. Nobody may keep an answer with errors, nor
 * what a mutation gives.
 */
export function cacheControlHeader(schema: GraphQLSchema): ApolloServerPlugin<BaseContext> {
  // Apollo Server parses a text once and hands over the same document each time.
  const known = new WeakMap<DocumentNode, CacheControl>();
  const read = (document: DocumentNode): CacheControl => {
    let cacheControl = known.get(document);
    if (!cacheControl) known.set(document, (cacheControl = cacheControlOf(schema, document)));
    return cacheControl;
  };
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ document, operation, request, response: { http, body } }) {
          const keeps =
            document &&
            operation?.operation === 'query' &&
            body.kind === 'single' &&
            !body.singleResult.errors;
          http.headers.set(CACHE_CONTROL_HEADER, keeps ? read(document)(request.variables) : NO_STORE);
        },
      };
    },
  };
}
