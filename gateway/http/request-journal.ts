import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes } from '../../platform/metrics/metering.ts';
import { codesIn } from '../audit/refusal-codes.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestHooks } from './request-hooks.ts';
import { through, type Transports } from '../supergraph/transports.ts';

/** What is known of an operation once it is answered. */
interface AnsweredOperation {
  readonly partner: string | null;
  readonly operation: string | null;
  /** Absent where the document was refused before one of its operations was found. */
  readonly kind: 'query' | 'mutation' | 'subscription' | undefined;
  /** The SHA-256 of the document. */
  readonly document: string | undefined;
  readonly codes: readonly unknown[];
  /** Whether anything but errors was answered. */
  readonly hasData: boolean;
  readonly subgraphCalls: number;
}

/** A request that has ended, and what came of it. Values, headers and addresses with their queries are not in it. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  /** As the route says it; undefined where there is none. */
  readonly path: string | undefined;
  readonly status: number;
  readonly address: string;
  /** Absent where the request was refused before it was an operation. */
  readonly answered: AnsweredOperation | undefined;
  /** The codes of the errors that were answered, each once. */
  readonly codes: readonly unknown[];
  readonly milliseconds: number;
  readonly bytes: number;
  /** Whether it ended before its answer was sent. */
  readonly isAborted: boolean;
}

/** The longest name of an operation that is noted. */
const NAME = 100;

/**
 * Notes of each request what came of it, and tells that once it has ended. Made where somebody reads it alone, so
 * that it costs nothing where not.
 */
export class RequestJournal {
  readonly #readers: readonly ((record: RequestRecord) => void)[];
  /** Of the requests under way, by their ids; undefined until it is answered. */
  readonly #operations = new Map<string, AnsweredOperation | undefined>();
  readonly #calls = new WeakMap<AbortSignal, number>();

  constructor(readers: readonly ((record: RequestRecord) => void)[]) {
    this.#readers = readers;
  }

  /** How many requests are under way. */
  get underWay(): number {
    return this.#operations.size;
  }

  /** Notes what each operation was and came to. */
  get hooks(): RequestHooks<GatewayContext> {
    return {
      willSendResponse: ({ contextValue, operationName, operation, queryHash, response: { body } }) => {
        // What is answered after its client has gone was told already.
        if (!this.#operations.has(contextValue.requestId)) return;
        this.#operations.set(contextValue.requestId, {
          partner: contextValue.viewer.partner,
          operation: operationName?.slice(0, NAME) ?? null,
          kind: operation?.operation,
          document: queryHash,
          codes: errorCodes(body),
          hasData: body.kind === 'single' && Boolean(body.singleResult.data),
          subgraphCalls: this.#calls.get(contextValue.signal) ?? 0,
        });
      },
    };
  }

  /** Counts the calls to subgraphs, those included that share their way with another's. */
  counting(transports: Transports): Transports {
    const count = (signal: AbortSignal): void =>
      void this.#calls.set(signal, (this.#calls.get(signal) ?? 0) + 1);
    return through(transports, (transport) => ({
      ...transport,
      call(subgraph, call) {
        count(call.context.signal);
        return transport.call(subgraph, call);
      },
    }));
  }

  /** Follows the requests of `app`. */
  register(app: FastifyInstance): void {
    const refused = new WeakMap<FastifyRequest, readonly string[]>();
    app.addHook('onRequest', (request, reply, done) => {
      this.#operations.set(request.id, undefined);
      const address = request.ip;
      // Whichever way it ends: fastify tells of answers that were sent alone.
      reply.raw.once('close', () => {
        const answered = this.#operations.get(request.id);
        this.#operations.delete(request.id);
        const codes = refused.get(request) ?? answered?.codes ?? [];
        this.#tell(recordOf(request, reply, { address, answered, codes }));
      });
      done();
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      // What is refused before or after it is an operation tells its code in the answer alone.
      if (reply.statusCode >= 400 && typeof payload === 'string') refused.set(request, codesIn(payload));
      done(null, payload);
    });
  }

  #tell(record: RequestRecord): void {
    for (const read of this.#readers) read(record);
  }
}

function recordOf(
  request: FastifyRequest,
  reply: FastifyReply,
  noted: Pick<RequestRecord, 'address' | 'answered' | 'codes'>,
): RequestRecord {
  return {
    requestId: request.id,
    method: request.method,
    path: request.routeOptions.url,
    status: reply.statusCode,
    ...noted,
    milliseconds: reply.elapsedTime,
    bytes: Number(reply.getHeader('content-length') ?? 0),
    isAborted: !reply.raw.writableFinished,
  };
}
