import type { ApolloServerPlugin, BaseContext, GraphQLResponse } from '@apollo/server';
import type { SubgraphMeter } from './subgraph-meter.ts';

/** Counts the answers of a subgraph. It has to be the last plugin, so that it sees answers as they leave. */
export function metering(meter: SubgraphMeter): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      const start = performance.now();
      return {
        async willSendResponse({ response: { body } }) {
          meter.answered((performance.now() - start) / 1_000, errorCodes(body));
        },
      };
    },
  };
}

/** The codes of an answer's errors, each once. */
export function errorCodes(body: GraphQLResponse['body']): readonly unknown[] {
  const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
  return errors ? [...new Set(errors.map((it) => it.extensions?.['code']))] : NONE;
}

const NONE: readonly unknown[] = [];
