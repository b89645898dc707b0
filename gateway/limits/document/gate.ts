import type { ApolloServerOptions } from '@apollo/server';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { Kind, OperationTypeNode, type DocumentNode } from 'graphql';
import { Lru } from '../../../platform/lru.ts';
import type { PublicError } from '../../../platform/errors.ts';
import { keptDocuments } from '../../documents/kept-documents.ts';
import type { RequestHooks } from '../../http/request-hooks.ts';
import type { DocumentLimits } from '../limits.ts';
import { documentRefusal } from './check-document.ts';

type DocumentStore = NonNullable<ApolloServerOptions<object>['documentStore']>;

/** How many documents' verdicts are remembered. */
const VERDICTS = 5_000;
/** The digest of a document's text, with which Apollo Server ends the key that it keeps it by. */
const DIGEST_CHARACTERS = 64;

/** Stands for a document that is refused, so that nothing of its text is parsed or validated. */
const REFUSED: DocumentNode = {
  kind: Kind.DOCUMENT,
  definitions: [
    {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.QUERY,
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
      },
    },
  ],
};

/**
 * Holds documents to the limits, each once: what was found is remembered by the digest of its text, and Apollo
 * Server keeps what it parsed and validated in the {@link store}. For a document that is refused the store
 * gives one that stands for it, so that the refusal comes where Apollo Server takes one, and before the
 * parser: it lets no plugin refuse a text.
 */
export class DocumentGate {
  readonly store: DocumentStore;
  readonly #limits: DocumentLimits;
  readonly #verdicts = new Lru<PublicError | 'within limits'>(VERDICTS);

  constructor(limits: DocumentLimits) {
    this.#limits = limits;
    const documents = keptDocuments();
    this.store = {
      get: async (key) =>
        (await documents.get(key)) ?? (this.#refusal(key.slice(-DIGEST_CHARACTERS)) ? REFUSED : undefined),
      set: (key, document) => documents.set(key, document),
      delete: (key) => documents.delete(key),
    } satisfies KeyValueCache<DocumentNode>;
  }

  /** Has Apollo Server answer a document that is refused with the refusal. */
  get hooks(): RequestHooks {
    return {
      didResolveSource: ({ source, queryHash }) => {
        if (this.#verdicts.get(queryHash)) return;
        this.#verdicts.set(queryHash, documentRefusal(source, this.#limits) ?? 'within limits');
      },
      didResolveOperation: ({ queryHash }) => {
        const refusal = this.#refusal(queryHash);
        if (refusal) throw refusal;
      },
    };
  }

  #refusal(digest: string): PublicError | undefined {
    const verdict = this.#verdicts.get(digest);
    return verdict === 'within limits' ? undefined : verdict;
  }
}
