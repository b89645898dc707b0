import type { IncomingHttpHeaders } from 'node:http';
import { ConfigError } from '../../platform/config.ts';
import type { GatewayContext } from '../context.ts';
import { callTraceparent } from './trace.ts';

/** Picks from a client's headers those that subgraphs get too: names and values in turn, unchanged. */
export type Forwarding = (headers: IncomingHttpHeaders) => readonly string[];

const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
/** Why a header may not be forwarded, whatever the configuration says. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [
    /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|http2-settings)$/,
    'which concerns one connection alone',
  ],
  [/^(authorization|(set-)?cookie2?)$/, 'which is for the gateway alone'],
  [
    /^(content-.*|expect|host|accept|accept-encoding|x-request-id|traceparent|tracestate)$/,
    'which the gateway writes itself',
  ],
  [/^(forwarded|x-forwarded-.*|x-real-ip)$/, 'which anybody could have written'],
];
const NONE: readonly string[] = [];

/**
 * Forwards the headers of `names`, in any case, and no others.
 * @throws ConfigError naming a header that is none, or may not be forwarded.
 */
export function headerForwarding(names: readonly string[]): Forwarding {
  const allowed = [...new Set(names.map((it) => allowedName(it.toLowerCase())))];
  if (allowed.length === 0) return () => NONE;
  return (headers) => {
    const forwarded: string[] = [];
    for (const name of allowed) {
      const value = headers[name];
      if (typeof value === 'string') forwarded.push(name, value);
    }
    return forwarded;
  };
}

function allowedName(name: string): string {
  const why = NAME.test(name)
    ? REFUSED.find(([pattern]) => pattern.test(name))?.[1]
    : 'which is no name of a header';
  if (why === undefined) return name;
  throw new ConfigError(
    `FORWARD_HEADERS: expected names of headers that may be forwarded, got ${JSON.stringify(name)}, ${why}.`,
  );
}

/** What a call brings to a subgraph beside its body: names and values in turn. */
export function callHeaders(
  { requestId, trace, forwarded }: GatewayContext,
  assertion: string | undefined,
  traceparent = callTraceparent(trace),
): string[] {
  const headers = ['content-type', 'application/json', 'accept', 'application/json'];
  headers.push('x-request-id', requestId, 'traceparent', traceparent);
  if (trace.state !== undefined) headers.push('tracestate', trace.state);
  if (assertion !== undefined) headers.push('authorization', `Bearer ${assertion}`);
  headers.push(...forwarded);
  return headers;
}
