import {
  HeaderMap,
  type GraphQLRequestContextResponseForOperation,
  type GraphQLResponse,
} from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import { ANONYMOUS } from '../../platform/identity/viewer.ts';
import { clientError } from '../client-errors.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestHooks } from '../http/request-hooks.ts';
import type { AuditLog, AuditState } from './audit-log.ts';
import type { AuditEntry } from './entry.ts';
import { mutationsOf } from './mutations.ts';
import { recordedAnswer } from './recorded-answer.ts';
import { codesIn, reasonIn, refusalCodes } from './refusal-codes.ts';
import { Refusals } from './refusals.ts';

const CODE = 'AUDIT_UNAVAILABLE';
const NOT_GIVEN = clientError(
  CODE,
  'An answer has to be on record before it is given, and cannot be recorded now. A mutation may have been carried out.',
);
const NOT_BEGUN = clientError(
  CODE,
  'A mutation has to be on record before it begins, and cannot be recorded now. It was not carried out.',
);
const STATUS = 503;
/** After how many seconds a client may ask again. */
const RETRY_SECONDS = '5';

export interface RecorderOptions {
  readonly log: AuditLog;
  /** Whether no answer leaves before its record is durable, and no mutation begins. */
  readonly isStrict: boolean;
  /** How many refusals of a partner by one code are recorded one by one in a minute. */
  readonly refusalsPerMinute: number;
}

/**
 * Records what the gateway answers: the decisions that partners are given, mutations, refusals. A request has one
 * record, or is counted in one; a mutation has another before it begins, in strict mode.
 */
export class Recorder {
  readonly #log: AuditLog;
  readonly #isStrict: boolean;
  readonly #refusals: Refusals;

  constructor({ log, isStrict, refusalsPerMinute }: RecorderOptions) {
    this.#log = log;
    this.#isStrict = isStrict;
    this.#refusals = new Refusals((entry) => log.record(entry), refusalsPerMinute);
  }

  /** Whether answers that have to be on record are refused now. */
  get isRefusing(): boolean {
    return this.#isStrict && this.#log.isFailing;
  }

  /** Whether what is answered can be recorded, and how much was. */
  get state(): AuditState {
    return this.#log.state;
  }

  /** Notes what is to be recorded of each operation; in strict mode holds mutations until they are on record. */
  get hooks(): RequestHooks<GatewayContext> {
    const noting: RequestHooks<GatewayContext> = {
      willSendResponse(answered) {
        const answer = recordedAnswer(answered);
        if (answer) answered.contextValue.audited.answer = answer;
      },
    };
    return this.#isStrict ? { ...noting, responseForOperation: (it) => this.#beforeMutation(it) } : noting;
  }

  /** Records what `app` answers as it is sent; in strict mode it waits for the record. */
  register(app: FastifyInstance): void {
    app.decorateRequest('audited');
    if (this.#isStrict) {
      app.addHook('onSend', (request, reply, payload) => this.#sendRecorded(request, reply, payload));
      return;
    }
    app.addHook('onSend', (request, reply, payload, done) => {
      const entry = this.#entryOf(request, reply, payload);
      if (entry) this.#log.record(entry);
      done(null, payload);
    });
  }

  /** Records what was refused before it was a request. */
  refusedConnection(request: string, address: string | undefined, code: string): void {
    const refusal = { request, partner: null, subject: null, address, codes: [code] };
    const entry = this.#refusals.entryOf(refusal);
    if (entry) this.#log.record(entry);
  }

  /** Records what was counted, and closes the log. */
  async close(): Promise<void> {
    this.#refusals.flush();
    await this.#log.close();
  }

  /** What is sent, once it is on record. */
  async #sendRecorded(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    const entry = this.#entryOf(request, reply, payload);
    if (!entry) return payload;
    if (isUnrecordable(entry)) {
      this.#log.record(entry);
      return payload;
    }
    try {
      await this.#log.durably(entry);
      return payload;
    } catch {
      return this.#unavailable(request, reply);
    }
  }

  #entryOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): AuditEntry | undefined {
    const { answer, viewer = ANONYMOUS } = request.audited ?? {};
    if (!answer && reply.statusCode < 400) return undefined;
    const { partner, subject } = viewer;
    const who = { request: request.id, partner, subject };
    if (answer && answer.kind !== 'refusal') {
      const { kind, codes, details } = answer;
      const time = new Date().toISOString();
      const some = codes.length > 0 ? { codes } : {};
      return { kind, time, ...who, ...details, ...some, ...(isGone(reply) ? { isClientGone: true } : {}) };
    }
    const refused = answer ?? refusedBefore(payload);
    if (refused.codes.length === 0) return undefined;
    return this.#refusals.entryOf({ ...who, address: request.ip, ...refused });
  }

  async #beforeMutation({ operation, document, contextValue }: Resolved): Promise<GraphQLResponse | null> {
    if (operation.operation !== OperationTypeNode.MUTATION) return null;
    const { viewer, requestId } = contextValue;
    const names = [...mutationsOf(operation, document).values()];
    try {
      await this.#log.durably({
        kind: 'mutation',
        time: new Date().toISOString(),
        request: requestId,
        partner: viewer.partner,
        subject: viewer.subject,
        outcome: 'BEGUN',
        mutations: names.map((name) => ({ name, outcome: 'BEGUN' })),
      });
      return null;
    } catch {
      const headers = new HeaderMap([['retry-after', RETRY_SECONDS]]);
      const body = { kind: 'single', singleResult: { errors: [NOT_BEGUN] } } as const;
      return { http: { status: STATUS, headers }, body };
    }
  }

  /** Turns the answer into one that it is not given. */
  #unavailable(request: FastifyRequest, reply: FastifyReply): string {
    reply.code(STATUS).header('retry-after', RETRY_SECONDS).removeHeader('content-length');
    this.refusedConnection(request.id, request.ip, CODE);
    return JSON.stringify({ errors: [NOT_GIVEN] });
  }
}

type Resolved = GraphQLRequestContextResponseForOperation<GatewayContext>;

/** The codes of an answer that is none to an operation, and why a token was not taken. */
function refusedBefore(payload: unknown): { codes: string[]; details: Record<string, unknown> } {
  if (typeof payload !== 'string') return { codes: [], details: {} };
  const reason = reasonIn(payload);
  return { codes: refusalCodes(codesIn(payload)), details: reason === undefined ? {} : { reason } };
}

/** Says that nothing can be recorded, which waits for no record. */
function isUnrecordable({ codes }: AuditEntry): boolean {
  return Array.isArray(codes) && codes.includes(CODE);
}

function isGone({ raw }: FastifyReply): boolean {
  return raw.destroyed;
}
