import type { Viewer } from '../platform/identity/viewer.ts';

/** What belongs to one request at the gateway. */
export interface GatewayContext {
  readonly viewer: Viewer;
  /** Correlates the request's log lines, its answer (`x-request-id`) and its calls to subgraphs. */
  readonly requestId: string;
}
