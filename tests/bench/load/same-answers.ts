import { createHash } from 'node:crypto';
import type { Operation } from '../operations.ts';
import { post } from '../servers/post.ts';
import type { Server } from '../servers/server.ts';
import type { ExpectedAnswer } from './messages.ts';

/** Servers that answer differently, or not at all: comparing their speed would mean nothing. */
export class AnswersDiffer extends Error {
  override name = 'AnswersDiffer';
}

/** The bodies of an operation's requests, one of each seed. */
export function bodiesOf({ query, variables }: Operation): string[] {
  return variables.map((it) => JSON.stringify({ query, variables: it }));
}

/**
 * Asks each server for every seed and compares the data with those of the first server.
 * @returns what each server has to answer from now on, by its name.
 * @throws AnswersDiffer naming server, operation, seed and the first place that differs.
 */
export async function sameAnswers(
  operation: Operation,
  servers: readonly Server[],
  headers: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly ExpectedAnswer[]>> {
  const expected = new Map<string, ExpectedAnswer[]>(servers.map(({ entry }) => [entry.name, []]));
  for (const [seed, body] of bodiesOf(operation).entries()) {
    let first: { readonly server: string; readonly data: unknown } | null = null;
    for (const { entry, url } of servers) {
      const { name } = entry;
      const answer = await post(url, headers, body);
      const data = dataOf(answer, `${name}, ${operation.name}, seed ${seed}`);
      first ??= { server: name, data };
      const place = difference(first.data, data);
      if (place !== null) {
        throw new AnswersDiffer(
          `${operation.name}, seed ${seed}: expected the same data of all servers, got different of ${first.server} and ${name} at ${place}.`,
        );
      }
      const bytes = Buffer.from(answer.body);
      const digest = createHash('sha256').update(bytes).digest('hex');
      expected.get(name)?.push({ bytes: bytes.length, digest });
    }
  }
  return expected;
}

function dataOf({ status, body }: { status: number; body: string }, where: string): unknown {
  try {
    const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
    if (status === 200 && data && !errors) return data;
  } catch {
    // Said below, with the beginning of the text.
  }
  throw new AnswersDiffer(`${where}: expected data without errors, got ${status} ${body.slice(0, 1_000)}`);
}

/** The path and values of the first difference; null where there is none. The order of fields is free. */
export function difference(a: unknown, b: unknown, path = 'data'): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b)) {
    return `${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(left[key], right[key], `${path}.${key}`);
    if (found) return found;
  }
  return null;
}
