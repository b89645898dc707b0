import type { Answer } from './answers.ts';
import { Outage, type SubgraphCall, type SubgraphReply } from './transport.ts';

/** A call on its way to a subgraph. */
export interface Sending {
  readonly answer: Promise<Answer>;
  /** Whether the subgraph may have begun to work on it. */
  readonly isSent: boolean;
  /** Ends it, as far as it can be ended; `answer` rejects with `reason` at once. */
  abort(reason: unknown): void;
}

/**
 * One call on its way and those who wait for its answer. Each leaves when their request is over; when the
 * last has left, a query is aborted. A mutation that was sent runs to its end, and so does the call that
 * tries a subgraph, since its outcome is wanted.
 */
export class Flight {
  readonly subgraph: string;
  readonly call: SubgraphCall;
  #body: string | undefined;
  readonly #ended: (flight: Flight) => void;
  readonly #waiters: Waiter[] = [];
  #sending: Sending | undefined;
  #isTrial = false;
  #overdue: NodeJS.Timeout | undefined;

  /** @param ended is told when it has come to its end for those who waited, before they are. */
  constructor(subgraph: string, call: SubgraphCall, ended: (flight: Flight) => void) {
    this.subgraph = subgraph;
    this.call = call;
    this.#ended = ended;
  }

  /** The operation as a GraphQL request in JSON; written at first need. */
  get body(): string {
    const { query, operationName, variables } = this.call;
    return (this.#body ??= JSON.stringify({ query, operationName, variables }));
  }

  /** Sends it, and gives it `milliseconds` to be answered. */
  send(sending: Sending, isTrial: boolean, milliseconds: number): Promise<Answer> {
    this.#sending = sending;
    this.#isTrial = isTrial;
    this.#overdue = setTimeout(abortOverdue, milliseconds, sending, milliseconds);
    return sending.answer;
  }

  /** The answer for one more caller, who leaves when `signal` aborts. */
  join(signal: AbortSignal): Promise<SubgraphReply> {
    return new Promise((resolve, reject) => {
      this.#waiters.push(new Waiter(this, signal, resolve, reject));
    });
  }

  land(answer: Answer): void {
    this.#end();
    for (const waiter of this.#waiters) waiter.receive(answer);
  }

  fail(error: unknown): void {
    this.#end();
    for (const waiter of this.#waiters) waiter.fail(error);
  }

  leave(waiter: Waiter): void {
    this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
    if (this.#waiters.length > 0 || !this.#sending || this.#isTrial) return;
    if (this.call.kind === 'mutation' && this.#sending.isSent) return this.#ended(this);
    this.#end();
    this.#sending.abort(waiter.signal.reason);
  }

  #end(): void {
    clearTimeout(this.#overdue);
    this.#ended(this);
  }
}

/** Somebody who waits for a flight's answer. */
class Waiter {
  readonly signal: AbortSignal;
  readonly #resolve: (reply: SubgraphReply) => void;
  readonly #reject: (reason: unknown) => void;
  /** Its request is over. */
  readonly #leave: () => void;

  constructor(
    flight: Flight,
    signal: AbortSignal,
    resolve: (reply: SubgraphReply) => void,
    reject: (reason: unknown) => void,
  ) {
    this.signal = signal;
    this.#resolve = resolve;
    this.#reject = reject;
    // A constant first: functions that are written straight into a property the machine takes for methods and keeps,
    // with all that hangs on them, until it collects all of its memory. So it does with an object as a listener.
    const leave = (): void => {
      flight.leave(this);
      reject(signal.reason);
    };
    this.#leave = leave;
    signal.addEventListener('abort', leave);
  }

  receive(answer: Answer): void {
    this.signal.removeEventListener('abort', this.#leave);
    try {
      this.#resolve(answer.take());
    } catch (error) {
      this.#reject(error);
    }
  }

  fail(error: unknown): void {
    this.signal.removeEventListener('abort', this.#leave);
    this.#reject(error);
  }
}

function abortOverdue(sending: Sending, milliseconds: number): void {
  sending.abort(new Outage(`no answer within ${milliseconds} ms`));
}
