import { expect } from 'vitest';
import type { Answer } from './exchange.ts';

interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** What no answer to anybody may hold: places in the code, stacks, addresses and words of what is behind. */
const INTERNAL =
  /node_modules|\bat .+\.[jt]s:\d+|\/(?:gateway|platform|subgraphs|dist)\/|ECONNREFUSED|ENOENT|SQLITE|stacktrace/i;

/**
 * The facts of an answer: its status and each error's code with its path and message. Whatever is answered
 * carries a correlation id, each error a code, and nothing internal; that is checked here for every case.
 */
export function factsOf(answer: Answer): string {
  expect(answer.headers['x-request-id'], 'the correlation id').toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.body).not.toMatch(INTERNAL);
  const errors = errorsIn(answer);
  const facts = errors.map(({ message, path, extensions }) => {
    expect(extensions?.code, message).toMatch(/^[A-Z_]+$/);
    const place = path ? ` at ${path.join('.')}` : '';
    return `${answer.status} ${extensions?.code}${place} (${message.replaceAll(';', ',')})`;
  });
  return facts.length === 0 ? String(answer.status) : joinFacts(...new Set(facts));
}

/** Several facts as one text; those that are undefined do not hold. */
export function joinFacts(...facts: readonly (string | undefined)[]): string {
  return facts.filter((it) => it !== undefined).join('; ');
}

function errorsIn({ body, headers }: Answer): readonly ShownError[] {
  if (body === '' || !/json/.test(headers['content-type'] ?? '')) return [];
  return (JSON.parse(body) as { errors?: readonly ShownError[] }).errors ?? [];
}

/** Observes `facts` where `check`, which expects all of them in its own words, does not fail. */
export function upheld(facts: string, check: () => Promise<void>): () => Promise<string> {
  return async () => {
    await check();
    return facts;
  };
}
