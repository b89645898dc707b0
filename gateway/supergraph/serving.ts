import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { ApolloGatewayOption, ExecutedAnswer, ValidRequest } from '../engine/engine.ts';
import type { Generation } from './generation.ts';

type Listener = Parameters<NonNullable<ApolloGatewayOption['onSchemaLoadOrUpdate']>>[0];

/** Is told how an execution ended; undefined where the engine threw. */
export type Observer = (
  generation: Generation,
  request: ValidRequest,
  answer: ExecutedAnswer | undefined,
) => void;

/**
 * The generations that are served: the current one takes new requests; what was validated against the schema
 * of another is executed by that one. A generation that gave way is kept until it is dismissed, and lets go
 * of its transport when nothing of it is under way.
 */
export class Serving {
  #current: Generation;
  #observer: Observer | undefined;
  readonly #log: Logger;
  /** By the schema that requests were validated against. It keeps no generation that no request needs. */
  readonly #bySchema = new WeakMap<GraphQLSchema, Generation>();
  readonly #listeners = new Set<Listener>();
  readonly #retiring = new Set<Promise<void>>();

  constructor(first: Generation, log: Logger) {
    this.#current = first;
    this.#log = log;
    this.#bySchema.set(first.engine.apiSchema, first);
  }

  get current(): Generation {
    return this.#current;
  }

  /** What Apollo Server takes. It keeps the parsed and validated documents of each schema apart. */
  get apolloGateway(): ApolloGatewayOption {
    return {
      onSchemaLoadOrUpdate: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      load: async () => {
        this.#announce(this.#current);
        return { executor: (request) => this.#execute(request) };
      },
      stop: async () => undefined,
    };
  }

  /** The text of an answer, where it is at hand. */
  textOf({ data, errors, extensions }: FormattedExecutionResult): string | undefined {
    return data && !errors && !extensions ? this.#current.engine.textOf?.(data) : undefined;
  }

  /** Tells `observer` of every execution, until the next call. */
  observe(observer: Observer | undefined): void {
    this.#observer = observer;
  }

  /** Serves `next` from now on, in one step. @returns the generation that gave way, which is still whole. */
  swap(next: Generation): Generation {
    this.#bySchema.set(next.engine.apiSchema, next);
    this.#announce(next);
    const before = this.#current;
    this.#current = next;
    return before;
  }

  /** Lets go of a generation that gave way, once what is under way has ended. */
  dismiss(generation: Generation): void {
    const retired = generation
      .retire()
      .catch((error: unknown) => this.#log.error({ err: error }, 'a supergraph could not be let go of'))
      .finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
  }

  /** Lets go of everything; nothing may be under way that is not to be finished. */
  async close(): Promise<void> {
    this.#observer = undefined;
    this.dismiss(this.#current);
    await Promise.all(this.#retiring);
  }

  #announce({ engine, supergraph }: Generation): void {
    const loaded = { apiSchema: engine.apiSchema, coreSupergraphSdl: supergraph.sdl };
    for (const listener of this.#listeners) listener(loaded);
  }

  async #execute(request: ValidRequest): Promise<ExecutedAnswer> {
    const generation = this.#bySchema.get(request.schema);
    if (!generation) throw new Error('The request was validated against a schema that is none of ours.');
    if (!this.#observer) return generation.execute(request);
    let answer: ExecutedAnswer | undefined;
    try {
      return (answer = await generation.execute(request));
    } finally {
      this.#observer?.(generation, request, answer);
    }
  }
}
