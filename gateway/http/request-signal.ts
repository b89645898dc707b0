import type { ServerResponse } from 'node:http';
import { RequestEnded } from '../context.ts';

/**
 * Aborts when `response` is closed before it was sent, or `milliseconds` from now, whichever is first. Once
 * the response is sent it aborts no more.
 */
export function requestSignal(response: ServerResponse, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const overdue = setTimeout(() => controller.abort(new RequestEnded('deadline passed')), milliseconds);
  const close = (): void => {
    clearTimeout(overdue);
    if (!response.writableFinished) controller.abort(new RequestEnded('client gone'));
  };
  if (response.closed) close();
  else response.once('close', close);
  return controller.signal;
}
