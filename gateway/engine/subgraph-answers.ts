import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { note } from '../audit/audited-request.ts';
import type { SubgraphCall, SubgraphReply, Transport } from '../transport/transport.ts';
import { errorForClients, failureOf } from './errors-for-clients.ts';
import { reportFailedCall } from './failed-calls.ts';
import { StandIns, type Representations } from './stand-ins.ts';

/** A subgraph's answer in the form that an engine can merge. */
export interface SubgraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * Asks subgraphs through the transport and makes every answer fit to be merged: a call that failed becomes
 * an error that names the subgraph and nothing else, entities that it owed become explicit nulls, and of
 * the subgraph's own errors only what was written for clients keeps its text. Never throws.
 */
export function subgraphAnswers(
  transport: Transport,
  log: Logger,
): (subgraph: string, call: SubgraphCall) => Promise<SubgraphAnswer> {
  const standIns = new StandIns();

  return async (subgraph, call) => {
    const representations = call.variables?.['representations'] as Representations | undefined;
    try {
      const answer = await transport.call(subgraph, call);
      note(call.context.audited, subgraph, answer.notes);
      const errors = (answer.errors ?? []).map((it) => placed(errorForClients(subgraph, it)));
      reportHidden(answer, errors);
      const data = answer.data ?? null;
      if (!representations) return { data, ...(errors.length > 0 ? { errors } : {}) };
      if (errors.length === 0 && entitiesOf(data, representations)) return { data };
      if (errors.length === 0) throw new Error('entities are missing from the answer');
      return { data: { _entities: mendedEntities(data, errors, representations) }, errors };
    } catch (error) {
      reportFailedCall(log, subgraph, call, error);
      return {
        data: representations
          ? { _entities: representations.map((it) => standIns.of(call.query, it)) }
          : null,
        errors: [placed(failureOf(subgraph))],
      };
    }

    function reportHidden(answer: SubgraphReply, shown: readonly GraphQLFormattedError[]): void {
      const hidden = answer.errors?.filter((it, index) => it.message !== shown[index]?.message) ?? [];
      if (hidden.length === 0) return;
      const codes = hidden.map((it) => it.extensions?.['code'] ?? null);
      log.warn({ subgraph, requestId: call.context.requestId, codes }, 'subgraph answered with errors');
    }

    /** Entities that are null because of an error become stand-ins; those that are not known stay null. */
    function mendedEntities(
      data: Readonly<Record<string, unknown>> | null,
      errors: readonly GraphQLFormattedError[],
      asked: Representations,
    ): unknown[] {
      const entities = entitiesOf(data, asked);
      if (!entities) return asked.map((it) => standIns.of(call.query, it));
      const failed = new Set(errors.map((it) => (it.path?.[0] === '_entities' ? it.path[1] : undefined)));
      return entities.map((entity, index) =>
        entity === null && failed.has(index)
          ? standIns.of(call.query, asked[index] as Representations[number])
          : entity,
      );
    }
  };
}

/** An error that says no place stands for the whole fetch: the engine says where that was. */
function placed(error: GraphQLFormattedError): GraphQLFormattedError {
  return error.path ? error : { ...error, path: [] };
}

function entitiesOf(
  data: Readonly<Record<string, unknown>> | null,
  asked: Representations,
): unknown[] | null {
  const entities = data?.['_entities'];
  return Array.isArray(entities) && entities.length === asked.length ? entities : null;
}
