import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  /** By default the GraphQL endpoint. */
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/**
 * Sends one request over a connection of its own, with exactly these headers: `fetch` forbids some. The
 * answer to a body that was cut short is an answer too.
 */
export function send(
  base: string,
  { method = 'POST', path = '/graphql', headers = {}, body }: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const call = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      const end = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        });
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', end).on('error', end);
    });
    call.on('error', reject).end(body);
  });
}

/** Posts an operation as JSON. */
export function sendOperation(
  base: string,
  operation: { query?: string; variables?: unknown; operationName?: string; extensions?: unknown },
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  return send(base, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  });
}

/** What came over a connection until the server closed it. */
export interface RawExchange {
  readonly answers: readonly Answer[];
  readonly text: string;
}

/**
 * Writes bytes as they are and reads until the server closes the connection, or for `patience` milliseconds
 * where it leaves it open.
 */
export function sendRaw(base: string, bytes: string | Buffer, patience = 10_000): Promise<RawExchange> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const pieces: Buffer[] = [];
    const overdue = setTimeout(() => socket.destroy(), patience);
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      clearTimeout(overdue);
      const text = Buffer.concat(pieces).toString('latin1');
      resolve({ text, answers: answersIn(text) });
    });
  });
}

/** The answers in what came over one connection, each with a `content-length` or none with a body. */
function answersIn(text: string): Answer[] {
  const answers: Answer[] = [];
  let rest = text;
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!head) return answers;
    const headers = Object.fromEntries(
      (head[2] ?? '')
        .split('\r\n')
        .filter(Boolean)
        .map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
    ) as IncomingHttpHeaders;
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(head[0].length, head[0].length + length);
    answers.push({ status: Number(head[1]), headers, body });
    rest = rest.slice(head[0].length + length);
  }
}
