import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../../gateway/supergraph/supergraph.ts';
import { TransportFailure, type Transport } from '../../../gateway/transport/transport.ts';
import { listen } from '../../../platform/subgraph/standalone.ts';
import { behaviour, SECRET } from '../../support/fixture-subgraphs.ts';
import { ENGINES, type TestGatewayOptions } from '../../support/gateway.ts';
import {
  ANSWER,
  Gate,
  GB,
  marked,
  markOf,
  QUESTION,
  startChangingGateway,
  type ChangingGateway,
} from './support.ts';

/** How the catalogue meets its operations. */
let catalogue: 'answers' | 'denies' | 'fails' = 'answers';

afterEach(() => {
  catalogue = 'answers';
  behaviour.classification = 'answers';
});

const start = (engine: string, options: TestGatewayOptions = {}) =>
  startChangingGateway({
    environment: { GATEWAY_ENGINE: engine },
    around: (transport: Transport) => ({
      ...transport,
      async call(name, call) {
        if (name !== 'catalogue' || catalogue === 'answers') return transport.call(name, call);
        if (catalogue === 'fails') throw new TransportFailure(SECRET);
        const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
        return { errors: [{ message: `Cannot query field "${SECRET}".`, extensions }] };
      },
    }),
    ...options,
  });

/** The supergraph with its subgraphs at other addresses. */
function movedTo(gateway: ChangingGateway, addresses: Readonly<Record<string, string>>): string {
  return Object.entries(addresses).reduce(
    (sdl, [name, url]) => sdl.replace(new RegExp(`(name: "${name}", url: )"[^"]*"`), `$1"${url}"`),
    gateway.sdl,
  );
}

describe.each(ENGINES)('a new supergraph, with the %s engine,', (engine) => {
  const environment = { GATEWAY_ENGINE: engine };

  it('is served as soon as it was checked, and readiness says which', async () => {
    await using gateway = await startChangingGateway({ environment });
    expect(await markOf(gateway)).toBeNull();
    const id = await gateway.offer(marked(gateway.sdl, 'new'));
    expect(await gateway.ready()).toEqual({ status: 200, supergraph: id });
    expect(await markOf(gateway)).toBe('new');
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
    expect(gateway.logged(/swapped/)).toEqual([expect.objectContaining({ supergraph: id, level: 30 })]);
  });

  it('leaves requests under way to the engine of the schema that they were validated against', async () => {
    const gate = new Gate();
    await using gateway = await startChangingGateway({
      environment,
      around: gate.before('classification'),
    });
    const asked = gateway.ask(GB, QUESTION);
    await expect.poll(() => gate.waiting).toBeGreaterThan(0);
    // Two swaps on, even the supergraph that would be rolled back to is another.
    await gateway.offer(marked(gateway.sdl, 'second'));
    await gateway.offer(marked(gateway.sdl, 'third'));
    expect(await markOf(gateway)).toBe('third');
    gate.open();
    expect(await asked).toEqual({ data: ANSWER });
  });

  it('reaches subgraphs at addresses that it alone knows, and leaves those before when they are done', async () => {
    await using gateway = await startChangingGateway({
      mode: 'http',
      environment: { ...environment, CATALOGUE_URL: '', CLASSIFICATION_URL: '' },
    });
    const serve = async (subgraph: number) => {
      const listening = await listen(gateway.hosted[subgraph] as never, '127.0.0.1', 0);
      return { ...listening, [Symbol.asyncDispose]: () => listening.close() };
    };
    expect((await gateway.ready()).status).toBe(503);
    await using catalogue = await serve(0);
    const first = await serve(1);
    await gateway.offer(movedTo(gateway, { catalogue: catalogue.url, classification: first.url }));
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);

    await using second = await serve(1);
    await gateway.offer(movedTo(gateway, { catalogue: catalogue.url, classification: second.url }));
    await first.close();
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
    expect(gateway.logged(/refused/)).toEqual([]);
  });
});

describe('the compiled engine of a new supergraph', () => {
  it('has planned the operations in use before it is asked, and hands them on', async () => {
    await using gateway = await startChangingGateway({ environment: { GATEWAY_ENGINE: 'compiled' } });
    const query = 'query A($names: Boolean!) { schemes { id name @include(if: $names) } }';
    await gateway.data(null, query, { names: true });
    await gateway.data(null, query, { names: false });
    await gateway.data(GB, QUESTION);
    await gateway.offer(marked(gateway.sdl, 'new'));
    await gateway.offer(marked(gateway.sdl, 'newer'));
    const planned = gateway.logged(/swapped/).map((it) => it['operations']);
    expect(planned).toEqual([3, 3]);
  });
});

describe.each(ENGINES)('with the %s engine, a supergraph that was taken', (engine) => {
  it('gives way to the one before when its subgraphs do not know what worked before', async () => {
    await using gateway = await start(engine);
    await gateway.data(GB, QUESTION);
    const before = digestOf(gateway.sdl);
    const bad = await gateway.offer(marked(gateway.sdl, 'bad'));
    catalogue = 'denies';
    await gateway.ask(GB, QUESTION);
    await gateway.ask(GB, QUESTION);
    expect((await gateway.ready()).supergraph).toBe(bad);
    await gateway.ask(GB, QUESTION);
    catalogue = 'answers';

    expect(await gateway.ready()).toEqual({ status: 200, supergraph: before });
    expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
    expect(gateway.logged(/rolled back/)).toEqual([
      expect.objectContaining({ level: 50, supergraph: bad, served: before, executed: 3, failed: 3 }),
    ]);
    expect(gateway.log.lines()).not.toContain(SECRET);
  });
});

describe('a supergraph that was taken', () => {
  it('stays when something fails that says nothing of it', async () => {
    await using gateway = await start('compiled');
    await gateway.data(GB, QUESTION);
    const id = await gateway.offer(marked(gateway.sdl, 'good'));
    behaviour.classification = 'throws';
    for (let times = 0; times < 5; times++) await gateway.ask(GB, QUESTION);
    catalogue = 'fails';
    for (let times = 0; times < 5; times++) await gateway.ask(GB, QUESTION);
    catalogue = 'answers';
    for (let times = 0; times < 5; times++) await gateway.ask(null, '{ viewer { id } broken }');
    expect((await gateway.ready()).supergraph).toBe(id);
  });

  it('stays when what fails was not known to the one before', async () => {
    await using gateway = await start('compiled');
    const id = await gateway.offer(marked(gateway.sdl, 'good'));
    catalogue = 'denies';
    for (let times = 0; times < 5; times++) await gateway.ask(GB, QUESTION);
    expect((await gateway.ready()).supergraph).toBe(id);
  });

  it('stays once its probation is over', async () => {
    const probation = { milliseconds: 1, failures: 1, share: 0 };
    await using gateway = await start('compiled', { times: { probation } });
    await gateway.data(GB, QUESTION);
    const id = await gateway.offer(marked(gateway.sdl, 'good'));
    await delay(5);
    catalogue = 'denies';
    await gateway.ask(GB, QUESTION);
    expect((await gateway.ready()).supergraph).toBe(id);
  });
});

describe('a supergraph that was rolled back', () => {
  it('is not taken again while the file says the same, unless somebody has it read', async () => {
    const probation = { milliseconds: 60_000, failures: 1, share: 0 };
    await using gateway = await start('compiled', {
      environment: { SUPERGRAPH_WATCH: 'on' },
      times: { look: 10, probation },
    });
    await gateway.data(GB, QUESTION);
    const bad = await gateway.offer(marked(gateway.sdl, 'bad'));
    catalogue = 'denies';
    await gateway.ask(GB, QUESTION);
    catalogue = 'answers';
    await delay(80);
    expect((await gateway.ready()).supergraph).toBe(digestOf(gateway.sdl));
    await gateway.reload();
    expect((await gateway.ready()).supergraph).toBe(bad);
  });
});

describe('the end of a gateway', () => {
  it('lets go of the subgraphs once, also while a new supergraph is being checked', async () => {
    let closed = 0;
    const gateway = await startChangingGateway({
      around: (transport) => ({
        ...transport,
        close: () => {
          closed++;
          return transport.close();
        },
      }),
    });
    await gateway.offer(marked(gateway.sdl, 'second'));
    const offered = gateway.offer(marked(gateway.sdl, 'late'));
    await gateway.close();
    await offered;
    expect(closed).toBe(1);
  });
});
