import { randomUUID } from 'node:crypto';
import type { AssertionSigner } from '../../../platform/identity/assertion.ts';
import { isSameViewer, type Viewer } from '../../../platform/identity/viewer.ts';
import { shown } from './check.ts';
import { SubjectFailed, type Answer, type Question, type Subject } from './subject.ts';

/** How long a subgraph may take for one answer, in milliseconds. */
const DEADLINE = 30_000;

/** Who vouches for the checks' questions. */
export type Vouching =
  /** As the gateway: every question is signed for its viewer and its body. */
  | { readonly signer: AssertionSigner }
  /** Assertions made before, each for a viewer and for whatever is asked. */
  | { readonly assertions: readonly { readonly viewer: Viewer; readonly assertion: string }[] };

export interface HttpSubjectOptions {
  readonly name: string;
  readonly url: string;
  readonly vouching: Vouching;
  readonly mayWrite: boolean;
}

/** A subgraph that is reached by its address, whoever wrote it and in whatever language. */
export function subjectOverHttp({ name, url, vouching, mayWrite }: HttpSubjectOptions): Subject {
  const assertionFor = async (viewer: Viewer, body: string): Promise<string | undefined> => {
    if ('signer' in vouching) return vouching.signer.sign(viewer, name, randomUUID(), { content: body });
    return vouching.assertions.find((it) => isSameViewer(it.viewer, viewer))?.assertion;
  };
  return {
    name,
    place: url,
    mayWrite,
    canAskFor: (viewer) =>
      'signer' in vouching || vouching.assertions.some((it) => isSameViewer(it.viewer, viewer)),
    async ask({ viewer, ...question }) {
      const body = bodyOf(question);
      return post(url, body, await assertionFor(viewer, body));
    },
    askWith: (assertion, question) => post(url, bodyOf(question), assertion),
    close: async () => undefined,
  };
}

function bodyOf({ query, variables = {}, operationName }: Omit<Question, 'viewer'>): string {
  return JSON.stringify({ query, variables, operationName });
}

/** @throws SubjectFailed where nothing comes that could be an answer. */
async function post(url: string, body: string, assertion: string | undefined): Promise<Answer | null> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(assertion === undefined ? {} : { authorization: `Bearer ${assertion}` }),
      },
      body,
      signal: AbortSignal.timeout(DEADLINE),
    });
    text = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new SubjectFailed(
      `${url}: expected an answer within ${DEADLINE / 1000} s, got none: ${why}. Does it listen there?`,
    );
  }
  if (response.status === 401) return null;
  try {
    const answer = JSON.parse(text) as Answer;
    if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer))
      return answer;
  } catch {
    // Said below.
  }
  throw new SubjectFailed(
    `${url}: expected a GraphQL answer in JSON, got status ${response.status}: ${shown(text)}. Is it the address of the GraphQL endpoint?`,
  );
}
