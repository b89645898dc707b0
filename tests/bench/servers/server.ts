import { createServer, type AddressInfo } from 'node:net';
import { Child, type ChildOptions } from './child.ts';

/** How long a server may take until it answers, in milliseconds. */
const START_MILLISECONDS = 90_000;
const POLL_MILLISECONDS = 100;
/** How often a start is tried whose port somebody else took in between. */
const PORT_ATTEMPTS = 3;

/** A server that answers GraphQL over HTTP. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly child: Child;
}

/** How a server is started on a port, and how it is asked whether it answers. */
export interface StartOptions {
  readonly name: string;
  child(port: number): Omit<ChildOptions, 'name'>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts a server on a free port and waits until it answers an operation.
 * @throws with the end of its output, where it ends or does not answer in time.
 */
export async function startServer(options: StartOptions): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = new Child({ name: options.name, ...options.child(port) });
    const server = { name: options.name, url: `http://127.0.0.1:${port}/graphql`, child };
    try {
      await answers(server, options.headers ?? {});
      return server;
    } catch (error) {
      await child.stop();
      if (attempt === PORT_ATTEMPTS || !/EADDRINUSE|in use/.test(child.output)) throw error;
    }
  }
}

async function answers(
  { name, url, child }: Server,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const until = Date.now() + START_MILLISECONDS;
  for (;;) {
    if (child.failure) throw new Error(child.failure);
    const answer = await post(url, headers, JSON.stringify({ query: '{ __typename }' })).catch(() => null);
    if (answer?.status === 200 && answer.body.includes('"Query"')) return;
    if (Date.now() > until) {
      const got = answer ? `${answer.status} ${answer.body.slice(0, 500)}` : 'no answer';
      throw new Error(`${name}: expected an answer to { __typename }, got ${got}.\n${child.output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/** One request as a client sends it. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body,
  });
  return { status: response.status, body: await response.text() };
}

/** A port of 127.0.0.1 that nobody uses now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
