import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { documentId } from '../../platform/documents/manifest.ts';
import { PublicError } from '../../platform/errors.ts';
import type { GatewayContext } from '../context.ts';
import type { RequestHooks } from '../http/request-hooks.ts';
import { Lru } from '../../platform/lru.ts';
import { clientName } from './client-name.ts';
import type { ClientDocuments, Manifests } from './manifests.ts';

/** What becomes of operations that are in no manifest: they pass and are logged, or are refused. */
export type DocumentMode = 'log' | 'allow-list';

/** How many unknown operations are remembered, so that each is logged once. */
const REMEMBERED = 1_000;
const NOTHING: ClientDocuments = new Map();
const ID = /^[0-9a-f]{64}$/;

/** What a request says of its document. */
interface Asked {
  readonly query: unknown;
  /** The id that it sends in the place of the text or beside it, as automatic persisted queries do. */
  readonly id: unknown;
}

/**
 * Lets clients send the operations of their manifests: by their ids, or by their texts as they stand there.
 * Nothing of any other is parsed with an allow-list.
 */
export class TrustedDocuments {
  readonly #manifests: Pick<Manifests, 'of'>;
  readonly #mode: DocumentMode;
  readonly #log: Logger;
  readonly #logged = new Lru<true>(REMEMBERED);
  /** The texts that stand for the ids of requests under way. Apollo Server clones contexts, not what they hold. */
  readonly #texts = new WeakMap<AbortSignal, string>();

  constructor(manifests: Pick<Manifests, 'of'>, mode: DocumentMode, log: Logger) {
    this.#manifests = manifests;
    this.#mode = mode;
    this.#log = log;
  }

  /**
   * Decides whether the operation of a request may be executed, before anything of it is read.
   * @throws PublicError (OPERATION_NOT_TRUSTED, 403) where it may not.
   */
  admit(request: FastifyRequest, context: GatewayContext): void {
    const client = clientName(request.headers);
    const documents = (client !== undefined && this.#manifests.of(client)) || NOTHING;
    const { query, id } = askedBy(request);
    const known = id === undefined ? textKnown(documents, query) : textOf(documents, id, query);
    if (known !== undefined) this.#texts.set(context.signal, known);
    else if (this.#mode === 'allow-list') throw refusal(client);
    else this.#report(client, query, id, context);
  }

  /** Has Apollo Server execute the text that stands for an id. */
  get hooks(): RequestHooks<GatewayContext> {
    return {
      requestDidStart: ({ request, contextValue }) => {
        const text = this.#texts.get(contextValue.signal);
        if (text === undefined) return;
        request.query = text;
        const { persistedQuery: _resolved, ...extensions } = request.extensions ?? {};
        request.extensions = extensions;
      },
    };
  }

  #report(client: string | undefined, query: unknown, id: unknown, { requestId }: GatewayContext): void {
    const document =
      typeof query === 'string' ? documentId(query) : typeof id === 'string' && ID.test(id) ? id : undefined;
    const key = `${client} ${document}`;
    if (this.#logged.get(key)) return;
    this.#logged.set(key, true);
    this.#log.warn({ client, document, requestId }, 'operation of no manifest');
  }
}

function textKnown(documents: ClientDocuments, query: unknown): string | undefined {
  return typeof query === 'string' ? documents.get(documentId(query)) : undefined;
}

/** The text for an id. A text that is sent with it has to be that one. */
function textOf(documents: ClientDocuments, id: unknown, query: unknown): string | undefined {
  const text = typeof id === 'string' ? documents.get(id) : undefined;
  return query === undefined || query === text ? text : undefined;
}

function askedBy(request: FastifyRequest): Asked {
  const isGet = request.method === 'GET';
  const { query, extensions } = (isGet ? request.query : (request.body ?? {})) as Record<string, unknown>;
  const read = (isGet ? jsonOf(extensions) : extensions) as
    | { persistedQuery?: { sha256Hash?: unknown } | null }
    | null
    | undefined;
  return { query, id: read?.persistedQuery?.sha256Hash };
}

function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    // Apollo Server says what is wrong with it.
    return undefined;
  }
}

function refusal(client: string | undefined): PublicError {
  const message =
    client === undefined
      ? 'Only operations of a client’s manifest are executed here. Name the client in the header apollographql-client-name.'
      : 'This operation is not in the manifest of the client that sends it.';
  return new PublicError('OPERATION_NOT_TRUSTED', message, { http: { status: 403 } });
}
