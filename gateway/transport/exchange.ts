import type { Dispatcher } from 'undici';
import { notesOf, TextAnswer, type Answer, type Notes } from './answers.ts';
import type { Sending } from './flight.ts';
import { isConnectionError } from './retry.ts';
import { Outage, TransportFailure } from './transport.ts';

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** What is sent, and how its answer is to be read. */
export interface Delivery {
  readonly dispatcher: Dispatcher;
  readonly path: string;
  readonly body: string;
  /** Whether it may be sent once more where the connection fails before any answer. */
  readonly isRepeatable: boolean;
  /** How much of an answer is read before the call counts as failed, in bytes. */
  readonly answerBytes: number;
}

/** 400 is how a subgraph says that it cannot take the operation's variables; its body tells why. */
const ANSWERED: ReadonlySet<number> = new Set([200, 400]);
const GRAPHQL_TYPE = /^application\/(graphql-response\+)?json\b/;
/** Other statuses from 400 to 499 blame the request; these say that the subgraph is asked too much. */
const OVERLOADED: ReadonlySet<number> = new Set([408, 429]);

/**
 * One call's way to a subgraph and back over HTTP. It hears of undici's events itself and keeps the answer's
 * pieces: a stream and an abort signal for each call would take nearly twice the processor's time.
 */
export class Exchange implements Sending, Dispatcher.DispatchHandler {
  readonly answer: Promise<Answer>;
  readonly #delivery: Delivery;
  #resolve!: (answer: Answer) => void;
  #reject!: (error: unknown) => void;
  #isSettled = false;
  #headers: string[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #isRepeated = false;
  #isAnswering = false;
  #notes: Notes = {};
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isSent(): boolean {
    return this.#controller !== undefined;
  }

  /** @param headers names and values in turn. */
  start(headers: string[]): void {
    if (this.#isSettled) return;
    this.#headers = headers;
    const { dispatcher, path, body } = this.#delivery;
    dispatcher.dispatch({ method: 'POST', path, headers, body }, this);
  }

  abort(reason: unknown): void {
    if (!this.#settle()) return;
    this.#reject(reason);
    this.#controller?.abort(reason instanceof Error ? reason : new Error(String(reason)));
  }

  /** @throws where it must not be sent: undici then leaves it, and its connection to the next. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isSettled) throw new TransportFailure('nobody waits any more for a connection to send it over');
    if (this.isSent && !this.#delivery.isRepeatable)
      throw new Outage('the connection failed, and a mutation is not sent again');
    this.#controller = controller;
  }

  onResponseStarted(): void {
    this.#isAnswering = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // Early hints and the like announce an answer.
    if (status < 200) return;
    const type = String(headers['content-type'] ?? '');
    if (!ANSWERED.has(status) || !GRAPHQL_TYPE.test(type)) {
      // The body is neither read nor shown: the connection is closed upon it.
      const blamesRequest = status >= 400 && status < 500 && !OVERLOADED.has(status);
      const Failure = blamesRequest ? TransportFailure : Outage;
      this.abort(new Failure(`status ${status}, content type ${type || 'missing'}`));
    } else if (Number(headers['content-length'] ?? 0) > this.#delivery.answerBytes) {
      this.#abortLongAnswer();
    } else {
      this.#notes = notesOf({
        cacheControl: headers['cache-control'],
        dataVersion: headers['x-data-version'],
      });
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#delivery.answerBytes) this.#abortLongAnswer();
    else this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    const [only] = this.#pieces;
    const whole = only && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces, this.#bytes);
    try {
      this.#resolve(new TextAnswer(whole.toString('utf8'), this.#notes));
    } catch (error) {
      this.#reject(error);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isSettled) return;
    if (this.#mayRepeat(error)) {
      this.#isRepeated = true;
      this.#controller = undefined;
      this.start(this.#headers);
    } else if (this.#settle()) {
      this.#reject(new Outage(`no answer over HTTP: ${String(error)}`, { cause: error }));
    }
  }

  #mayRepeat(error: Error): boolean {
    return this.#delivery.isRepeatable && !this.#isRepeated && !this.#isAnswering && isConnectionError(error);
  }

  /** An answer of one operation says nothing of the others': it is no outage. */
  #abortLongAnswer(): void {
    this.abort(new TransportFailure(`an answer of more than ${this.#delivery.answerBytes} bytes`));
  }

  #settle(): boolean {
    const isFirst = !this.#isSettled;
    this.#isSettled = true;
    return isFirst;
  }
}
