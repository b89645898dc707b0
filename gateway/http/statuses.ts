import { knowsPlainJsonOnly } from './media-types.ts';
import type { RequestHooks } from './request-hooks.ts';

/** Codes of errors in a request that HTTP carried well: in its document or its variables. */
const IN_THE_OPERATION: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * The statuses of GraphQL over HTTP. An operation with an error in it is answered with status 400, except to
 * clients that ask for `application/json` alone: to them 200, as the specification says of that media type.
 * What is refused for another reason keeps its status whatever the client accepts.
 */
export function operationStatuses(): RequestHooks {
  return {
    willSendResponse({ request, errors = [], response: { http } }) {
      if (http.status !== 400 || !errors.every((it) => IN_THE_OPERATION.has(it.extensions['code']))) return;
      if (knowsPlainJsonOnly(request.http?.headers.get('accept'))) http.status = 200;
    },
  };
}
