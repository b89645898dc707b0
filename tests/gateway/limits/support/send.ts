import type { TestGateway, Asker } from '../../../support/gateway.ts';

/** An operation as a client sends it. */
export interface Sent {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

/** What a client sees of an answer. */
export interface Seen {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: any;
  /** The codes of its errors, each once. */
  readonly codes: readonly string[];
}

/** Posts an operation; null asks without a token. */
export async function send(
  gateway: TestGateway,
  asker: Asker | null,
  sent: Sent,
  signal?: AbortSignal,
): Promise<Seen> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(asker ? { authorization: `Bearer ${await gateway.token(asker)}` } : {}),
    },
    body: JSON.stringify(sent),
    ...(signal ? { signal } : {}),
  });
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body,
    codes: [...new Set(body.errors?.map((it) => it.extensions.code))],
  };
}
