import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../platform/errors.ts';

interface Fault {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** What HTTP itself refuses, by fastify's code. */
const FAULTS: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'LIMIT_EXCEEDED',
    message: 'The request is larger than 1 MB.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'BAD_USER_INPUT',
    message: 'Send the request as application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'BAD_USER_INPUT',
    message: 'The request is no valid JSON.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'BAD_USER_INPUT',
    message: 'The request is empty; expected JSON with a "query".',
  },
};

/** Answers what never reaches GraphQL in the form of a GraphQL error: a stable code, no internals. */
export function answerFaults(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const fault = FAULTS[error.code] ?? faultOf(error);
    if (fault.status >= 500) log.error({ err: error, requestId: request.id }, 'request failed');
    return reply.code(fault.status).send(asGraphQl(fault));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send(asGraphQl({ status: 404, code: 'BAD_USER_INPUT', message: 'There is nothing at this address.' })),
  );
}

function faultOf({ statusCode = 500 }: FastifyError): Fault {
  return statusCode < 500
    ? { status: statusCode, code: 'BAD_USER_INPUT', message: 'The request could not be read.' }
    : { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'The gateway could not answer this.' };
}

function asGraphQl({ code, message }: Fault): object {
  return { errors: [{ message, extensions: { code } }] };
}
