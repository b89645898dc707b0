import type { Logger } from 'pino';
import type { Config } from '../platform/config.ts';
import { openTracing } from '../platform/tracing/open.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import type { GatewayContext } from './context.ts';
import type { PlanningObserver } from './engine/compiled/planning-observer.ts';
import { RequestJournal } from './http/request-journal.ts';
import { requestLog } from './http/request-log.ts';
import { openGatewayMetrics, type OpenMetrics } from './metrics/open.ts';
import type { Transports } from './supergraph/transports.ts';
import { RequestTraces } from './tracing/request-traces.ts';

/** What operators see of a gateway while it runs: its log of requests, its metrics, its traces. */
export class Telemetry {
  readonly metrics: OpenMetrics | undefined;
  readonly tracing: Tracing | undefined;
  readonly traces: RequestTraces | undefined;
  /** Follows the requests; absent where nobody reads of them. */
  readonly journal: RequestJournal | undefined;

  /** As the configuration says. What it switches off is not loaded, and costs nothing. */
  static async open(config: Config, log: Logger): Promise<Telemetry> {
    const metrics = await openGatewayMetrics(config);
    return new Telemetry(log, metrics, await openTracing(config, 'gateway', log));
  }

  private constructor(log: Logger, metrics: OpenMetrics | undefined, tracing: Tracing | undefined) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.traces = tracing && new RequestTraces(tracing);
    const readers = [requestLog(log), metrics?.gateway.requests.read, this.traces?.read];
    const present = readers.filter((it) => it !== undefined);
    this.journal = present.length > 0 ? new RequestJournal(present) : undefined;
  }

  /** Who is told what is planned. */
  get planning(): PlanningObserver<GatewayContext> | undefined {
    const { traces } = this;
    const metrics = this.metrics?.gateway.engine;
    if (!metrics || !traces) return metrics ?? traces;
    return {
      found: () => metrics.found(),
      begins(context) {
        const ends = [metrics.begins(), traces.begins(context)];
        return (error) => ends.forEach((end) => end(error));
      },
    };
  }

  /** The same transports, of which it tells what they carry. */
  through(transports: Transports): Transports {
    const noted = this.journal?.counting(transports) ?? transports;
    const counted = this.metrics?.gateway.fetches.counting(noted) ?? noted;
    return this.traces?.recording(counted) ?? counted;
  }

  /** Sends what is recorded, and ends. */
  async close(): Promise<void> {
    await this.metrics?.process.close();
    await this.tracing?.close();
  }
}
