import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../platform/errors.ts';
import { asGraphQl, type Fault } from './faults.ts';
import { errorType } from './media-types.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const UNREADABLE: Fault = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: 'This is no request in HTTP/1.1 that can be read without doubt.',
};
/** What Node's parser refuses, by its code. */
const BROKEN: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'LIMIT_EXCEEDED',
    message: 'The headers of the request are larger than 16 KB.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'LIMIT_EXCEEDED',
    message: 'The chunks of the request have too many extensions.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'LIMIT_EXCEEDED',
    message: 'The request did not come in the time that it may take.',
  },
};
const NO_SUCH_ADDRESS: Fault = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: 'The address of the request cannot be read.',
};
const NO_EXPECTATIONS: Fault = {
  status: 417,
  code: 'BAD_USER_INPUT',
  message: 'Of the header Expect only 100-continue can be met.',
};

/** Told what is refused before any hook: under which id it was answered, where it came from, and its code. */
export type OnRefused = (requestId: string, address: string | undefined, code: ErrorCode) => void;

/**
 * Makes the handler of Node's `clientError`: it answers what is no request, closes its connection, since what
 * follows on it could be anything, and logs it as a request.
 */
export function brokenRequests(
  log: Logger,
  onRefused: OnRefused,
): (error: ConnectionError, socket: Socket) => void {
  return (error, socket) => {
    // What answers nothing but another request, or stands in the middle of its answer, would be taken for it.
    const pending = (socket as { _httpMessage?: ServerResponse | null })._httpMessage;
    const isAnothers = pending != null && (pending.headersSent || pending.req.complete);
    if (error.code === 'ECONNRESET' || !socket.writable || isAnothers) {
      socket.destroy();
      return;
    }
    const { status, code, message } = BROKEN[error.code] ?? UNREADABLE;
    const requestId = randomUUID();
    log.info(
      { requestId, address: socket.remoteAddress, status, codes: [code], cause: error.code },
      'request',
    );
    onRefused(requestId, socket.remoteAddress, code);
    socket.end(responseText({ status, code, message }, requestId), () => socket.destroy());
  };
}

/** Answers what expects more of the gateway than it can meet. */
export function refuseExpectations(server: Server, onRefused: OnRefused): void {
  server.on('checkExpectation', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const body = asGraphQl(NO_EXPECTATIONS);
    const requestId = randomUUID();
    response
      .writeHead(NO_EXPECTATIONS.status, { ...headersOf(body, requestId), connection: 'close' })
      .end(body);
    onRefused(requestId, socket.remoteAddress, NO_EXPECTATIONS.code);
  });
}

/** Answers a request whose address cannot be decoded, which reaches no hook. */
export function refuseBadAddress(
  onRefused: OnRefused,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (_error, request, reply) => {
    reply
      .code(NO_SUCH_ADDRESS.status)
      .headers({ ...SECURITY_HEADERS, 'x-request-id': request.id })
      .type(errorType(request.headers.accept))
      .send(asGraphQl(NO_SUCH_ADDRESS));
    onRefused(request.id, request.ip, NO_SUCH_ADDRESS.code);
  };
}

function headersOf(body: string, requestId: string): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    'x-request-id': requestId,
    'content-type': errorType(undefined),
    'content-length': String(Buffer.byteLength(body)),
  };
}

function responseText(fault: Fault, requestId: string): string {
  const body = asGraphQl(fault);
  const headers = Object.entries({ ...headersOf(body, requestId), connection: 'close' });
  return [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
