import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveDataVersions } from '../../platform/subgraph/data-version-stream.ts';
import type { DataVersionListener } from '../../platform/subgraph/data-versions.ts';
import { listen, type ListeningSubgraph } from '../../platform/subgraph/standalone.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { change, mutation, operator } from '../contracts/support/ask.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-version-stream-'));
const TITLE = '{ contract(id: "us-dod-jedi") { title } }';

/** Two servers over one file, as two processes have it. */
let one: TestSubgraph;
let other: TestSubgraph;
let server: ListeningSubgraph;
/** Called at the next statement of the first server. */
let atStatement: (() => void) | undefined;

beforeAll(async () => {
  one = await hostInMemory(contractsSubgraph, { dataDirectory: folder, onStatement: () => atStatement?.() });
  other = await hostInMemory(contractsSubgraph, { dataDirectory: folder });
  server = await listen(one.hosted, '127.0.0.1', 0);
});
afterAll(async () => {
  await server.close();
  await one.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

const registration = () => ({
  title: 'Another one',
  kind: 'CONTRACT',
  buyer: 'NZ',
  suppliers: ['microsoft'],
  levels: [],
});
const register = (subgraph: TestSubgraph) =>
  change(subgraph, 'registerContract', registration(), 'contract { id }');
const answerOf = async (subgraph: TestSubgraph, query: string, viewer = asPartner('GB')) =>
  subgraph.hosted.execute({ query, variables: {}, assertion: await subgraph.assertion(viewer) });

const post = async (query: string, variables = {}, viewer = operator) =>
  fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await one.assertion(viewer)}`,
    },
    body: JSON.stringify({ query, variables }),
  });

/** Listens to the versions; `next` gives the text of the next event with the milliseconds it took. */
async function listening(url: string, headers: Record<string, string>) {
  const stop = new AbortController();
  const response = await fetch(url, { headers, signal: stop.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        return event;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  return { response, next, stop: () => stop.abort() };
}

const streamOf = async (url = server.url.replace('/graphql', '/data-version')) =>
  listening(url, { authorization: `Bearer ${await one.assertion(anonymous)}` });

it('stands on every answer, the same in process as over HTTP, and not in its body', async () => {
  const inProcess = await answerOf(one, TITLE);
  const overHttp = await post(TITLE);
  expect(inProcess?.dataVersion).toBe(await one.hosted.dataVersion());
  expect(overHttp.headers.get('x-data-version')).toBe(inProcess?.dataVersion);
  expect(overHttp.headers.get('cache-control')).toBe(inProcess?.cacheControl);
  expect(await overHttp.text()).not.toContain(inProcess?.dataVersion);
});

it('is of before a query, and of after a mutation', async () => {
  const before = await one.hosted.dataVersion();
  // A write while the query is under way: its answer may hold it or not.
  const written = new Promise((resolve) => {
    atStatement = () => {
      atStatement = undefined;
      resolve(register(one));
    };
  });
  expect((await answerOf(one, TITLE))?.dataVersion).toBe(before);
  await written;
  const query = mutation('registerContract');
  const answer = await post(query, { input: registration() });
  expect(answer.headers.get('x-data-version')).toBe(await one.hosted.dataVersion());
  expect(answer.headers.get('x-data-version')).not.toBe(before);
});

it('is another one on each server after a write of one', async () => {
  const before = await Promise.all([one, other].map((it) => it.hosted.dataVersion()));
  await register(other);
  const after = await Promise.all([one, other].map((it) => it.hosted.dataVersion()));
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

it('is not told where the operation was refused, nor of a store that cannot be read', async () => {
  expect(await answerOf(one, '{ nothing }')).not.toHaveProperty('dataVersion');
  await using broken = await hostInMemory(contractsSubgraph);
  const context = await broken.hosted.contextFor(await broken.assertion(anonymous), undefined);
  await (context!.store as { close(): Promise<void> }).close();
  expect(await answerOf(broken, TITLE)).not.toHaveProperty('dataVersion');
  expect(await broken.hosted.dataVersion()).toBeNull();
});

it('streams the version now, each of this process at once, and those of others soon', async () => {
  const { response, next, stop } = await streamOf();
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(await next()).toBe(`data: ${await one.hosted.dataVersion()}`);
  const event = next();
  await register(one);
  expect(await event).toBe(`data: ${await one.hosted.dataVersion()}`);
  const known = await one.hosted.dataVersion();
  await register(other);
  const start = performance.now();
  const told = await next();
  // A fifth of a second between two looks, and what a busy machine adds.
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(told).not.toBe(`data: ${known}`);
  expect(told).toBe(`data: ${await one.hosted.dataVersion()}`);
  stop();
});

it('streams to the gateway alone', async () => {
  const url = server.url.replace('/graphql', '/data-version');
  const foreign = await one.assertion(anonymous, { subgraph: 'devices' });
  for (const headers of [{}, { authorization: `Bearer ${foreign}` }]) {
    const response = await fetch(url, { headers });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('data:');
  }
});

it('shows with comments that it lives, and ends where no version can be read and when the server closes', async () => {
  const listeners = new Set<DataVersionListener>();
  const app = Fastify();
  const hosted = {
    onDataVersion(listener: DataVersionListener) {
      listeners.add(listener);
      listener('one');
      return () => void listeners.delete(listener);
    },
  };
  serveDataVersions(app, hosted, 20);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const first = await listening(`${address}/data-version`, {});
  expect([await first.next(), await first.next(), await first.next()]).toEqual(['data: one', ':', ':']);
  for (const tell of listeners) tell(null);
  let event = await first.next();
  while (event === ':') event = await first.next();
  expect(event).toBeNull();
  const second = await listening(`${address}/data-version`, {});
  expect(await second.next()).toBe('data: one');
  const closed = app.close();
  while ((event = await second.next()) === ':');
  expect(event).toBeNull();
  await closed;
  expect(listeners.size).toBe(0);
});
