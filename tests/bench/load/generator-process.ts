import { createHash } from 'node:crypto';
import { Client } from 'undici';
import { JSON_HEADERS } from '../servers/post.ts';
import type { LoadOrder, LoadResult } from './messages.ts';

/** One answer of so many is compared byte by byte, the others by status and length; prime, to meet all seeds. */
const SAMPLE = 31;
/** How much of an unexpected answer is shown, in bytes. */
const SHOWN_BYTES = 300;
/** How long an answer may take, in milliseconds. */
const TIMEOUT_MILLISECONDS = 60_000;

/** Puts load on a server in a closed loop: each connection sends its next request once it has its answer. */
class Load {
  readonly #order: LoadOrder;
  readonly #latencies: number[] = [];
  readonly #headers: string[];
  #sent = 0;
  #until = 0;
  #failure: string | null = null;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#headers = Object.entries({ ...JSON_HEADERS, ...order.headers }).flat();
  }

  async run(): Promise<LoadResult> {
    const { connections, seconds, url } = this.#order;
    const clients = Array.from(
      { length: connections },
      () => new Client(new URL(url).origin, { pipelining: 1, headersTimeout: TIMEOUT_MILLISECONDS }),
    );
    const start = performance.now();
    this.#until = start + seconds * 1_000;
    await Promise.all(clients.map((client) => this.#loop(client)));
    const elapsed = (performance.now() - start) / 1_000;
    await Promise.all(clients.map((client) => client.close()));
    return {
      requests: this.#latencies.length,
      seconds: elapsed,
      latencies: Float64Array.from(this.#latencies).sort(),
      failure: this.#failure,
    };
  }

  async #loop(client: Client): Promise<void> {
    while (!this.#failure && (performance.now() < this.#until || this.#sent < this.#order.atLeast)) {
      const number = this.#sent++;
      const start = performance.now();
      try {
        await this.#request(client, number);
      } catch (error) {
        this.#failure ??= String(error);
        return;
      }
      this.#latencies.push(performance.now() - start);
    }
  }

  /** Sends one request and checks its answer. @throws where it is not the expected. */
  #request(client: Client, number: number): Promise<void> {
    const seed = number % this.#order.bodies.length;
    const expected = this.#order.expected[seed] as LoadOrder['expected'][number];
    const hash = number % SAMPLE === 0 ? createHash('sha256') : null;
    let status = 0;
    let bytes = 0;
    let beginning = '';
    return new Promise((resolve, reject) => {
      client.dispatch(
        {
          method: 'POST',
          path: new URL(this.#order.url).pathname,
          headers: this.#headers,
          body: this.#order.bodies[seed] as string,
        },
        {
          onRequestStart() {},
          onResponseStart(_controller, statusCode) {
            status = statusCode;
          },
          onResponseData(_controller, piece) {
            if (bytes === 0 && piece.length < expected.bytes)
              beginning = piece.subarray(0, SHOWN_BYTES).toString();
            bytes += piece.length;
            hash?.update(piece);
          },
          onResponseEnd() {
            if (status !== 200 || bytes !== expected.bytes) {
              reject(
                new Error(
                  `expected status 200 and ${expected.bytes} bytes, got ${status} and ${bytes}: ${beginning}`,
                ),
              );
            } else if (hash && hash.digest('hex') !== expected.digest) {
              reject(new Error(`expected the answer of seed ${seed} as it was before, got another`));
            } else resolve();
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  }
}

process.on('message', (message: { readonly order?: LoadOrder }) => {
  if (message.order) void new Load(message.order).run().then((result) => process.send?.({ result }));
});
// Orders are all that keeps it running.
process.channel?.ref();
