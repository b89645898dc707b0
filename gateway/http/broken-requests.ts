import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
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

/**
 * Answers what is no request and closes its connection: what follows on it could be anything. A handler of
 * Node's `clientError`.
 */
export function answerBroken(error: ConnectionError, socket: Socket): void {
  // What answers nothing but another request, or stands in the middle of its answer, would be taken for it.
  const pending = (socket as { _httpMessage?: ServerResponse | null })._httpMessage;
  const isAnothers = pending != null && (pending.headersSent || pending.req.complete);
  if (error.code === 'ECONNRESET' || !socket.writable || isAnothers) {
    socket.destroy();
    return;
  }
  socket.end(responseText(BROKEN[error.code] ?? UNREADABLE), () => socket.destroy());
}

/** Answers what expects more of the gateway than it can meet. */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const body = asGraphQl(NO_EXPECTATIONS);
    response.writeHead(NO_EXPECTATIONS.status, { ...headersOf(body), connection: 'close' }).end(body);
  });
}

/** Answers a request whose address cannot be decoded, which reaches no hook. */
export function refuseBadAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply
    .code(NO_SUCH_ADDRESS.status)
    .headers({ ...SECURITY_HEADERS, 'x-request-id': request.id })
    .type(errorType(request.headers.accept))
    .send(asGraphQl(NO_SUCH_ADDRESS));
}

function headersOf(body: string): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    'x-request-id': randomUUID(),
    'content-type': errorType(undefined),
    'content-length': String(Buffer.byteLength(body)),
  };
}

function responseText(fault: Fault): string {
  const body = asGraphQl(fault);
  const headers = Object.entries({ ...headersOf(body), connection: 'close' });
  return [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
