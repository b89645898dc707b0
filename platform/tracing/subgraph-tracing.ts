import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { errorCodes } from '../metrics/metering.ts';
import { isSampled, parseTraceparent } from './traceparent.ts';
import type { Span, Tracing } from './tracing.ts';

/** What is recorded of one request to a subgraph. */
export interface RequestSpans {
  readonly span: Span;
  /** How many resolvers may still be recorded: a list of a thousand rows would bring ten thousand. */
  resolversLeft: number;
}

interface Traced {
  readonly spans?: RequestSpans | undefined;
}

/** How many resolvers of one request are recorded at most. */
const RESOLVERS = 200;
/** How much of a statement is told, in characters. */
const STATEMENT = 1_000;
const FIRST_WORD = /^\s*(\w+)/;

/**
 * Records what a subgraph does for requests that the gateway records: the request, its SQL statements, and of
 * some requests its resolvers. Statements are told with their placeholders, never with values.
 */
export class SubgraphTracing {
  readonly #tracing: Tracing;
  readonly #subgraph: string;

  constructor(tracing: Tracing, subgraph: string) {
    this.#tracing = tracing;
    this.#subgraph = subgraph;
  }

  /** Begins to record a request of the gateway's, where that records it. */
  begin(traceparent: unknown, requestId: string): RequestSpans | undefined {
    const parent = parseTraceparent(traceparent);
    if (!parent || !isSampled(parent)) return undefined;
    return {
      span: this.#tracing.begin(this.#subgraph, parent, {
        subgraph: this.#subgraph,
        'request.id': requestId,
      }),
      resolversLeft: this.#tracing.drawsResolvers() ? RESOLVERS : 0,
    };
  }

  /** Runs what a request does, so that its statements are recorded with it. */
  within<Result>(spans: RequestSpans | undefined, work: () => Result): Result {
    return spans ? this.#tracing.within(spans.span, work) : work();
  }

  /** Ends what is recorded of a request with its answer. */
  readonly plugin: ApolloServerPlugin<BaseContext> = {
    async requestDidStart({ contextValue }) {
      const { spans } = contextValue as Traced;
      if (!spans) return;
      return {
        async willSendResponse({ response: { body }, operation }) {
          const [code] = errorCodes(body);
          if (operation) spans.span.set({ 'graphql.operation.type': operation.operation });
          if (code !== undefined) spans.span.fail(String(code));
          spans.span.end();
        },
      };
    },
  };

  /** Records a statement with the request that it runs for. */
  statement(text: string, milliseconds: number): void {
    const kind = FIRST_WORD.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
    this.#tracing.current()?.past(kind, 'client', milliseconds, {
      'db.system.name': 'sql',
      'db.query.text': text.slice(0, STATEMENT),
    });
  }

  /** Has the resolvers of `schema` record themselves; those that only read a property are left as they are. */
  recordResolvers(schema: GraphQLSchema): void {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        const { resolve } = field;
        if (resolve && resolve !== defaultFieldResolver)
          field.resolve = recorded(`${type.name}.${field.name}`, resolve);
      }
    }
  }
}

function recorded(
  name: string,
  resolve: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const { spans } = context as Traced;
    if (!spans || spans.resolversLeft <= 0) return resolve(source, args, context, info);
    spans.resolversLeft--;
    const span = spans.span.child(name, 'internal');
    const failed = (error: unknown): never => {
      span.fail('error');
      span.end();
      throw error;
    };
    try {
      const value = resolve(source, args, context, info);
      if (!(value instanceof Promise)) {
        span.end();
        return value;
      }
      return value.then((it: unknown) => {
        span.end();
        return it;
      }, failed);
    } catch (error) {
      return failed(error);
    }
  };
}
