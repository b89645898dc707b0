import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { RequestContext } from './define.ts';

/**
 * Something in a subgraph's answer that the gateway records in its audit log: the subgraph alone knows it,
 * whatever the operation selects. It says nothing that the viewer is not given.
 */
export interface AuditNote {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** The member of `extensions` in which notes travel: our gateway hands no extensions of subgraphs to clients. */
export const AUDIT_EXTENSION = 'audit';

/** Puts the notes of each request into its answer. */
export function auditNotes(): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart({ contextValue }) {
      const { notes } = contextValue as RequestContext<unknown, unknown>;
      return {
        async willSendResponse({ response: { body } }) {
          if (notes.length === 0 || body.kind !== 'single') return;
          body.singleResult.extensions = { ...body.singleResult.extensions, [AUDIT_EXTENSION]: notes };
        },
      };
    },
  };
}

/** The notes in an answer's extensions; none where there are none, or not of their form. */
export function notesIn(extensions: unknown): readonly AuditNote[] | undefined {
  const notes = (extensions as Readonly<Record<string, unknown>> | null | undefined)?.[AUDIT_EXTENSION];
  return Array.isArray(notes) && notes.length > 0 && notes.every(isNote) ? notes : undefined;
}

function isNote(value: unknown): value is AuditNote {
  return (
    typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string'
  );
}
