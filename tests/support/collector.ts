import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as OTLP has it in JSON, with its attributes as an object. */
export interface CollectedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: string | undefined;
  /** In milliseconds. */
  readonly start: number;
  readonly end: number;
}

/** A server that takes traces as an OpenTelemetry collector does, by OTLP over HTTP in JSON. */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** All that it was sent, as it came: bodies and headers. */
  readonly received: string;
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  let received = '';
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      const body = await text(request);
      received += `${request.method} ${request.url} ${JSON.stringify(request.headers)}\n${body}\n`;
      const isTraces = request.method === 'POST' && request.url === '/v1/traces';
      if (isTraces) spans.push(...spansIn(JSON.parse(body)));
      response.writeHead(isTraces ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    };
    take().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    get received() {
      return received;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function spansIn({ resourceSpans }: any): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) => {
    const service = attributesOf(resource.attributes)['service.name'] as string;
    return scopeSpans.flatMap(({ spans }: any) =>
      spans.map((it: any) => ({
        service,
        traceId: it.traceId,
        spanId: it.spanId,
        parentSpanId: it.parentSpanId || undefined,
        name: it.name,
        kind: it.kind,
        attributes: attributesOf(it.attributes),
        failed: it.status?.code === 2 ? it.status.message : undefined,
        start: Number(it.startTimeUnixNano) / 1e6,
        end: Number(it.endTimeUnixNano) / 1e6,
      })),
    );
  });
}

function attributesOf(list: readonly { key: string; value: Record<string, unknown> }[] = []) {
  return Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
}
