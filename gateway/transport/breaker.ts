import {
  circuitBreaker,
  CircuitState as PolicyState,
  CountBreaker,
  handleWhen,
  isBrokenCircuitError,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { BreakerPolicy } from './policy.ts';
import { CircuitOpen, Outage, type CircuitState } from './transport.ts';

const STATES: Readonly<Record<PolicyState, CircuitState>> = {
  [PolicyState.Closed]: 'closed',
  [PolicyState.Open]: 'open',
  [PolicyState.HalfOpen]: 'half-open',
  [PolicyState.Isolated]: 'open',
};

/**
 * Keeps calls from a subgraph that fails, so that they fail at once and it can recover. After a while one
 * call tries it, alone; its outcome opens the circuit again or closes it. Outages count, and nothing else.
 */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy;

  constructor({ calls, share, openMilliseconds }: BreakerPolicy, changed: (state: CircuitState) => void) {
    this.#policy = circuitBreaker(
      handleWhen((error) => error instanceof Outage),
      {
        breaker: new CountBreaker({
          threshold: share,
          size: calls,
          minimumNumberOfCalls: Math.ceil(calls / 2),
        }),
        halfOpenAfter: openMilliseconds,
      },
    );
    this.#policy.onStateChange((state) => changed(STATES[state]));
  }

  get state(): CircuitState {
    return STATES[this.#policy.state];
  }

  /**
   * Runs `call` unless the circuit is open.
   * @param call is told whether it is the one that tries the subgraph.
   * @throws CircuitOpen where it was not run.
   */
  async run<Value>(call: (isTrial: boolean) => Promise<Value>): Promise<Value> {
    // The policy would let others wait for the trial's outcome, as long as that may take.
    if (this.state === 'half-open') throw refused();
    try {
      return await this.#policy.execute(() => call(this.state === 'half-open'));
    } catch (error) {
      throw isBrokenCircuitError(error) ? refused() : error;
    }
  }
}

function refused(): CircuitOpen {
  return new CircuitOpen('not sent: the latest calls failed, and the subgraph is given time');
}
