import { Pool } from 'undici';

/** What came of one request. */
export interface Balanced {
  readonly status: number;
  readonly body: string;
  /** Whether it was sent to a second gateway, since the first closed its connection before it answered. */
  readonly isRetried: boolean;
}

/** How often gateways are asked whether they are ready, in milliseconds. */
const CHECK_MILLISECONDS = 100;
const CONNECTIONS = 64;
/** How long an answer may take, in milliseconds. */
const ANSWER_MILLISECONDS = 30_000;
/** The connection failed before anything of an answer came. */
const UNANSWERED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
]);

interface Target {
  readonly url: string;
  readonly pool: Pool;
  isReady: boolean;
}

/**
 * A client as a load balancer is one: it takes gateways in turn, leaves out those that say that they are not
 * ready, and sends a query that got no answer at all to another one, once.
 */
export class Balancer {
  readonly #targets: readonly Target[];
  readonly #checking: NodeJS.Timeout;
  #turn = 0;

  /** @param urls of the gateways, without a slash at their ends. */
  constructor(urls: readonly string[]) {
    this.#targets = urls.map((url) => ({
      url,
      isReady: true,
      pool: new Pool(url, {
        connections: CONNECTIONS,
        headersTimeout: ANSWER_MILLISECONDS,
        bodyTimeout: ANSWER_MILLISECONDS,
      }),
    }));
    this.#checking = setInterval(() => this.#targets.forEach(check), CHECK_MILLISECONDS);
  }

  /** Sends a query. @throws where no gateway answers it. */
  async send(headers: Readonly<Record<string, string>>, body: string): Promise<Balanced> {
    const first = this.#next();
    try {
      return { ...(await post(first, headers, body)), isRetried: false };
    } catch (error) {
      if (!UNANSWERED.has((error as { code?: unknown }).code)) throw error;
      return { ...(await post(this.#next(first), headers, body)), isRetried: true };
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#checking);
    await Promise.all(this.#targets.map(({ pool }) => pool.destroy()));
  }

  /** The next that is ready, and not `other` where there is one; where none is ready, the next all the same. */
  #next(other?: Target): Target {
    const all = this.#targets.filter((it) => it !== other || this.#targets.length === 1);
    const ready = all.filter((it) => it.isReady);
    const among = ready.length > 0 ? ready : all;
    return among[this.#turn++ % among.length] as Target;
  }
}

function check(target: Target): void {
  fetch(`${target.url}/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => {
      target.isReady = response.ok;
      return response.body?.cancel();
    },
    () => {
      target.isReady = false;
    },
  );
}

async function post(
  { pool }: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Omit<Balanced, 'isRetried'>> {
  const answer = await pool.request({ method: 'POST', path: '/graphql', headers: { ...headers }, body });
  return { status: answer.statusCode, body: await answer.body.text() };
}
