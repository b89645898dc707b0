import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../platform/errors.ts';
import { clientError } from '../client-errors.ts';
import { errorType } from './media-types.ts';

/** How a request is refused before it reaches GraphQL. */
export interface Fault {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused before it reaches GraphQL. */
export class RefusedRequest extends Error {
  override name = 'RefusedRequest';

  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** What HTTP itself refuses, by fastify's code. */
const FAULTS: Readonly<Record<string, Fault>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'BAD_USER_INPUT',
    message: 'Send the request as application/json in UTF-8.',
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
  const tooLarge: Fault = {
    status: 413,
    code: 'LIMIT_EXCEEDED',
    message: `The body of the request is larger than ${(app.initialConfig.bodyLimit ?? 0) / 1024} KiB.`,
  };
  const faults = new Map([...Object.entries(FAULTS), ['FST_ERR_CTP_BODY_TOO_LARGE', tooLarge]]);
  app.setErrorHandler((error: FastifyError | RefusedRequest, request, reply) => {
    const fault = error instanceof RefusedRequest ? error.fault : (faults.get(error.code) ?? faultOf(error));
    if (fault.status >= 500) log.error({ err: error, requestId: request.id }, 'request failed');
    return reply
      .code(fault.status)
      .type(errorType(request.headers.accept))
      .headers(fault.headers ?? {})
      .send(asGraphQl(fault));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type(errorType(request.headers.accept))
      .send(asGraphQl({ status: 404, code: 'BAD_USER_INPUT', message: 'There is nothing at this address.' })),
  );
}

function faultOf({ statusCode = 500 }: FastifyError): Fault {
  return statusCode < 500
    ? { status: statusCode, code: 'BAD_USER_INPUT', message: 'The request could not be read.' }
    : { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'The gateway could not answer this.' };
}

/** A fault as the body of an answer: the errors of a GraphQL request. */
export function asGraphQl({ code, message }: Fault): string {
  return JSON.stringify({ errors: [clientError(code, message)] });
}
