import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { codesIn } from '../audit/refusal-codes.ts';
import type { GatewayContext } from '../context.ts';
import type { Transports } from '../supergraph/transports.ts';

/** What is known of an operation once it is answered. */
interface Operation {
  readonly partner: string | null;
  readonly operation: string | null;
  /** The SHA-256 of the document. */
  readonly document: string | undefined;
  readonly codes: readonly unknown[];
  readonly subgraphCalls: number;
}

/** The longest name of an operation that a line holds. */
const NAME = 100;
/** Load balancers ask so often that their questions are not worth a line at info level. */
const HEALTH = /^\/health\//;

/**
 * Writes one line for each request: who asked for which operation, what came of it, and what it took. Of what
 * clients write nothing is in it but names that GraphQL's grammar allows: neither values, nor addresses with
 * their queries, nor headers. Made where the level shows it alone, so that it costs nothing where not.
 */
export class RequestLog {
  readonly #log: Logger;
  /** Of the requests under way, by their ids; undefined until it is answered. */
  readonly #operations = new Map<string, Operation | undefined>();
  readonly #calls = new WeakMap<AbortSignal, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** How many requests are under way. */
  get underWay(): number {
    return this.#operations.size;
  }

  /** Notes what each operation was and came to. */
  get plugin(): ApolloServerPlugin<GatewayContext> {
    return {
      requestDidStart: async () => ({
        willSendResponse: async ({ contextValue, operationName, queryHash, response: { body } }) => {
          // What is answered after its client has gone has its line already.
          if (!this.#operations.has(contextValue.requestId)) return;
          const errors = (body.kind === 'single' && body.singleResult.errors) || [];
          this.#operations.set(contextValue.requestId, {
            partner: contextValue.viewer.partner,
            operation: operationName?.slice(0, NAME) ?? null,
            document: queryHash,
            codes: [...new Set(errors.map((it) => it.extensions?.['code']))],
            subgraphCalls: this.#calls.get(contextValue.signal) ?? 0,
          });
        },
      }),
    };
  }

  /** Counts the calls to subgraphs, those included that share their way with another's. */
  counting(transports: Transports): Transports {
    const count = (signal: AbortSignal): void =>
      void this.#calls.set(signal, (this.#calls.get(signal) ?? 0) + 1);
    return {
      async lease(supergraph) {
        const lease = await transports.lease(supergraph);
        const { transport } = lease;
        return {
          ...lease,
          transport: {
            ...transport,
            call(subgraph, call) {
              count(call.context.signal);
              return transport.call(subgraph, call);
            },
          },
        };
      },
    };
  }

  /** Writes the lines of `app`'s requests. */
  register(app: FastifyInstance): void {
    const refused = new WeakMap<FastifyRequest, readonly string[]>();
    app.addHook('onRequest', (request, reply, done) => {
      this.#operations.set(request.id, undefined);
      const address = request.ip;
      // Whichever way it ends: fastify tells of answers that were sent alone.
      reply.raw.once('close', () => {
        const operation = this.#operations.get(request.id);
        this.#operations.delete(request.id);
        const codes = refused.get(request);
        this.#write(request, reply, { address, codes: [], ...operation, ...(codes ? { codes } : {}) });
      });
      done();
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      // What is refused before or after it is an operation tells its code in the answer alone.
      if (reply.statusCode >= 400 && typeof payload === 'string') refused.set(request, codesIn(payload));
      done(null, payload);
    });
  }

  #write(request: FastifyRequest, reply: FastifyReply, told: object): void {
    const { url: path } = request.routeOptions;
    const level = path && HEALTH.test(path) ? 'debug' : 'info';
    this.#log[level](
      {
        requestId: request.id,
        method: request.method,
        path,
        status: reply.statusCode,
        ...told,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        bytes: Number(reply.getHeader('content-length') ?? 0),
        ...(reply.raw.writableFinished ? {} : { aborted: true }),
      },
      'request',
    );
  }
}

/** A request log where `log` shows its lines; else undefined. */
export function requestLog(log: Logger): RequestLog | undefined {
  return log.isLevelEnabled('info') ? new RequestLog(log) : undefined;
}
