import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { send, sendOperation, type Answer } from '../hostile/support/exchange.ts';
import { portalDocument } from '../support/portal.ts';

/** Where requests go, and on whose behalf good ones are sent. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

/** One kind of request: sends one, and says whether what came of it is right. */
export interface Kind {
  readonly name: string;
  send(target: Target): Promise<boolean>;
}

const MIB = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const BIG = Buffer.alloc(2 * MIB, ' ');
const BOMB = gzipSync(Buffer.alloc(64 * MIB, ' '));
const random = () => randomBytes(8).toString('hex');
const bearer = ({ token }: Target) => ({ authorization: `Bearer ${token}` });
const ask = { level: 'GB:O' };

const succeeds = ({ status, body }: Answer) => status === 200 && !body.includes('"errors"');
/** One of these, or that there were too many of them. */
const isRefused =
  (...statuses: number[]) =>
  ({ status }: Answer) =>
    [...statuses, 429, 503].includes(status);
const kind = (
  name: string,
  sent: (target: Target) => Promise<Answer>,
  isRight: (answer: Answer) => boolean,
): Kind => ({
  name,
  send: async (target) => {
    try {
      return isRight(await sent(target));
    } catch (error) {
      // A gateway that closes while a client still sends may not get its answer through.
      return ['ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
    }
  },
});

/** What honest portals ask. */
export const GOOD: readonly Kind[] = [
  kind(
    'which can we get',
    (it) =>
      sendOperation(
        it.url,
        { query: portalDocument('which-can-we-get'), variables: { ask, first: 10 } },
        bearer(it),
      ),
    succeeds,
  ),
  kind(
    'why not',
    (it) =>
      sendOperation(
        it.url,
        { query: portalDocument('why-not'), variables: { id: 'ms.azure-gov.key-vault', ask } },
        bearer(it),
      ),
    succeeds,
  ),
  kind('models', (it) => sendOperation(it.url, { query: portalDocument('models') }), succeeds),
];

/** What the gateway has to withstand, over and over. */
export const HOSTILE: readonly Kind[] = [
  kind('a body of 2 MB', ({ url }) => send(url, { headers: JSON_TYPE, body: BIG }), isRefused(413)),
  kind(
    'a gzip bomb',
    ({ url }) => send(url, { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: BOMB }),
    isRefused(413),
  ),
  kind('20,000 braces', ({ url }) => sendOperation(url, { query: '{a'.repeat(20_000) }), isRefused(400)),
  kind(
    '3,000 aliases',
    ({ url }) =>
      sendOperation(url, {
        query: `{ ${Array.from({ length: 3_000 }, (_, it) => `a${it}: __typename`).join(' ')} }`,
      }),
    isRefused(200, 400),
  ),
  kind(
    'a field that is not there',
    ({ url }) => sendOperation(url, { query: `{ x${random()} }` }),
    isRefused(400),
  ),
  kind(
    'a new document each time',
    ({ url }) => sendOperation(url, { query: `query Q${random()} { schemes { id } }` }),
    isRefused(200, 400),
  ),
  kind(
    'a persisted query that is never asked for',
    ({ url }) =>
      sendOperation(url, {
        extensions: { persistedQuery: { version: 1, sha256Hash: randomBytes(32).toString('hex') } },
      }),
    isRefused(200),
  ),
  kind(
    'a token of nobody',
    ({ url }) =>
      sendOperation(
        url,
        { query: '{ __typename }' },
        { authorization: `Bearer ${random()}.${random()}.${random()}` },
      ),
    isRefused(401),
  ),
  kind(
    '5,000 headers',
    ({ url }) =>
      send(url, {
        method: 'GET',
        headers: Object.fromEntries(Array.from({ length: 5_000 }, (_, it) => [`x${it}`, '1'])),
      }),
    isRefused(431),
  ),
  kind(
    'a post that a form could send',
    ({ url }) => send(url, { headers: { 'content-type': 'text/plain' }, body: '{}' }),
    isRefused(400),
  ),
  kind(
    'a path that is not there',
    ({ url }) => send(url, { method: 'GET', path: `/${random()}` }),
    isRefused(404),
  ),
  kind(
    'a list of 10,000 variables',
    ({ url }) =>
      sendOperation(url, {
        query: 'query ($v: [String!]) { schemes { id } }',
        variables: { v: Array.from({ length: 10_000 }, random) },
      }),
    isRefused(200, 400),
  ),
  { name: 'a client that leaves', send: leave },
  { name: 'a client that never finishes', send: linger },
];

/** How many documents fill every cache of documents and of what is compiled of them. */
const DOCUMENTS = 1_200;

/** Sends what fills the gateway's caches, and each good request so often that it is compiled. */
export async function fillCaches(target: Target): Promise<void> {
  for (let sent = 0; sent < DOCUMENTS; sent++) {
    await sendOperation(target.url, { query: `query Q${random()} { schemes { id } }` });
    if (sent % 10 === 0) await Promise.all(GOOD.map((it) => it.send(target)));
  }
}

/** Asks for much and is gone before the answer. */
function leave({ url, token }: Target): Promise<boolean> {
  const body = JSON.stringify({ query: portalDocument('which-can-we-get'), variables: { ask, first: 50 } });
  return raw(
    url,
    `POST /graphql HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    5,
  );
}

/** Begins a request, and waits until the gateway has had enough of it. */
function linger({ url }: Target): Promise<boolean> {
  return raw(url, 'POST /graphql HTTP/1.1\r\nhost: a\r\n', 10_000);
}

/** Writes `text`; resolves once the gateway closes, or after `milliseconds`. */
function raw(url: string, text: string, milliseconds: number): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const overdue = setTimeout(() => socket.destroy(), milliseconds);
    socket.on('error', () => undefined);
    socket.resume().on('close', () => {
      clearTimeout(overdue);
      resolve(true);
    });
  });
}

/** What came of requests that were sent at a steady rate, whether or not those before were answered. */
export class Stream {
  readonly #kinds: readonly Kind[];
  readonly #target: Target;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #underWay = new Set<Promise<void>>();
  /** In milliseconds, of every request that was answered since the last look. */
  #latencies: number[] = [];
  #sent = 0;
  readonly wrong = new Map<string, number>();

  /** @param perSecond of all `kinds` together, in turn. */
  constructor(kinds: readonly Kind[], target: Target, perSecond: number) {
    this.#kinds = kinds;
    this.#target = target;
    this.#interval = 1000 / perSecond;
  }

  resume(): void {
    this.#timer = setInterval(() => this.#send(), this.#interval);
  }

  pause(): void {
    clearInterval(this.#timer);
  }

  get sent(): number {
    return this.#sent;
  }

  /** The latencies since the last call. */
  takeLatencies(): readonly number[] {
    const taken = this.#latencies;
    this.#latencies = [];
    return taken;
  }

  async stop(): Promise<void> {
    this.pause();
    await Promise.all(this.#underWay);
  }

  #send(): void {
    const kind = this.#kinds[this.#sent++ % this.#kinds.length] as Kind;
    const done = this.#measure(kind).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async #measure(kind: Kind): Promise<void> {
    const begun = performance.now();
    const isRight = await kind.send(this.#target);
    this.#latencies.push(performance.now() - begun);
    if (!isRight) this.wrong.set(kind.name, (this.wrong.get(kind.name) ?? 0) + 1);
  }
}
