import type { Logger } from 'pino';
import { RequestEnded } from '../context.ts';
import { CircuitOpen, type SubgraphCall } from '../transport/transport.ts';

/**
 * Logs why a call to a subgraph brought no answer. That its client has gone is nobody's fault and not
 * logged; that a circuit is open was logged when it opened.
 */
export function reportFailedCall(
  log: Logger,
  subgraph: string,
  { context }: SubgraphCall,
  error: unknown,
): void {
  if (error instanceof RequestEnded && error.end === 'client gone') return;
  const level = error instanceof CircuitOpen ? 'debug' : 'warn';
  log[level]({ subgraph, requestId: context.requestId, err: error }, 'subgraph call failed');
}
