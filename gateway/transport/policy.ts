import { toConfig, type Config } from '../../platform/config.ts';

/** How calls to subgraphs are treated, whichever way they are reached. */
export interface CallPolicy {
  /** How long a subgraph may take to answer, in milliseconds; a second attempt included. */
  readonly callMilliseconds: number;
  readonly breaker: BreakerPolicy;
  /** Whether equal queries of one viewer that are under way at the same time are sent once. */
  readonly sharing: boolean;
}

/** When a subgraph's circuit opens, and for how long. */
export interface BreakerPolicy {
  /** How many of the latest calls are looked at; half as many have to be there before it opens. */
  readonly calls: number;
  /** It opens where more than this share of them failed. */
  readonly share: number;
  /** How long it stays open before one call tries the subgraph, in milliseconds. */
  readonly openMilliseconds: number;
}

export function callPolicy(config: Config): CallPolicy {
  const seconds = config.SUBGRAPH_SECONDS ?? (config.REQUEST_SECONDS * 2) / 3;
  return {
    callMilliseconds: seconds * 1000,
    breaker: {
      calls: config.BREAKER_CALLS,
      share: config.BREAKER_PERCENT / 100,
      openMilliseconds: config.BREAKER_SECONDS * 1000,
    },
    sharing: config.FETCH_SHARING,
  };
}

/** The policy of an empty configuration. */
export const DEFAULT_POLICY: CallPolicy = callPolicy(toConfig({}));
