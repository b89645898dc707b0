import type { Logger } from 'pino';
import type { RequestRecord } from './request-journal.ts';

/** Load balancers ask so often that their questions are not worth a line at info level. */
const HEALTH = /^\/health\//;

/**
 * Writes one line for each request: who asked for which operation, what came of it, and what it took. Of what
 * clients write nothing is in it but names that GraphQL's grammar allows: neither values, nor addresses with
 * their queries, nor headers. Undefined where the level of `log` does not show it.
 */
export function requestLog(log: Logger): ((record: RequestRecord) => void) | undefined {
  if (!log.isLevelEnabled('info')) return undefined;
  return ({ requestId, method, path, status, address, answered, codes, milliseconds, bytes, isAborted }) => {
    const level = path && HEALTH.test(path) ? 'debug' : 'info';
    log[level](
      {
        requestId,
        method,
        path,
        status,
        address,
        ...(answered ? operationOf(answered) : {}),
        codes,
        milliseconds: Math.round(milliseconds * 10) / 10,
        bytes,
        ...(isAborted ? { aborted: true } : {}),
      },
      'request',
    );
  };
}

function operationOf({
  partner,
  operation,
  document,
  subgraphCalls,
}: NonNullable<RequestRecord['answered']>): object {
  return { partner, operation, document, subgraphCalls };
}
