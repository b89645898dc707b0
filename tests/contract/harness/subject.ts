import type { GraphQLFormattedError } from 'graphql';
import type { Viewer } from '../../../platform/identity/viewer.ts';

/** What is asked of a subgraph, and for whom. */
export interface Question {
  readonly viewer: Viewer;
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** What a subgraph answers, as it comes over HTTP: parsed JSON. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A subgraph whose contract is checked. */
export interface Subject {
  readonly name: string;
  /** Where it is, for people. */
  readonly place: string;
  /** Whether the checks may change what it holds. */
  readonly mayWrite: boolean;
  /** Asks on behalf of a viewer; null where the subgraph refuses the assertion (401 over HTTP). */
  ask(question: Question): Promise<Answer | null>;
  /** Asks with an assertion of the caller's making, or with none; null where the subgraph refuses it. */
  askWith(assertion: string | undefined, question: Omit<Question, 'viewer'>): Promise<Answer | null>;
  /** Whether questions for this viewer can be asked at all. */
  canAskFor(viewer: Viewer): boolean;
  /** How many times it has read its store so far; undefined where that cannot be seen. */
  readonly reads?: () => number;
  close(): Promise<void>;
}

/** A subgraph that does not answer, or answers what is no GraphQL. */
export class SubjectFailed extends Error {
  override name = 'SubjectFailed';
}

/** The codes of an answer's errors, in order. */
export function codesOf(answer: Answer | null): string[] {
  return (answer?.errors ?? []).map((it) => String(it.extensions?.['code'] ?? 'no code'));
}
