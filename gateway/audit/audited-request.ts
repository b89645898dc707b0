import type { Viewer } from '../../platform/identity/viewer.ts';
import type { AuditNote } from '../../platform/subgraph/audit-notes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent until it is about to become an operation. */
    audited?: AuditedRequest;
  }
}

/** What the audit log will say of a request, as it becomes known. */
export interface AuditedRequest {
  /** Absent until the viewer is identified. */
  viewer?: Viewer;
  /** What subgraphs say has to be recorded of their answers. */
  notes?: SubgraphNote[];
  /** What is to be recorded of the operation and its answer; absent where nothing is. */
  answer?: RecordedAnswer;
}

/** What one subgraph says has to be recorded. */
export interface SubgraphNote extends AuditNote {
  readonly subgraph: string;
}

/** What is recorded of an operation and its answer. */
export interface RecordedAnswer {
  readonly kind: 'decision' | 'mutation' | 'refusal';
  /** The codes of what was refused, in the order of the alphabet. */
  readonly codes: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** A request of which nothing is known yet. */
export function auditedRequest(): AuditedRequest {
  return {};
}

/** Notes what a subgraph says of an answer that the request is given, kept or not. */
export function note(
  audited: AuditedRequest,
  subgraph: string,
  notes: readonly AuditNote[] | undefined,
): void {
  if (!notes || notes.length === 0) return;
  const all = (audited.notes ??= []);
  for (const it of notes) all.push({ ...it, subgraph });
}
