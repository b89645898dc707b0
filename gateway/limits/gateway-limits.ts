import type { ServerResponse } from 'node:http';
import type { ApolloServerOptions } from '@apollo/server';
import type { Config } from '../../platform/config.ts';
import type { GatewayContext } from '../context.ts';
import type { Engine, EngineParts } from '../engine/engine.ts';
import type { RequestHooks } from '../http/request-hooks.ts';
import { costed } from './cost/costed-engine.ts';
import { DocumentGate } from './document/gate.ts';
import { introspectionFor } from './introspection.ts';
import { configuredLimits, type Limits } from './limits.ts';
import { LoadGuard } from './load/load-guard.ts';
import type { SharedRedis } from '../shared/shared-redis.ts';
import { UNOBSERVED, type LimitObserver } from './observer.ts';
import { Admission } from './rate/admission.ts';
import { Budget } from './rate/budget.ts';
import type { Client } from './rate/client.ts';
import { countsInMemory, countsInRedis } from './rate/usage.ts';
import { limitVariables } from './variables.ts';

type MakeEngine = (parts: EngineParts) => Promise<Engine>;
type ApolloParts = Required<
  Pick<ApolloServerOptions<GatewayContext>, 'documentStore' | 'parseOptions' | 'introspection'>
>;

/** All limits of the gateway, as it puts them into its parts. */
export class GatewayLimits {
  readonly load: LoadGuard;
  /** What Apollo Server is made with. Who may introspect is decided for each request. */
  readonly apollo: ApolloParts;
  readonly hooks: readonly RequestHooks<GatewayContext>[];
  readonly #limits: Limits;
  readonly #admission: Admission;
  readonly #budget: Budget;
  readonly #observer: LimitObserver;

  /**
   * The limits that the configuration says.
   * @param redis where gateways count together; absent where each counts alone.
   */
  constructor(config: Config, redis: SharedRedis | undefined, observer: LimitObserver = UNOBSERVED) {
    const counts = redis ? countsInRedis(redis) : countsInMemory();
    const limits = configuredLimits(config);
    const gate = new DocumentGate(limits.document);
    this.#limits = limits;
    this.#observer = observer;
    this.#admission = new Admission(limits.allowances, counts, observer);
    this.#budget = new Budget(limits.allowances, counts, observer);
    this.load = new LoadGuard(limits.load, undefined, observer);
    this.apollo = {
      documentStore: gate.store,
      parseOptions: { maxTokens: limits.document.tokens },
      introspection: true,
    };
    this.hooks = [
      gate.hooks,
      limitVariables(limits.variables),
      introspectionFor<GatewayContext>(config.INTROSPECTION),
    ];
  }

  /** Lets a request in, as {@link Admission.admit} does. */
  admit(client: Client, response: ServerResponse, signal: AbortSignal): Promise<void> | undefined {
    return this.#admission.admit(client, response, signal);
  }

  /** Puts the limits on costs before an engine. */
  costed(makeEngine: MakeEngine): MakeEngine {
    return costed(makeEngine, this.#limits.cost, this.#budget, this.#observer);
  }

  close(): void {
    this.load.close();
  }
}
