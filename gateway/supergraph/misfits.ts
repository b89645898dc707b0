import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { RequestEnded, type GatewayContext } from '../context.ts';
import type { Transport } from '../transport/transport.ts';

/** What a subgraph's answer says against the supergraph. */
export interface Misfit {
  readonly subgraph: string;
  /** It does not know what the supergraph says that it has, or there was no answer. */
  readonly kind: 'denied' | 'unreachable';
}

/** A transport that remembers which requests met misfits. */
export interface ObservedTransport extends Transport {
  /** The first misfit that a request met, by its context. */
  misfitOf(context: GatewayContext): Misfit | undefined;
}

/** Observes what subgraphs answer; changes nothing of it. */
export function observed(transport: Transport): ObservedTransport {
  const misfits = new WeakMap<GatewayContext, Misfit>();
  const remember = (context: GatewayContext, misfit: Misfit): void => {
    if (!misfits.has(context)) misfits.set(context, misfit);
  };
  return {
    ...transport,
    misfitOf: (context) => misfits.get(context),
    async call(subgraph, call) {
      try {
        const answer = await transport.call(subgraph, call);
        if (deniesItsSchema(answer)) remember(call.context, { subgraph, kind: 'denied' });
        return answer;
      } catch (error) {
        // That nobody waits any longer says nothing of the subgraph.
        if (!(error instanceof RequestEnded)) remember(call.context, { subgraph, kind: 'unreachable' });
        throw error;
      }
    },
  };
}

const CODES: ReadonlySet<unknown> = new Set(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);
/**
 * How servers without such codes say it: graphql-js and what follows its words, graphql-java, Hot Chocolate.
 */
const WORDS =
  /^(Cannot query field|Unknown (type|field|argument|directive|fragment)|Field ".*" argument ".*" of type ".*" is required|Validation error|The (field|argument|type) `.*` does not exist)/;

/** Whether a subgraph answers that what it was asked for is not in its schema. */
function deniesItsSchema({ data, errors }: FormattedExecutionResult): boolean {
  return !data && (errors?.some(isDenial) ?? false);
}

function isDenial({ message, path, extensions }: GraphQLFormattedError): boolean {
  if (path) return false;
  return CODES.has(extensions?.['code']) || WORDS.test(message);
}
