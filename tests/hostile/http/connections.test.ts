import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { explorerFiles, type ExplorerFile } from '../../../gateway/explorer/files.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation, sendRaw, type RawExchange } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: {
      HEADERS_SECONDS: '0.3',
      RECEIVING_SECONDS: '0.6',
      KEEP_ALIVE_SECONDS: '0.5',
      REQUEST_SECONDS: '0.8',
      CONNECTIONS: '40',
      CONNECTION_REQUESTS: '5',
    },
  });
});
afterAll(() => gateway.close());

const BODY = JSON.stringify({ query: '{ schemes { id } }' });
const head = (...headers: string[]) =>
  [`POST /graphql HTTP/1.1`, 'host: gateway', 'content-type: application/json', ...headers, '', ''].join(
    '\r\n',
  );
const WHOLE = `${head(`content-length: ${BODY.length}`)}${BODY}`;
const HIDDEN = 'GET /health/live HTTP/1.1\r\nhost: gateway\r\n\r\n';

/** The facts of the answers on one connection, and whether the gateway closed it. */
function factsOn({ answers, text }: RawExchange): string {
  expect(text.length > 0, 'something came').toBe(answers.length > 0);
  return joinFacts(...answers.map(factsOf), 'the connection is closed');
}
const raw = async (bytes: string | Buffer) => factsOn(await sendRaw(gateway.url, bytes));

/** Sends a byte of `bytes` each `interval` until the gateway closes, and gives what came. */
function trickle(bytes: string, interval: number): Promise<RawExchange> {
  const { port } = new URL(gateway.url);
  const drip = async (socket: Socket): Promise<void> => {
    for (const byte of bytes) {
      if (socket.destroyed) return;
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  };
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => void drip(socket));
    socket.on('data', (piece) => (text += String(piece)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, answers: answersOf(text) }));
  });
}

const answersOf = (text: string): RawExchange['answers'] =>
  text === ''
    ? []
    : [
        {
          status: Number(text.slice(9, 12)),
          headers: {
            'x-request-id': /x-request-id: (.*)\r\n/.exec(text)?.[1],
            'content-type': 'application/json',
          },
          body: text.slice(text.indexOf('\r\n\r\n') + 4),
        },
      ];

const honest = async (): Promise<string> =>
  `then an honest request: ${factsOf(await sendOperation(gateway.url, { query: '{ schemes { id } }' }))}`;

hostileCases('Slow and greedy connections', (hostile) => {
  hostile('headers that come a byte at a time', '408 LIMIT_EXCEEDED; the connection is closed', async () =>
    factsOn(await trickle(head(), 50)),
  );
  hostile('a body that comes a byte at a time', '408 LIMIT_EXCEEDED; the connection is closed', async () =>
    factsOn(await trickleAfter(head(`content-length: ${BODY.length}`), BODY)),
  );
  hostile('a connection over which nothing comes', '408 LIMIT_EXCEEDED; the connection is closed', async () =>
    raw(''),
  );
  hostile('a kept connection over which nothing more comes', '200; the connection is closed', async () =>
    raw(WHOLE),
  );
  hostile('answers that are not read', 'the connection is closed', async () => {
    const [[path, { bytes }]] = [...explorerFiles()].sort(([, a], [, b]) => b.bytes - a.bytes) as [
      [string, ExplorerFile],
    ];
    expect(await readLate(`/explorer/${path}`, 3_600)).toBeLessThan(5 * bytes);
    return 'the connection is closed';
  });
  hostile(
    'more requests on a connection than it may carry, sent at once',
    '200; 503; the connection is closed',
    async () => {
      const { answers } = await sendRaw(gateway.url, WHOLE.repeat(8));
      const statuses = answers.map((it) => it.status);
      expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
      expect(statuses.slice(5).every((it) => it === 503)).toBe(true);
      return joinFacts('200', '503', 'the connection is closed');
    },
  );
  hostile(
    'requests that are sent at once, each before the answer to the one before',
    'answered in their order',
    async () => {
      const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
      const requests = days.map((it) => {
        const body = JSON.stringify({ query: `{ day(on: "${it}") }` });
        return `${head(`content-length: ${body.length}`)}${body}`;
      });
      const { answers } = await sendRaw(gateway.url, requests.join(''));
      expect(answers.map((it) => (JSON.parse(it.body) as any).data.day)).toEqual(days);
      return 'answered in their order';
    },
  );
  hostile(
    'more connections than there may be',
    'those beyond are closed; then an honest request: 200',
    async () => {
      const { port } = new URL(gateway.url);
      const sockets = Array.from({ length: 120 }, () => connect(Number(port), '127.0.0.1'));
      let closedEarly = 0;
      await Promise.all(
        sockets.map(
          (socket) =>
            new Promise<void>((resolve) => {
              socket.on('error', () => undefined);
              socket.once('data', () => (closedEarly -= 1));
              socket.once('close', () => {
                closedEarly += 1;
                resolve();
              });
            }),
        ),
      );
      // Those that were let in were told that they took too long; the others were told nothing.
      expect(closedEarly).toBeGreaterThanOrEqual(80);
      return joinFacts('those beyond are closed', await honest());
    },
  );
});

/** Sends `first` whole and then a byte of `rest` at a time. */
async function trickleAfter(first: string, rest: string): Promise<RawExchange> {
  const { port } = new URL(gateway.url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(first);
      let sent = 0;
      const timer = setInterval(() => {
        if (socket.destroyed) clearInterval(timer);
        else socket.write(rest[sent++ % rest.length] as string);
      }, 60);
    });
    socket.on('data', (piece) => (text += String(piece)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text, answers: answersOf(text) }));
  });
}

/**
 * Asks five times for a file of megabytes, more than sockets hold, reads nothing for so many milliseconds,
 * and then the rest. Gives how many bytes came. Node looks twice whether anything is read before it gives up.
 */
function readLate(path: string, milliseconds: number): Promise<number> {
  const { port } = new URL(gateway.url);
  return new Promise((resolve) => {
    let bytes = 0;
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.pause();
      socket.write(`GET ${path} HTTP/1.1\r\nhost: gateway\r\n\r\n`.repeat(5));
      setTimeout(() => socket.resume(), milliseconds);
    });
    socket.on('data', (piece) => (bytes += piece.length));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(bytes));
  });
}

hostileCases('Requests that two servers could read in two ways', (hostile) => {
  const chunked = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
  const length = `content-length: ${BODY.length}`;
  const refused = '400 BAD_USER_INPUT; the connection is closed';

  hostile('content-length and transfer-encoding', refused, () =>
    raw(`${head('content-length: 4', 'transfer-encoding: chunked')}${chunked}${HIDDEN}`),
  );
  hostile('transfer-encoding and content-length', refused, () =>
    raw(`${head('transfer-encoding: chunked', 'content-length: 4')}${chunked}${HIDDEN}`),
  );
  hostile('two lengths', refused, () => raw(`${head(length, 'content-length: 3')}${BODY}${HIDDEN}`));
  hostile('the same length twice', refused, () => raw(`${head(length, length)}${BODY}${HIDDEN}`));
  hostile('a length with a sign', refused, () =>
    raw(`${head(`content-length: +${BODY.length}`)}${BODY}${HIDDEN}`),
  );
  hostile('a length in hexadecimal', refused, () => raw(`${head('content-length: 0x10')}${BODY}${HIDDEN}`));
  hostile('a transfer-encoding that does not end in chunked', refused, () =>
    raw(`${head('transfer-encoding: chunked, identity')}${chunked}${HIDDEN}`),
  );
  hostile('a transfer-encoding behind a tab', '400 BAD_USER_INPUT', () =>
    raw(`${head('transfer-encoding:\x0bchunked')}${chunked}${HIDDEN}`),
  );
  hostile('a space before the colon', refused, () =>
    raw(`${head('transfer-encoding : chunked')}${chunked}${HIDDEN}`),
  );
  hostile('a header folded over two lines', refused, () =>
    raw(`${head('x-folded: one', ' two', length)}${BODY}${HIDDEN}`),
  );
  hostile('a folded transfer-encoding', refused, () =>
    raw(`${head('transfer-encoding:', ' chunked')}${chunked}${HIDDEN}`),
  );
  hostile('lines that end in LF alone', refused, () => raw(WHOLE.replaceAll('\r\n', '\n')));
  hostile('a lone CR in a header', refused, () => raw(`${head('x-lone: a\rb', length)}${BODY}`));
  hostile('NUL in a header', refused, () => raw(`${head('x-nul: a\0b', length)}${BODY}`));
  hostile('a name of a header that is none', refused, () => raw(`${head('x(y): 1', length)}${BODY}`));
  hostile('a chunk whose size is none', refused, () =>
    raw(`${head('transfer-encoding: chunked')}zz\r\n${BODY}\r\n0\r\n\r\n`),
  );
  hostile('a chunk that is longer than it says', refused, () =>
    raw(`${head('transfer-encoding: chunked')}1\r\n${BODY}\r\n0\r\n\r\n`),
  );
  hostile('chunk extensions of 64 KB', '413 LIMIT_EXCEEDED; the connection is closed', () =>
    raw(`${head('transfer-encoding: chunked')}1;${'x'.repeat(65_536)}\r\n{\r\n0\r\n\r\n`),
  );
  hostile('no host', refused, () =>
    raw(`POST /graphql HTTP/1.1\r\ncontent-type: application/json\r\n${length}\r\n\r\n${BODY}`),
  );
  hostile('two hosts', refused, () => raw(`${head('host: other', length)}${BODY}`));
  hostile('a method that is none', refused, () => raw(WHOLE.replace('POST', 'P@ST')));
  hostile('a version that is none', refused, () => raw(WHOLE.replace('HTTP/1.1', 'HTTP/9.9')));
  hostile('no HTTP at all: a TLS greeting', refused, () =>
    raw(Buffer.from('16030100c8010000c40303aabbccddeeff', 'hex')),
  );
  hostile('HTTP/2 by its preface, which is not spoken', refused, () =>
    raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
  );
  hostile('an upgrade to h2c, which is not spoken', '200; the connection is closed', () =>
    raw(
      `${head('connection: Upgrade, HTTP2-Settings', 'upgrade: h2c', 'http2-settings: AAMAAABkAARAAAAAAAIAAAAA', length)}${BODY}`,
    ),
  );
  hostile('a request behind another’s body', '200; 200; the connection is closed', () =>
    raw(`${head(length)}${BODY}${HIDDEN}`),
  );
});
