import { ApolloGateway } from '@apollo/gateway';
import { parse, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { publicErrors } from '../../../../gateway/engine/compiled/error-policy.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../../../../gateway/engine/compiled/steps/run.ts';
import { formatted } from '../../../support/federation.ts';

/** `@apollo/gateway` as published, over the same subgraphs. */
export interface Reference {
  ask(query: string, variables?: Record<string, unknown>): Promise<FormattedExecutionResult>;
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export async function reference(
  supergraphSdl: string,
  fetch: (request: SubgraphRequest) => Promise<SubgraphAnswer>,
): Promise<Reference> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: SILENT,
    buildService: ({ name }) => ({
      async process({ request }) {
        const kind = /^mutation\b/.test(request.query ?? '') ? 'mutation' : 'query';
        const { data, errors } = await fetch({
          subgraph: name,
          kind,
          query: request.query ?? '',
          variables: request.variables ?? {},
          context: {},
        });
        const shown = errors?.map((it) => ({ ...publicErrors.shown(name, it), path: it.path }));
        return { data, ...(shown ? { errors: shown } : {}) } as never;
      },
    }),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => (schema = loaded.apiSchema));
  const { executor } = await gateway.load();

  return {
    async ask(query, variables = {}) {
      const document = parse(query);
      const operation = document.definitions.find((it) => it.kind === 'OperationDefinition');
      const answer = await executor({
        request: { query, variables },
        document,
        operation,
        operationName: operation?.name?.value ?? null,
        queryHash: query,
        schema,
        context: {},
        metrics: {},
        logger: SILENT,
        overallCachePolicy: {},
      } as never);
      return formatted({ data: answer.data, errors: answer.errors });
    },
  };
}
