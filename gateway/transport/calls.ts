import type { Logger } from 'pino';
import { Breaker } from './breaker.ts';
import { Flight, type Sending } from './flight.ts';
import { InFlight } from './in-flight.ts';
import { DEFAULT_POLICY, type CallPolicy } from './policy.ts';
import { TransportFailure, type CircuitState, type SubgraphReply, type Transport } from './transport.ts';

/** Brings one call to a subgraph. */
export type Send = (flight: Flight) => Sending;

export interface CallOptions {
  readonly policy?: CallPolicy | undefined;
  /** Is told when a circuit opens, tries its subgraph and closes. */
  readonly log?: Logger | undefined;
}

/**
 * What every call goes through, whichever way its subgraph is reached: it ends with its request, shares the
 * way with equal ones, fails at once where the subgraph's circuit is open, and waits for so long and no
 * longer.
 * @param ways how a call is brought to each subgraph.
 */
export function calls(
  ways: ReadonlyMap<string, Send>,
  { policy = DEFAULT_POLICY, log }: CallOptions,
): Pick<Transport, 'subgraphs' | 'call' | 'states'> & { readonly inFlight: InFlight } {
  const { callMilliseconds, sharing } = policy;
  const inFlight = new InFlight();
  const breakers = new Map([...ways.keys()].map((it) => [it, breakerOf(it, policy, log)]));

  const ended = (flight: Flight): void => {
    if (flight.call.kind === 'mutation') inFlight.close();
    else inFlight.delete(flight);
  };

  function start(flight: Flight, send: Send, breaker: Breaker): Flight {
    breaker
      .run((isTrial) => flight.send(send(flight), isTrial, callMilliseconds))
      .then(
        (answer) => flight.land(answer),
        (error: unknown) => flight.fail(error),
      );
    return flight;
  }

  return {
    inFlight,
    subgraphs: [...ways.keys()],
    call(subgraph, call): Promise<SubgraphReply> {
      const send = ways.get(subgraph);
      const breaker = breakers.get(subgraph);
      if (!send || !breaker) return Promise.reject(new TransportFailure(`no way to a subgraph ${subgraph}`));
      const { signal } = call.context;
      if (signal.aborted) return Promise.reject(signal.reason);
      const flight = new Flight(subgraph, call, ended);
      if (!sharing || call.kind === 'mutation') return start(flight, send, breaker).join(signal);
      const shared = inFlight.find(flight);
      if (shared) return shared.join(signal);
      inFlight.add(flight);
      return start(flight, send, breaker).join(signal);
    },
    states: () => new Map([...breakers].map(([name, { state }]) => [name, state])),
  };
}

function breakerOf(subgraph: string, { breaker }: CallPolicy, log: Logger | undefined): Breaker {
  return new Breaker(breaker, (circuit: CircuitState) => {
    log?.warn({ subgraph, circuit }, `the circuit of ${subgraph} is ${circuit}`);
  });
}
