import type { FormattedExecutionResult } from 'graphql';
import { notesIn, type AuditNote } from '../../platform/subgraph/audit-notes.ts';
import { copyJson } from './json.ts';
import { Outage, type SubgraphReply } from './transport.ts';

/** An answer that any number of callers can have. */
export interface Answer {
  /** A reply whose objects nobody else has or will have. */
  take(): SubgraphReply;
}

/** What a subgraph says about its answer in headers. */
export type Notes = Pick<SubgraphReply, 'cacheControl' | 'dataVersion'>;

/** What a subgraph in this process gives, where it says more than GraphQL has words for. */
export type HostedAnswer = FormattedExecutionResult & {
  readonly cacheControl?: string | undefined;
  readonly dataVersion?: string | undefined;
  readonly notes?: readonly AuditNote[] | undefined;
};

type Result = Pick<FormattedExecutionResult, 'data' | 'errors' | 'extensions'>;

/** An answer that came as text: each taker but the first has it read anew. */
export class TextAnswer implements Answer {
  readonly #text: string;
  readonly #notes: Notes;
  #result: Result | undefined;

  /** @throws Outage where the text is no GraphQL response. */
  constructor(text: string, notes: Notes) {
    this.#text = text;
    this.#notes = notes;
    this.#result = resultIn(text);
  }

  take(): SubgraphReply {
    const result = this.#result ?? resultIn(this.#text);
    this.#result = undefined;
    return replyOf(result, this.#notes, notesIn(result.extensions));
  }
}

/**
 * An answer of this process: each taker has a copy, since the subgraph may keep what it gave and change it,
 * and scalars may be objects of its own that the engine must not change.
 */
export class CopiedAnswer implements Answer {
  readonly #answer: HostedAnswer;

  constructor(answer: HostedAnswer) {
    this.#answer = answer;
  }

  take(): SubgraphReply {
    const { data, errors, notes } = this.#answer;
    return replyOf(copyJson({ data, errors }) as Result, notesOf(this.#answer), notes);
  }
}

/** The notes among `given`, where they are one text each. */
export function notesOf(given: { readonly cacheControl?: unknown; readonly dataVersion?: unknown }): Notes {
  const { cacheControl, dataVersion } = given;
  return {
    ...(typeof cacheControl === 'string' ? { cacheControl } : {}),
    ...(typeof dataVersion === 'string' ? { dataVersion } : {}),
  };
}

function replyOf(
  { data, errors }: Result,
  said: Notes,
  notes: readonly AuditNote[] | undefined,
): SubgraphReply {
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors }),
    ...said,
    ...(notes === undefined ? {} : { notes }),
  };
}

function resultIn(text: string): Result {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) {
      return answer as Result;
    }
  } catch {
    // Said below, without the text.
  }
  throw new Outage('an answer that is not a GraphQL response');
}
