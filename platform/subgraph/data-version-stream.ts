import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { HostedSubgraph } from './host.ts';

/** How often a stream without news shows that it lives. */
const HEARTBEAT_MILLISECONDS = 5_000;

/**
 * Serves `GET /data-version` as server-sent events: the version of the data now, then each new one. A stream
 * ends when the version cannot be read and when the server closes; who listens then knows no version.
 */
export function serveDataVersions(
  app: FastifyInstance,
  hosted: Pick<HostedSubgraph, 'onDataVersion'>,
  heartbeatMilliseconds = HEARTBEAT_MILLISECONDS,
): void {
  const streams = new Set<ServerResponse>();
  app.get('/data-version', { exposeHeadRoute: false }, (_request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    streams.add(stream);
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = (text: string): void => {
      if (!stream.writableEnded) stream.write(text);
    };
    const stop = hosted.onDataVersion((version) => {
      if (version === null) stream.end();
      else send(`data: ${version}\n\n`);
    });
    const heartbeat = setInterval(() => send(':\n\n'), heartbeatMilliseconds).unref();
    stream.on('close', () => {
      clearInterval(heartbeat);
      stop();
      streams.delete(stream);
    });
  });
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
}
