import { afterAll, beforeAll, expect } from 'vitest';
import {
  ANSWER,
  GB,
  marked,
  markOf,
  QUESTION,
  startChangingGateway,
  withoutField,
  type ChangingGateway,
} from '../../gateway/supergraph-life/support.ts';
import { digestOf } from '../../../gateway/supergraph/supergraph.ts';
import { hostileCases } from '../support/cases.ts';
import { joinFacts } from '../support/facts.ts';

let gateway: ChangingGateway;
beforeAll(async () => {
  gateway = await startChangingGateway();
  await gateway.data(GB, QUESTION);
});
afterAll(() => gateway.close());

/** What becomes of the service while it is offered `sdl`. */
async function offered(sdl: string): Promise<string> {
  const before = await gateway.ready();
  const id = await gateway.offer(sdl);
  const { status, supergraph } = await gateway.ready();
  expect(await gateway.data(GB, QUESTION)).toEqual(ANSWER);
  const refusals = gateway.logged(/refused/).filter((it) => it['supergraph'] === id);
  return joinFacts(
    supergraph === before.supergraph ? 'the one before stays' : 'it is served',
    status === 200 ? 'readiness stays true' : `readiness is ${status}`,
    refusals.length > 0 ? 'one line says why' : undefined,
  );
}

hostileCases('Supergraphs that come while the gateway runs', (hostile) => {
  const refused = 'the one before stays; readiness stays true; one line says why';
  const cases: [string, (sdl: string) => string][] = [
    ['one that is no GraphQL', () => 'type {'],
    ['one that is half written', (sdl) => sdl.slice(0, sdl.length / 2)],
    ['one that is empty', () => ''],
    ['one of 5 MB of nothing', () => '#'.repeat(5 * 1024 * 1024)],
    ['a schema that is no supergraph', () => 'type Query { a: Int }'],
    ['one that names a type that is not there', (sdl) => sdl.replace('type Scheme\n', 'type Other\n')],
    ['one with a subgraph of nobody', (sdl) => sdl.replace('name: "classification"', 'name: "elsewhere"')],
    ['one that lacks what clients ask for', (sdl) => withoutField(sdl, 'schemes')],
  ];
  for (const [what, change] of cases) {
    hostile(what, refused, () => offered(change(gateway.sdl)));
  }
  hostile('one that is right', 'it is served; readiness stays true', async () => {
    const facts = await offered(marked(gateway.sdl, 'new'));
    expect(await markOf(gateway)).toBe('new');
    expect((await gateway.ready()).supergraph).toBe(digestOf(marked(gateway.sdl, 'new')));
    return facts;
  });
});
