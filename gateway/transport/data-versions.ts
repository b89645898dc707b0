import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Agent, request } from 'undici';
import { anonymousContext } from '../context.ts';
import type { Assertions } from './assertions.ts';
import type { DataVersions } from './transport.ts';

/** Where a subgraph that has versions of its data tells each new one, as server-sent events. */
const PATH = '/data-version';
/** A stream without a sign of life for so long is taken for broken, in milliseconds. */
const SILENCE_MILLISECONDS = 15_000;
/** How long until a broken stream is opened again, in milliseconds: at first, and at the most. */
const PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 2_000;
/** How long until a subgraph without versions is asked for them again, in milliseconds. */
const ASK_AGAIN_MILLISECONDS = 30_000;
/** How long the version that a mutation was answered with is waited for, in milliseconds. */
const WRITTEN_MILLISECONDS = 1_000;

export interface ListenedOptions {
  /** Where each subgraph answers. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Without, nothing tells subgraphs who listens. */
  readonly assertions: Assertions | undefined;
  readonly log: Logger | undefined;
}

/** Listens to the versions that subgraphs tell over HTTP, until it is closed. */
export function listenedDataVersions({ addresses, assertions, log }: ListenedOptions): DataVersions {
  const ended = new AbortController();
  // Streams are opened for long and need none of the limits of calls.
  const agent = new Agent({ headersTimeout: SILENCE_MILLISECONDS, bodyTimeout: SILENCE_MILLISECONDS });
  const heard = new Map([...addresses.keys()].map((name) => [name, new HeardVersion()]));
  const listening = [...addresses].map(async ([subgraph, address]) => {
    const version = heard.get(subgraph) as HeardVersion;
    let pause = PAUSE_MILLISECONDS;
    while (!ended.signal.aborted) {
      try {
        const hears = await listen(new URL(PATH, address), subgraph, version);
        if (hears) pause = PAUSE_MILLISECONDS;
        version.lost(hears ? null : undefined);
        await delay(hears ? pause : ASK_AGAIN_MILLISECONDS, undefined, { signal: ended.signal, ref: false });
      } catch (error) {
        version.lost(null);
        if (ended.signal.aborted) return;
        log?.debug({ subgraph, err: error }, 'data versions cannot be heard');
        await delay(pause, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
      }
    }
  });

  /** Hears versions until the stream ends; gives whether the subgraph has any. */
  async function listen(url: URL, subgraph: string, version: HeardVersion): Promise<boolean> {
    const assertion = await assertions?.(anonymousContext(), subgraph, PATH);
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      headers: assertion === undefined ? {} : { authorization: `Bearer ${assertion}` },
      signal: ended.signal,
    });
    if (statusCode !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
      await body.dump({ limit: 64 * 1024, signal: ended.signal });
      if (statusCode < 500 && statusCode !== 401) return false;
      throw new Error(`status ${statusCode}`);
    }
    let text = '';
    for await (const piece of body) {
      const lines = (text + String(piece)).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) version.tell(line.slice('data: '.length));
    }
    return true;
  }

  return {
    current: (subgraph) => heard.get(subgraph)?.current(),
    written: (subgraph, version) => heard.get(subgraph)?.written(version),
    async close() {
      ended.abort();
      await Promise.all(listening);
      await agent.close();
    },
  };
}

/** The version of one subgraph's data as it is heard. */
class HeardVersion {
  /** Null until it is heard. */
  #heard: string | null | undefined = null;
  #awaited: string | undefined;
  #overdue: NodeJS.Timeout | undefined;

  current(): string | null | undefined {
    return this.#awaited === undefined ? this.#heard : null;
  }

  tell(version: string): void {
    this.#heard = version;
    if (version === this.#awaited) this.#stopWaiting();
  }

  /** Nothing is heard any more: null where it should be, undefined where there is nothing to hear. */
  lost(heard: null | undefined): void {
    this.#heard = heard;
    this.#stopWaiting();
  }

  /**
   * A mutation was answered with this version. What the stream tells before it may be older news, so none of
   * it counts until this version comes, or so much later that another one must have taken its place.
   */
  written(version: string): void {
    if (this.#heard === version || this.#heard === undefined) return;
    this.#stopWaiting();
    this.#awaited = version;
    this.#overdue = setTimeout(() => this.#stopWaiting(), WRITTEN_MILLISECONDS).unref();
  }

  #stopWaiting(): void {
    clearTimeout(this.#overdue);
    this.#awaited = undefined;
  }
}
