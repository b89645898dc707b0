import { request } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendRaw, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';
import { flatWithin } from '../support/memory.ts';

const MIB = 1024 * 1024;
const QUERY = JSON.stringify({ query: '{ schemes { id } }' });
const JSON_TYPE = { 'content-type': 'application/json' };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
});
afterAll(() => gateway.close());

const encoded = (encoding: string, body: Buffer, headers = {}) =>
  send(gateway.url, { headers: { ...JSON_TYPE, 'content-encoding': encoding, ...headers }, body });
const honest = async (): Promise<string> =>
  `then an honest request: ${factsOf(await send(gateway.url, { headers: JSON_TYPE, body: QUERY }))}`;
const padded = (bytes: number) => JSON.stringify({ query: `{ schemes { id } } #${'x'.repeat(bytes)}` });

/** Announces a body and sends none of it. */
function announce(bytes: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    const call = request(
      {
        hostname,
        port,
        path: '/graphql',
        method: 'POST',
        headers: { ...JSON_TYPE, 'content-length': bytes },
        agent: false,
      },
      async (response) => {
        const body = (await buffer(response)).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        call.destroy();
      },
    );
    call.on('error', reject).flushHeaders();
  });
}

/** Sends a body without saying how long it is, until it is answered. */
function pour(piece: Buffer, pieces: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    let answer: Answer | undefined;
    const call = request(
      {
        hostname,
        port,
        path: '/graphql',
        method: 'POST',
        headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
        agent: false,
      },
      async (response) => {
        const body = (await buffer(response)).toString('utf8');
        answer = { status: response.statusCode ?? 0, headers: response.headers, body };
        resolve(answer);
        call.destroy();
      },
    );
    call.on('error', (error) => (answer ? undefined : reject(error)));
    let sent = 0;
    const write = (): void => {
      while (sent++ < pieces && !call.destroyed && call.write(piece));
      if (sent < pieces && !call.destroyed) call.once('drain', write);
    };
    write();
  });
}

hostileCases('Bodies', (hostile) => {
  hostile('a body of 10 MB, ten times', '413 LIMIT_EXCEEDED; memory grows by less than 32 MB', async () => {
    const body = Buffer.alloc(10 * MIB, ' ');
    let answer: Answer | undefined;
    const memory = await flatWithin(32, async () => {
      for (let times = 0; times < 10; times++) {
        answer =
          (await send(gateway.url, { headers: JSON_TYPE, body }).catch((error: NodeJS.ErrnoException) => {
            // The gateway closes while the client still sends; whether its answer is read then is TCP's chance.
            expect(['ECONNRESET', 'EPIPE']).toContain(error.code);
            return undefined;
          })) ?? answer;
      }
    });
    return joinFacts(factsOf(answer ?? (await announce(10 * MIB))), memory);
  });
  hostile('the announcement of 10 MB, of which nothing follows', '413 LIMIT_EXCEEDED', async () =>
    factsOf(await announce(10 * MIB)),
  );
  hostile(
    '200 MB in chunks, of unknown length',
    '413 LIMIT_EXCEEDED; memory grows by less than 32 MB',
    async () => {
      let answer: Answer | undefined;
      const memory = await flatWithin(32, async () => {
        answer = await pour(Buffer.alloc(64 * 1024, ' '), 3_200);
      });
      return joinFacts(factsOf(answer as Answer), memory);
    },
  );
  hostile('a gzip bomb of 1 GB', '413 LIMIT_EXCEEDED; memory grows by less than 64 MB', async () => {
    const answers: Answer[] = [];
    // Members that follow one another are one stream.
    const small = Buffer.concat(Array<Buffer>(32).fill(gzipSync(Buffer.alloc(32 * MIB, ' '))));
    expect(small.length).toBeGreaterThan(MIB / 2);
    expect(small.length).toBeLessThan(MIB);
    const memory = await flatWithin(64, async () => {
      for (let times = 0; times < 10; times++) answers.push(await encoded('gzip', small));
    });
    return joinFacts(...new Set(answers.map(factsOf)), memory);
  });
  hostile(
    'deflate and br that become 64 MB',
    '413 LIMIT_EXCEEDED; memory grows by less than 64 MB',
    async () => {
      const spaces = Buffer.alloc(64 * MIB, ' ');
      const bodies = [
        ['deflate', deflateSync(spaces)],
        ['br', brotliCompressSync(spaces)],
      ] as const;
      const answers: Answer[] = [];
      const memory = await flatWithin(64, async () => {
        for (const [encoding, body] of bodies) answers.push(await encoded(encoding, body));
      });
      return joinFacts(...new Set(answers.map(factsOf)), memory);
    },
  );
  hostile('gzip within gzip', '415 BAD_USER_INPUT', async () =>
    factsOf(await encoded('gzip, gzip', gzipSync(gzipSync(QUERY)))),
  );
  hostile('gzip within gzip, said once', '400 BAD_USER_INPUT', async () =>
    factsOf(await encoded('gzip', gzipSync(gzipSync(QUERY)))),
  );
  for (const encoding of ['zstd', 'compress', 'exi', 'chunked', '', '__proto__', 'constructor']) {
    hostile(`the encoding "${encoding}"`, '415 BAD_USER_INPUT', async () =>
      factsOf(await encoded(encoding, zstdCompressSync(QUERY))),
    );
  }
  hostile('a GET that says that its body is gzip', '200; then an honest request: 200', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ schemes { id } }')}`;
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    const answer = await send(gateway.url, { method: 'GET', path, headers });
    const withBody = await send(gateway.url, {
      method: 'GET',
      path,
      headers: { ...headers, 'content-length': 7 },
      body: 'no gzip',
    });
    return joinFacts(...new Set([answer, withBody].map(factsOf)), await honest());
  });
  hostile('clients that leave in the middle of gzip', 'then an honest request: 200', async () => {
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 1000\r\n\r\n`;
    const half = Buffer.concat([Buffer.from(head), gzipSync(QUERY).subarray(0, 20)]);
    await Promise.all(Array.from({ length: 20 }, () => sendRaw(gateway.url, half, 30)));
    return honest();
  });
  hostile('gzip that is none', '400 BAD_USER_INPUT', async () =>
    factsOf(await encoded('gzip', Buffer.from(QUERY))),
  );
  hostile('gzip that ends early', '400 BAD_USER_INPUT', async () =>
    factsOf(await encoded('gzip', gzipSync(QUERY).subarray(0, -9))),
  );
  hostile('gzip with other bytes at its end', '400 BAD_USER_INPUT', async () =>
    factsOf(await encoded('gzip', Buffer.concat([gzipSync(QUERY), gzipSync('garbage')]))),
  );
  hostile('raw deflate, said to be deflate', '400 BAD_USER_INPUT', async () =>
    factsOf(await encoded('deflate', deflateRawSync(QUERY))),
  );
  hostile('honest bodies in gzip, deflate and br', '200', async () => {
    const bodies = [
      ['gzip', gzipSync(QUERY)],
      ['deflate', deflateSync(QUERY)],
      ['br', brotliCompressSync(QUERY)],
      ['GZIP', gzipSync(padded(900_000))],
    ] as const;
    const answers = await Promise.all(bodies.map(([encoding, body]) => encoded(encoding, body)));
    for (const { body } of answers) expect(JSON.parse(body)).toHaveProperty('data.schemes');
    return joinFacts(...new Set(answers.map(factsOf)));
  });
  hostile('a body that is no UTF-8', '400 BAD_USER_INPUT', async () =>
    factsOf(
      await send(gateway.url, { headers: JSON_TYPE, body: Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x7d]) }),
    ),
  );
  hostile('a key that would change prototypes', '400 BAD_USER_INPUT', async () =>
    factsOf(
      await send(gateway.url, {
        headers: JSON_TYPE,
        body: '{"query":"{ schemes { id } }","variables":{"__proto__":{"polluted":true}}}',
      }),
    ),
  );
  hostile('JSON nested 100,000 deep', '400 LIMIT_EXCEEDED', async () =>
    factsOf(
      await send(gateway.url, {
        headers: JSON_TYPE,
        body: `{"query":"query ($on: Date!) { day(on: $on) }","variables":{"on":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      }),
    ),
  );
});
