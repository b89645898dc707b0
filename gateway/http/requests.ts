import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, parse, type OperationTypeNode } from 'graphql';
import { RefusedRequest } from './faults.ts';
import { isUtf8, mediaTypeOf, takesAnswers } from './media-types.ts';

/**
 * Headers that a page can send to another origin only after a preflight, which the gateway grants to the
 * origins of its configuration.
 */
export const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/** What forms can send: with these, or with none, a page may send a request without a preflight. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);
/** Enough to see what a document that fits in an address is. */
const ADDRESS_TOKENS = 5_000;

const NOT_JSON = new RefusedRequest({
  status: 415,
  code: 'BAD_USER_INPUT',
  message: 'Send the request as application/json in UTF-8.',
});
const NOT_ACCEPTABLE = new RefusedRequest({
  status: 406,
  code: 'BAD_USER_INPUT',
  message: 'Answers are application/json or application/graphql-response+json; accept one of them.',
});
const CROSS_SITE = new RefusedRequest({
  status: 400,
  code: 'BAD_USER_INPUT',
  message: `A page of another site could have sent this. Send application/json, or one of the headers ${PREFLIGHT_HEADERS.join(', ')}.`,
});
const QUERIES_ONLY = new RefusedRequest({
  status: 405,
  code: 'BAD_USER_INPUT',
  message: 'GET takes queries only. Send the operation by POST.',
  headers: { allow: 'POST' },
});
const NO_SUCH_METHOD = new RefusedRequest({
  status: 405,
  code: 'BAD_USER_INPUT',
  message: 'Send the operation by POST, or a query by GET.',
  headers: { allow: 'GET, POST' },
});

/** Answers the methods by which no operation can be sent to `url`. */
export function refuseOtherMethods(app: FastifyInstance, url: string): void {
  // The request is JSON or it is nothing: text would be taken by default.
  app.removeContentTypeParser('text/plain');
  app.route({
    url,
    method: ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'QUERY', 'TRACE'],
    onRequest: async () => {
      throw NO_SUCH_METHOD;
    },
    handler: async () => undefined,
  });
}

/**
 * What HTTP asks of a GraphQL request, checked before anything of its body is read and, other than Apollo
 * Server does, before anything is executed for a client that could not take the answer.
 * Ends with a {@link RefusedRequest} where it refuses.
 */
export function checkRequest(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: (refused?: RefusedRequest) => void,
): void {
  done(refusalOf(request));
}

function refusalOf(request: FastifyRequest): RefusedRequest | undefined {
  const { headers } = request;
  const contentType = headers['content-type'];
  const mediaType = contentType === undefined ? undefined : mediaTypeOf(contentType);
  const isGet = request.method === 'GET';

  if (isGet && contentType !== undefined && mediaType?.essence !== 'application/json') return NOT_JSON;
  const isSimple = contentType === undefined || (mediaType && SIMPLE_TYPES.has(mediaType.essence));
  if (isSimple && !PREFLIGHT_HEADERS.some((it) => headers[it])) {
    return isGet && operationOf(request) === 'mutation' ? QUERIES_ONLY : CROSS_SITE;
  }
  if (contentType !== undefined && !(mediaType && isUtf8(mediaType))) return NOT_JSON;
  return takesAnswers(headers.accept) ? undefined : NOT_ACCEPTABLE;
}

/** The kind of operation that an address asks for; undefined where that cannot be told. */
function operationOf(request: FastifyRequest): OperationTypeNode | undefined {
  const { query, operationName } = request.query as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string') return undefined;
  try {
    const document = parse(query, { noLocation: true, maxTokens: ADDRESS_TOKENS });
    const name = typeof operationName === 'string' ? operationName : undefined;
    return getOperationAST(document, name)?.operation;
  } catch {
    return undefined;
  }
}
