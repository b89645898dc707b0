import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ConfigError } from '../config.ts';
import { trustedPeers } from '../http/trusted-peers.ts';

/** Where what a process counts is shown. */
export type Exposure =
  /** On a port of its own. */
  | { readonly host: string; readonly port: number }
  /** Beside everything else, to these peers alone. */
  | { readonly peers: readonly string[] };

/** Headers that a proxy sets: whoever comes with one is not the peer of the connection. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'] as const;
/** How long whoever asks may take to do so, in milliseconds. */
const REQUEST_MILLISECONDS = 5_000;

/** What a process counts, as Prometheus reads it, and where that is shown. */
export class ProcessMetrics {
  readonly registry = new Registry();
  readonly #exposure: Exposure;
  #server: Server | undefined;

  constructor(exposure: Exposure) {
    this.#exposure = exposure;
    collectDefaultMetrics({ register: this.registry });
  }

  /** Shows `/metrics` on `app`, unless that is on a port of its own. To who may not ask nothing is there. */
  showOn(app: FastifyInstance): void {
    if (!('peers' in this.#exposure)) return;
    const mayAsk = trustedPeers(this.#exposure.peers);
    app.get('/metrics', { exposeHeadRoute: false }, async (request, reply) => {
      const isDirect = OF_PROXIES.every((it) => request.headers[it] === undefined);
      if (!isDirect || !mayAsk(request.socket.remoteAddress)) return reply.callNotFound();
      return reply.type(this.registry.contentType).send(await this.registry.metrics());
    });
  }

  /**
   * Opens the port of its own, where there is one.
   * @returns the address of `/metrics` there; undefined where it is on the port of everything else.
   */
  async listen(): Promise<string | undefined> {
    if ('peers' in this.#exposure) return undefined;
    const { host, port } = this.#exposure;
    const server = createServer({ requestTimeout: REQUEST_MILLISECONDS }, (request, response) => {
      if (request.url !== '/metrics' || request.method !== 'GET') {
        response.writeHead(404).end();
        return;
      }
      this.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': this.registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', ({ message }) => reject(unusable(message, port))).listen(port, host, resolve);
    });
    const { port: bound } = server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`;
  }

  async close(): Promise<void> {
    this.registry.clear();
    const server = this.#server;
    if (!server?.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function unusable(reason: string, port: number): ConfigError {
  return new ConfigError(`METRICS_PORT: expected a free port that may be opened, got ${port}: ${reason}.`);
}
