import { Counter, Gauge, type Registry } from 'prom-client';
import { Lru } from '../../platform/lru.ts';
import { COUNTED_LIMITS, type CountedLimit, type LimitObserver } from '../limits/observer.ts';
import type { BudgetState } from '../limits/rate/budget.ts';
import type { Client } from '../limits/rate/client.ts';

/** How many partners' budgets are shown: those that asked last. Identity providers say how many there are. */
const SHOWN_PARTNERS = 100;
const OF_PARTNERS = 'partner:';

/** A partner's minute. */
interface Minute {
  readonly partner: string;
  readonly limit: number;
  readonly used: number;
  /** By the clock of `performance`, in milliseconds. */
  readonly endsAt: number;
}

/** How the limits hold, and what partners have used of what their operations may cost in a minute. */
export class LimitMetrics implements LimitObserver {
  readonly #refused: Counter;
  readonly #cost: Counter;
  readonly #minutes = new Lru<Minute>(SHOWN_PARTNERS);

  constructor(registry: Registry) {
    const registers = [registry];
    this.#refused = new Counter({
      name: 'gateway_limit_refusals_total',
      help: 'Requests that were refused for their number, their cost, or the load of the gateway.',
      labelNames: ['limit'],
      registers,
    });
    for (const limit of COUNTED_LIMITS) this.#refused.inc({ limit }, 0);
    this.#cost = new Counter({
      name: 'gateway_operation_cost_total',
      help: 'What operations of clients with a budget have cost.',
      registers,
    });
    const minutes = (): readonly Minute[] => this.#minutes.values();
    registry.registerMetric(
      new Gauge({
        name: 'gateway_cost_budget_used',
        help: `What a partner has used of its minute: of the ${SHOWN_PARTNERS} partners that asked last.`,
        labelNames: ['partner'],
        registers: [],
        collect() {
          this.reset();
          for (const it of minutes()) this.set({ partner: it.partner }, usedNow(it));
        },
      }),
    );
    registry.registerMetric(
      new Gauge({
        name: 'gateway_cost_budget_remaining',
        help: 'What it has left.',
        labelNames: ['partner'],
        registers: [],
        collect() {
          this.reset();
          for (const it of minutes()) this.set({ partner: it.partner }, Math.max(0, it.limit - usedNow(it)));
        },
      }),
    );
  }

  refused(limit: CountedLimit): void {
    this.#refused.inc({ limit });
  }

  spent({ key, isPartner }: Client, actual: number, left: BudgetState): void {
    this.#cost.inc(actual);
    if (!isPartner) return;
    const partner = key.slice(OF_PARTNERS.length);
    const { limit, remaining, resetsInSeconds } = left;
    const endsAt = performance.now() + resetsInSeconds * 1_000;
    this.#minutes.set(partner, { partner, limit, used: limit - remaining, endsAt });
  }
}

function usedNow({ used, endsAt }: Minute): number {
  return performance.now() < endsAt ? used : 0;
}
