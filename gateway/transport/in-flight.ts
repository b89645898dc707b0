import { isSameList, isSameViewer } from '../../platform/identity/viewer.ts';
import type { GatewayContext } from '../context.ts';
import type { Flight } from './flight.ts';

/** How many flights are looked at, the latest first: a bound on what looking costs. */
const CANDIDATES = 64;

/**
 * The queries that are under way and may be joined: by the same viewer, with the same forwarded headers, for
 * the same operation and variables. Whoever joins is given what was read at some moment since the flight
 * began, so after a mutation those that began before are joined no more, whoever sent it: what they bring
 * may be older than what the mutation's sender has been told.
 */
export class InFlight {
  /**
   * In the order of their start. A list, not a map by their texts: entries come and go with each call, which
   * has a map copied again and again, and each copy keeps the flights of the one before alive.
   */
  readonly #flights: Flight[] = [];

  /** One that brings what `flight`, which was not sent, would bring. */
  find(flight: Flight): Flight | undefined {
    const flights = this.#flights;
    const last = Math.max(flights.length - CANDIDATES, 0);
    for (let at = flights.length - 1; at >= last; at--) {
      const candidate = flights[at] as Flight;
      if (isSame(candidate, flight)) return candidate;
    }
    return undefined;
  }

  add(flight: Flight): void {
    this.#flights.push(flight);
  }

  delete(flight: Flight): void {
    const index = this.#flights.indexOf(flight);
    if (index !== -1) this.#flights.splice(index, 1);
  }

  /** Lets no flight be joined that is under way now. */
  close(): void {
    this.#flights.length = 0;
  }
}

function isSame(one: Flight, other: Flight): boolean {
  // The text of a plan's fetch is one string in all its calls: comparing it costs next to nothing.
  return (
    one.call.query === other.call.query &&
    one.subgraph === other.subgraph &&
    one.body === other.body &&
    isSameAudience(one.call.context, other.call.context)
  );
}

/** Whether subgraphs have to answer both alike. */
function isSameAudience(one: GatewayContext, other: GatewayContext): boolean {
  return (
    one === other || (isSameViewer(one.viewer, other.viewer) && isSameList(one.forwarded, other.forwarded))
  );
}
