import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../../gateway/supergraph/supergraph.ts';
import { TransportFailure } from '../../../gateway/transport/transport.ts';
import { listen } from '../../../platform/subgraph/standalone.ts';
import { SECRET } from '../../support/fixture-subgraphs.ts';
import { ENGINES } from '../../support/gateway.ts';
import {
  ANSWER,
  GB,
  marked,
  QUESTION,
  startChangingGateway,
  withoutField,
  withUnknownField,
  type ChangingGateway,
} from './support.ts';

/** The folder of the operations that every supergraph of the gateway is held to. */
const operationsOf = (gateway: ChangingGateway): string => join(dirname(gateway.file), 'operations');

function checkIn(gateway: ChangingGateway, files: Readonly<Record<string, string>>): void {
  const folder = join(operationsOf(gateway), 'portal');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

describe.each(ENGINES)('with the %s engine, the supergraph before stays where the new one', (engine) => {
  let gateway: ChangingGateway;
  let isDown = false;
  beforeAll(async () => {
    gateway = await startChangingGateway({
      environment: { GATEWAY_ENGINE: engine },
      around: (transport) => ({
        ...transport,
        call: (name, call) =>
          isDown ? Promise.reject(new TransportFailure(SECRET)) : transport.call(name, call),
      }),
    });
    await gateway.data(GB, QUESTION);
  });
  afterAll(() => gateway.close());
  afterEach(() => {
    isDown = false;
    rmSync(operationsOf(gateway), { recursive: true, force: true });
  });

  /** Offers `sdl`: what is served stays, readiness too, and one line says why. */
  const expectRefused = async (sdl: string, reason: RegExp): Promise<void> => {
    const served = digestOf(gateway.sdl);
    const supergraph = await gateway.offer(sdl);
    isDown = false;
    expect(await gateway.ready()).toEqual({ status: 200, supergraph: served });
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
    expect(gateway.logged(/refused/).filter((it) => it['supergraph'] === supergraph)).toEqual([
      expect.objectContaining({ level: 40, served, reason: expect.stringMatching(reason) }),
    ]);
  };

  it.each<[string, (sdl: string) => string, RegExp]>([
    ['is no GraphQL', () => 'type {', /line 1, Syntax Error/],
    ['is half written', (sdl) => sdl.slice(0, sdl.length / 2), /Syntax Error/],
    ['is empty', () => '', /Syntax Error/],
    ['is no supergraph', () => 'type Query { a: Int }', /names no subgraphs/],
    ['names a type that is not there', (sdl) => sdl.replace('type Scheme\n', 'type Other\n'), /Scheme/],
    ['has an invalid schema', (sdl) => `${sdl}\ninterface Empty @join__type(graph: CATALOGUE)`, /Empty/],
    [
      'names a subgraph that is not in this process',
      (sdl) => sdl.replace('name: "classification"', 'name: "elsewhere"'),
      /elsewhere/,
    ],
    ['lacks what an operation in use asks for', (sdl) => withoutField(sdl, 'schemes'), /in use.*"schemes"/],
  ])('%s', async (_what, change, reason) => {
    await expectRefused(change(gateway.sdl), reason);
  });

  it('lacks what a checked-in operation asks for, used or not', async () => {
    checkIn(gateway, { 'day.graphql': 'query Day { day(on: "2026-11-23") }' });
    const reason = /Day \(portal\/day\.graphql\) is not valid.*"day"/;
    await expectRefused(withoutField(gateway.sdl, 'day'), reason);
  });

  it('has what its subgraph does not, as a checked-in operation shows', async () => {
    checkIn(gateway, { 'new.graphql': 'query New { unheardOf }' });
    await expectRefused(withUnknownField(gateway.sdl), /New .* the subgraph catalogue does not know/);
  });

  it('has a subgraph that does not answer a checked-in operation', async () => {
    checkIn(gateway, { 'schemes.graphql': 'query Schemes { schemes { id name } }' });
    isDown = true;
    await expectRefused(marked(gateway.sdl, 'down'), /Schemes .* the subgraph catalogue does not answer/);
  });

  it('does not take the variables of a checked-in operation', async () => {
    checkIn(gateway, {
      'day.graphql': 'query Day($on: Date!) { day(on: $on) }',
      'day.variables.json': '{ "on": "tomorrow" }',
    });
    await expectRefused(marked(gateway.sdl, 'variables'), /variables of portal\/day\.graphql are not taken/);
  });

  it('is held to operations that cannot be read', async () => {
    checkIn(gateway, { 'broken.graphql': 'query {' });
    await expectRefused(marked(gateway.sdl, 'newer'), /cannot be read: portal\/broken\.graphql/);
  });

  it('says so in no word of a subgraph', () => {
    const reasons = gateway.logged(/refused/).map((it) => JSON.stringify(it));
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((it) => it.includes(SECRET))).toEqual([]);
  });

  it('lacks what was in use two supergraphs ago', async () => {
    const served = await gateway.offer(marked(gateway.sdl, 'second'));
    expect((await gateway.ready()).supergraph).toBe(served);
    await gateway.offer(withoutField(gateway.sdl, 'schemes'));
    expect(await gateway.ready()).toEqual({ status: 200, supergraph: served });
  });
});

describe('a new supergraph is taken although a checked-in operation', () => {
  let gateway: ChangingGateway;
  beforeAll(async () => {
    gateway = await startChangingGateway();
  });
  afterAll(() => gateway.close());

  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['is kept from the anonymous', { 'me.graphql': 'query Me { viewer { id } }' }, { executed: 1 }],
    ['meets a subgraph that fails for a reason of its own', { 'a.graphql': '{ broken }' }, { executed: 1 }],
    [
      'lacks variables or changes something, and so is not executed',
      {
        'day.graphql': 'query Day($on: Date!) { day(on: $on) } query Me { __typename }',
        'rename.graphql': 'mutation Rename { rename(name: "x") }',
      },
      { operations: 3, executed: 1 },
    ],
    [
      'needs variables, which are given',
      {
        'day.graphql': 'query Day($on: Date!) { day(on: $on) }',
        'day.variables.json': '{ "on": "2026-11-23" }',
      },
      { executed: 1 },
    ],
  ])('%s', async (what, files, found) => {
    rmSync(operationsOf(gateway), { recursive: true, force: true });
    checkIn(gateway, files);
    const id = await gateway.offer(marked(gateway.sdl, what));
    expect((await gateway.ready()).supergraph).toBe(id);
    expect(gateway.logged(/swapped/).at(-1)).toMatchObject(found);
  });
});

describe('what was refused', () => {
  it('is tried again after a while where its subgraphs did not answer', async () => {
    await using gateway = await startChangingGateway({
      mode: 'http',
      environment: { CLASSIFICATION_URL: '' },
      times: { retry: 50 },
    });
    const hosted = gateway.hosted[1] as NonNullable<(typeof gateway.hosted)[number]>;
    const before = await listen(hosted, '127.0.0.1', 0);
    await before.close();
    const id = await gateway.offer(gateway.sdl.replace(/"[^"]*\/classification"/, `"${before.url}"`));
    expect(gateway.logged(/refused/)[0]).toMatchObject({
      mayPass: true,
      reason: expect.stringContaining('the subgraph classification does not answer'),
    });
    const listening = await listen(hosted, '127.0.0.1', Number(new URL(before.url).port));
    await expect.poll(async () => (await gateway.ready()).supergraph).toBe(id);
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
    await listening.close();
  });

  it('is looked at once, and forgotten when the file says again what is served', async () => {
    await using gateway = await startChangingGateway({
      environment: { SUPERGRAPH_WATCH: 'on' },
      times: { look: 10 },
    });
    const refusals = () => gateway.logged(/refused/).length;
    writeFileSync(gateway.file, 'type {');
    await expect.poll(refusals).toBe(1);
    writeFileSync(gateway.file, 'type {');
    await delay(60);
    expect(refusals()).toBe(1);
    writeFileSync(gateway.file, gateway.sdl);
    await delay(60);
    writeFileSync(gateway.file, 'type {');
    await expect.poll(refusals).toBe(2);
  });

  it('gives way to what is whole: a file that was half written is taken when it is finished', async () => {
    await using gateway = await startChangingGateway({
      environment: { SUPERGRAPH_WATCH: 'on' },
      times: { look: 10 },
    });
    const sdl = marked(gateway.sdl, 'whole');
    writeFileSync(gateway.file, sdl.slice(0, sdl.length / 2));
    await expect.poll(() => gateway.logged(/refused/).length).toBe(1);
    expect(await gateway.ready()).toEqual({ status: 200, supergraph: digestOf(gateway.sdl) });
    writeFileSync(`${gateway.file}.new`, sdl);
    renameSync(`${gateway.file}.new`, gateway.file);
    await expect.poll(async () => (await gateway.ready()).supergraph).toBe(digestOf(sdl));
  });
});
