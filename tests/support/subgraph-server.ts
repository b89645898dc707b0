import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server of a test's own that stands for a subgraph, on a free port. */
export interface SubgraphServer extends AsyncDisposable {
  readonly url: string;
  /** How many connections were opened to it. */
  readonly connections: number;
}

/** A GraphQL request that a server of a test received. */
export interface ReceivedCall {
  readonly headers: IncomingMessage['headers'];
  readonly body: { query: string; variables?: Record<string, any> };
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Settles when the connection is closed before the answer was sent. */
  readonly cutOff: Promise<void>;
}

/** Serves `answer`, which has not read the request's body. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<SubgraphServer> {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves GraphQL requests as `answer` does, and keeps what it received. */
export async function serveCalls(
  answer: (call: ReceivedCall) => void,
): Promise<SubgraphServer & { readonly received: readonly ReceivedCall[] }> {
  const received: ReceivedCall[] = [];
  const server = await serve((request, response) => {
    const cutOff = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const take = async (): Promise<void> => {
      const body = JSON.parse(await text(request)) as ReceivedCall['body'];
      const call = { headers: request.headers, body, request, response, cutOff };
      received.push(call);
      answer(call);
    };
    // A client that leaves in mid-request is no call.
    take().catch(() => response.destroy());
  });
  return Object.assign(server, { received });
}

export function answerJson(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
