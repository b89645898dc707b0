import type { HTTPGraphQLResponse } from '@apollo/server';
import { Lru } from '../../platform/lru.ts';
import type { RequestHooks } from './request-hooks.ts';

/** How many Accept headers are remembered. Clients of one kind send the same. */
const HEADERS = 100;
const NOT_ACCEPTABLE = 406;

/**
 * Remembers which media type Apollo Server chose for an Accept header: it would read the header anew for each answer,
 * and choose the same again.
 */
export class AnswerTypes {
  readonly #chosen = new Lru<string>(HEADERS);

  /** Sets the type that was chosen before, where one was. */
  get hooks(): RequestHooks {
    return {
      willSendResponse: ({ request, response: { http, body } }) => {
        const accept = request.http?.headers.get('accept');
        const type = accept === undefined ? undefined : this.#chosen.get(accept);
        if (type !== undefined && body.kind === 'single') http.headers.set('content-type', type);
      },
    };
  }

  /** Takes note of the type of an answer to a request with this header. */
  note(accept: string | undefined, { status, headers, body }: HTTPGraphQLResponse): void {
    // Whoever takes none is told so in one that they do not take.
    if (accept === undefined || status === NOT_ACCEPTABLE || body.kind !== 'complete') return;
    const type = headers.get('content-type');
    if (type !== undefined && this.#chosen.get(accept) === undefined) this.#chosen.set(accept, type);
  }
}
