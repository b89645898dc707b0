import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Agent, request as send } from 'undici';
import type { Config } from '../../platform/config.ts';
import { PublicError } from '../../platform/errors.ts';
import { createLog } from '../../platform/log.ts';
import type { Running } from '../../platform/process.ts';
import { developmentIssuer, developmentIssuerIsOn } from '../development-issuer.ts';
import { clientCertificates } from '../identity/client-certificates.ts';
import { configuredIssuers } from '../identity/issuers.ts';
import { requestIdentity } from '../identity/request-identity.ts';
import { configuredRevocations } from '../identity/revocations.ts';
import { tokenIdentity } from '../identity/token-identity.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { addressesOf, configuredSigner } from '../transport/configured.ts';
import { callPolicy } from '../transport/policy.ts';

export interface RunningSigner extends Running {
  /** Below it, each subgraph is under its name. */
  readonly url: string;
}

const DEFAULT_PORT = 4100;
const BODY_BYTES = 4_000_000;
const MESSAGE = /^[\w.:/-]{1,200}$/;
/** What of an answer a router may know. */
const ANSWERED = ['content-type', 'cache-control', 'x-data-version'] as const;

/**
 * Stands between a router that is not ours and the subgraphs: it identifies a client by the token that the router
 * passes on, signs the gateway's word to the subgraph on who asks for what, and brings it there. It plans nothing,
 * limits nothing and shows all of a subgraph, so that nobody but the router may reach it.
 */
export async function startSigner(config: Config, given: { log?: Logger } = {}): Promise<RunningSigner> {
  const log = given.log ?? createLog(config.LOG_LEVEL);
  const issuers = configuredIssuers(config, log);
  if (developmentIssuerIsOn(config)) issuers.push(await developmentIssuer(config));
  const revocations = await configuredRevocations(config, log);
  const identify = requestIdentity(tokenIdentity({ issuers, revocations }), clientCertificates(config));
  const addresses = addressesOf(config, loadSupergraph(config.SUPERGRAPH_FILE));
  const signer = await configuredSigner(config, addresses.keys());
  const { callMilliseconds } = callPolicy(config);
  const agent = new Agent({ headersTimeout: callMilliseconds, bodyTimeout: callMilliseconds });

  const app = Fastify({ bodyLimit: BODY_BYTES, logger: false });
  app.removeContentTypeParser('text/plain');
  // The assertion is for the very text that the subgraph gets.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health/live', async () => ({ status: 'live' }));
  app.post<{ Params: { subgraph: string } }>('/:subgraph', async (request, reply) => {
    const { subgraph } = request.params;
    const address = addresses.get(subgraph);
    const content = request.body;
    if (address === undefined || typeof content !== 'string') return reply.callNotFound();
    const viewer = await identify(request.raw);
    const requestId = idOf(request.headers);
    const assertion = await signer.sign(viewer, subgraph, requestId, { content });
    const { statusCode, headers, body } = await send(address, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${assertion}`,
        'x-request-id': requestId,
        ...traceOf(request.headers),
      },
      body: content,
    });
    reply.code(statusCode);
    for (const name of ANSWERED) {
      const value = headers[name];
      if (typeof value === 'string') reply.header(name, value);
    }
    return reply.send(body);
  });
  refuseInWords(app, log);
  await app.listen({ host: config.HOST, port: config.PORT ?? DEFAULT_PORT });
  return {
    url: `http://${config.HOST}:${portOf(app)}`,
    async close() {
      await app.close();
      await agent.close();
      revocations?.close();
    },
  };
}

/** A router passes these on as GraphQL errors of the subgraph. */
function refuseInWords(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, _request, reply) => {
    const isRefusal = error instanceof PublicError;
    if (!isRefusal) log.error({ err: error }, 'signing failed');
    const { message, extensions } = isRefusal
      ? error
      : new PublicError('DOWNSTREAM_SERVICE_ERROR', 'The subgraph could not be asked.');
    return reply.code(isRefusal ? 401 : 502).send({
      errors: [{ message, extensions: { code: extensions['code'], reason: extensions['reason'] } }],
    });
  });
}

function idOf({ 'x-request-id': id }: IncomingHttpHeaders): string {
  return typeof id === 'string' && MESSAGE.test(id) ? id : randomUUID();
}

function traceOf({ traceparent }: IncomingHttpHeaders): Record<string, string> {
  return typeof traceparent === 'string' ? { traceparent } : {};
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
