import { Pool, type Dispatcher } from 'undici';
import type { Logger } from 'pino';
import type { Assertions } from './assertions.ts';
import { listenedDataVersions } from './data-versions.ts';
import { callTraceparent } from './trace.ts';
import {
  CALL_MILLISECONDS,
  TransportFailure,
  type SubgraphCall,
  type SubgraphReply,
  type Transport,
} from './transport.ts';

/** How much of an answer is read before the call counts as failed, in bytes. */
const ANSWER_BYTES = 16 * 1024 * 1024;
/** 400 is how a subgraph says that it cannot take the operation's variables; its body tells why. */
const ANSWERED: ReadonlySet<number> = new Set([200, 400]);
/** How long a readiness probe may take, in milliseconds. */
const PROBE_MILLISECONDS = 2_000;

export interface HttpTransportOptions {
  /** Where each subgraph answers. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly assertions: Assertions;
  readonly log: Logger;
  readonly callMilliseconds?: number;
  readonly answerBytes?: number;
}

/** Subgraphs over HTTP, one pool of kept connections each; deadlines and a byte limit on every answer. */
export function httpTransport(options: HttpTransportOptions): Transport {
  const {
    addresses,
    assertions,
    log,
    callMilliseconds = CALL_MILLISECONDS,
    answerBytes = ANSWER_BYTES,
  } = options;
  const targets = new Map(
    [...addresses].map(([name, address]) => {
      const url = new URL(address);
      const pool = new Pool(url.origin, {
        connections: 64,
        connectTimeout: callMilliseconds,
        headersTimeout: callMilliseconds,
        bodyTimeout: callMilliseconds,
      });
      return [name, { pool, path: url.pathname + url.search }] as const;
    }),
  );

  return {
    subgraphs: [...targets.keys()],
    async call(subgraph, call) {
      const target = targets.get(subgraph);
      if (!target) throw new TransportFailure(`no address of a subgraph ${subgraph}`);
      const assertion = await assertions(call.context, subgraph);
      try {
        const response = await target.pool.request({
          method: 'POST',
          path: target.path,
          headers: headersOf(call, assertion),
          body: bodyOf(call),
          signal: AbortSignal.timeout(callMilliseconds),
        });
        return await answerOf(response, answerBytes);
      } catch (error) {
        if (error instanceof TransportFailure) throw error;
        throw new TransportFailure(`no answer over HTTP: ${String(error)}`, { cause: error });
      }
    },
    dataVersions: () => listenedDataVersions({ addresses, assertions, log }),
    async unready() {
      const probes = [...targets].map(async ([name, { pool }]) => ((await answersProbe(pool)) ? [] : [name]));
      return (await Promise.all(probes)).flat();
    },
    async close() {
      await Promise.all([...targets.values()].map(({ pool }) => pool.close()));
    },
  };
}

/** Names and values in turn. */
function headersOf({ context }: SubgraphCall, assertion: string): string[] {
  const { requestId, trace, forwarded } = context;
  const headers = ['content-type', 'application/json', 'accept', 'application/json'];
  headers.push('authorization', `Bearer ${assertion}`, 'x-request-id', requestId);
  headers.push('traceparent', callTraceparent(trace));
  if (trace.state !== undefined) headers.push('tracestate', trace.state);
  headers.push(...forwarded);
  return headers;
}

function bodyOf({ query, operationName, variables }: SubgraphCall): string {
  return JSON.stringify({ query, operationName, variables });
}

async function answerOf(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  limit: number,
): Promise<SubgraphReply> {
  const type = String(headers['content-type'] ?? '');
  if (!ANSWERED.has(statusCode) || !/^application\/(graphql-response\+)?json\b/.test(type)) {
    // The body is neither read nor shown; without this the connection would wait for its end.
    body.on('error', () => undefined).destroy();
    throw new TransportFailure(`status ${statusCode}, content type ${type || 'missing'}`);
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    // Leaving the loop destroys the body and its connection.
    if (bytes > limit) throw new TransportFailure(`an answer of more than ${limit} bytes`);
    pieces.push(piece);
  }
  const { data, errors } = parseAnswer(Buffer.concat(pieces).toString('utf8'));
  const cacheControl = headers['cache-control'];
  const dataVersion = headers['x-data-version'];
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors }),
    ...(typeof cacheControl === 'string' ? { cacheControl } : {}),
    ...(typeof dataVersion === 'string' ? { dataVersion } : {}),
  };
}

function parseAnswer(text: string): SubgraphReply {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) {
      return answer as SubgraphReply;
    }
  } catch {
    // Said below, without the text.
  }
  throw new TransportFailure('an answer that is not a GraphQL response');
}

async function answersProbe(pool: Pool): Promise<boolean> {
  try {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: '/health/ready',
      signal: AbortSignal.timeout(PROBE_MILLISECONDS),
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
