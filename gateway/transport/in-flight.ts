import type { Viewer } from '../../platform/identity/viewer.ts';
import type { GatewayContext } from '../context.ts';
import type { Flight } from './flight.ts';

/** How many flights of one operation's text are looked at: a bound on what looking costs. */
const CANDIDATES = 16;

/**
 * The queries that are under way and may be joined: by the same viewer, with the same forwarded headers, for
 * the same operation and variables. Whoever joins is given what was read at some moment since the flight
 * began, so after a mutation those that began before are joined no more, whoever sent it: what they bring
 * may be older than what the mutation's sender has been told.
 */
export class InFlight {
  readonly #flights = new Map<string, Flight[]>();

  /** One that brings what `flight`, which was not sent, would bring. */
  find(flight: Flight): Flight | undefined {
    // The text of a plan's fetch is one string in all its calls: this costs no more than a comparison.
    return this.#flights.get(flight.call.query)?.find((it) => isSame(it, flight));
  }

  add(flight: Flight): void {
    const { query } = flight.call;
    const flights = this.#flights.get(query);
    if (!flights) this.#flights.set(query, [flight]);
    else if (flights.push(flight) > CANDIDATES) flights.shift();
  }

  delete(flight: Flight): void {
    const { query } = flight.call;
    const flights = this.#flights.get(query);
    const index = flights?.indexOf(flight) ?? -1;
    if (!flights || index === -1) return;
    if (flights.length === 1) this.#flights.delete(query);
    else flights.splice(index, 1);
  }

  /** Lets no flight be joined that is under way now. */
  close(): void {
    this.#flights.clear();
  }
}

function isSame(one: Flight, other: Flight): boolean {
  return (
    one.subgraph === other.subgraph &&
    isSameAudience(one.call.context, other.call.context) &&
    one.body === other.body
  );
}

/** Whether subgraphs have to answer both alike. */
function isSameAudience(one: GatewayContext, other: GatewayContext): boolean {
  return (
    one === other || (isSameViewer(one.viewer, other.viewer) && isSameList(one.forwarded, other.forwarded))
  );
}

function isSameViewer(one: Viewer, other: Viewer): boolean {
  return (
    one.id === other.id &&
    one.partner === other.partner &&
    one.subject === other.subject &&
    isSameList(one.tags, other.tags) &&
    isSameList(one.scopes, other.scopes)
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((it, index) => it === other[index]);
}
