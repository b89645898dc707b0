import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../../gateway/engine/compiled/cache/answer-cache.ts';
import { EntityCache } from '../../../gateway/engine/compiled/cache/entity-cache.ts';
import { federate, type Federation, type FixtureSubgraph } from '../../support/federation.ts';

const MIB = 1024 * 1024;

interface Asking {
  readonly viewer: string;
}

/** What subgraphs answer from; each write makes a new version of it. */
class World {
  now = Date.parse('2026-11-26T12:00:00Z');
  stock = 1;
  version = 0;
  /** What the subgraph `stock` says of its answers. */
  cacheControl: string | undefined = 'max-age=60, private';
  /** Whether `stock` tells versions, and whether they can be heard. */
  hears: 'versions' | 'nothing' | 'none there' = 'versions';
  fails = false;

  write(): void {
    this.stock++;
    this.version++;
  }

  /** Begins anew, with data that nothing was kept of. */
  restart(): void {
    this.write();
    this.hears = 'versions';
    this.fails = false;
  }
}

function subgraphs(world: World, viewer: () => string): Record<string, FixtureSubgraph> {
  return {
    catalogue: {
      typeDefs: `type Query { things(first: Int!): [Thing!]! } type Mutation { restock: Int }
        type Thing @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: {
          things: (_: unknown, { first }: { first: number }) =>
            Array.from({ length: first }, (_it, index) => ({ id: `t${index % 3}`, name: `Thing ${index}` })),
        },
        Mutation: { restock: () => (world.write(), world.stock) },
      },
    },
    stock: {
      typeDefs: `type Thing @key(fields: "id") { id: ID! stock(unit: String): Stock }
        type Stock { mine: String count: Int boxes: [Box!] } type Box @key(fields: "id") { id: ID! }`,
      resolvers: {
        Thing: {
          stock: ({ id }: { id: string }, { unit = 'piece' }: { unit?: string }) => {
            if (world.fails) throw new Error('down');
            return { mine: `${viewer()} ${id} ${unit}`, count: world.stock, boxes: [{ id: `b-${id}` }] };
          },
        },
      },
    },
    boxes: {
      typeDefs: 'type Box @key(fields: "id") { id: ID! colour: String }',
      resolvers: { Box: { colour: () => `colour ${world.stock}` } },
    },
  };
}

/** A federation that keeps what it may, or nothing. */
function federation(world: World, caches: { entities?: EntityCache; answers?: AnswerCache }): Federation {
  let asking = '';
  const current = (subgraph: string) => {
    if (subgraph !== 'stock') return String(world.version);
    return { versions: String(world.version), nothing: null, 'none there': undefined }[world.hears];
  };
  return federate(
    subgraphs(world, () => asking),
    {
      fault: async (request, ask) => {
        asking = (request.context as Asking).viewer;
        const dataVersion = String(world.version);
        const answer = await ask();
        if (request.subgraph !== 'stock')
          return { ...answer, cacheControl: 'max-age=60, public', dataVersion };
        const { cacheControl } = world;
        return { ...answer, cacheControl, ...(world.hears === 'none there' ? {} : { dataVersion }) };
      },
      caches: {
        ...caches,
        viewing: (context) => ({
          viewer: (context as Asking).viewer,
          now: world.now,
          versions: { current },
          note: () => undefined,
        }),
      },
    },
  );
}

const QUERY = `query ($first: Int!, $unit: String) {
  things(first: $first) { id name stock(unit: $unit) { mine count boxes { id colour } } }
}`;

const KINDS = {
  entities: () => ({ entities: new EntityCache(MIB) }),
  answers: () => ({ answers: new AnswerCache(MIB) }),
  both: () => ({ entities: new EntityCache(MIB), answers: new AnswerCache(MIB) }),
} as const;

describe.each(Object.entries(KINDS))('a gateway that keeps %s', (kind, make) => {
  it('answers each viewer as one that keeps nothing, whatever is asked, written and forgotten between', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          viewer: fc.constantFrom('GB', 'AU', 'NATO'),
          first: fc.integer({ min: 0, max: 4 }),
          unit: fc.constantFrom(undefined, null, 'crate'),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('write' as const, 'wait' as const, 'fail' as const, 'recover' as const),
      },
      { weight: 1, arbitrary: fc.constantFrom('deaf' as const, 'hearing' as const) },
    );
    const world = new World();
    const keeping = federation(world, make());
    const plain = federation(world, {});
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        world.restart();
        for (const it of steps) {
          if (it === 'write') world.write();
          else if (it === 'wait') world.now += 20_000;
          else if (it === 'fail') world.fails = true;
          else if (it === 'recover') world.fails = false;
          else if (it === 'deaf') world.hears = 'nothing';
          else if (it === 'hearing') world.hears = 'versions';
          else {
            const { viewer, first, unit } = it;
            const variables = { first, ...(unit === undefined ? {} : { unit }) };
            // A failure that is not met because the answer is kept is no failure.
            if (world.fails) continue;
            const came = await keeping.ask(QUERY, variables, { viewer });
            expect(came).toEqual(await plain.ask(QUERY, variables, { viewer }));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('asks nothing of subgraphs that it was answered before', async () => {
    const world = new World();
    const fixture = federation(world, make());
    await fixture.ask(QUERY, { first: 3 }, { viewer: 'GB' });
    fixture.forget();
    await fixture.ask(QUERY, { first: 3 }, { viewer: 'GB' });
    expect(fixture.requests.map((it) => it.subgraph)).toEqual(kind === 'entities' ? ['catalogue'] : []);
  });

  it.each([
    ['no permission is given', { cacheControl: undefined }],
    ['the answer may not be kept', { cacheControl: 'no-store' }],
    ['changes cannot be heard', { hears: 'nothing' as const }],
  ])('keeps nothing where %s', async (_why, change) => {
    const world = Object.assign(new World(), change);
    const fixture = federation(world, make());
    await fixture.ask(QUERY, { first: 3 }, { viewer: 'GB' });
    fixture.forget();
    await fixture.ask(QUERY, { first: 3 }, { viewer: 'GB' });
    expect(fixture.requests.map((it) => it.subgraph)).toContain('stock');
  });

  it('keeps nothing of an answer with errors', async () => {
    const world = Object.assign(new World(), { fails: true });
    const fixture = federation(world, make());
    expect((await fixture.ask(QUERY, { first: 1 }, { viewer: 'GB' })).errors).toHaveLength(1);
    world.fails = false;
    const answer = await fixture.ask(QUERY, { first: 1 }, { viewer: 'GB' });
    expect(answer).toMatchObject({ data: { things: [{ stock: { count: 1 } }] } });
    expect(answer).not.toHaveProperty('errors');
  });

  it('gives what is the same for everyone to everyone, and nothing else', async () => {
    const world = Object.assign(new World(), { cacheControl: 'max-age=60, public' });
    const fixture = federation(world, make());
    await fixture.ask('{ things(first: 1) { stock { count } } }', {}, { viewer: 'GB' });
    fixture.forget();
    await fixture.ask('{ things(first: 1) { stock { count } } }', {}, { viewer: 'AU' });
    expect(fixture.requests.map((it) => it.subgraph)).not.toContain('stock');

    world.cacheControl = 'max-age=60, private';
    world.write();
    const asked = '{ things(first: 1) { stock { mine } } }';
    for (const viewer of ['GB', 'AU', 'GB']) {
      const { data } = await fixture.ask(asked, {}, { viewer });
      expect(data).toEqual({ things: [{ stock: { mine: `${viewer} t0 piece` } }] });
    }
  });

  it('keeps what has no versions for as long as it may, and no longer', async () => {
    const world = Object.assign(new World(), { hears: 'none there' as const });
    const fixture = federation(world, make());
    const count = async () => {
      const { data } = await fixture.ask('{ things(first: 1) { stock { count } } }', {}, { viewer: 'GB' });
      return (data as { things: [{ stock: { count: number } }] }).things[0].stock.count;
    };
    expect(await count()).toBe(1);
    world.stock = 2;
    world.now += 59_000;
    expect(await count()).toBe(1);
    world.now += 2_000;
    expect(await count()).toBe(2);
  });

  it('gives a mutation and what is below it as it is', async () => {
    const world = new World();
    const fixture = federation(world, make());
    await fixture.ask(QUERY, { first: 3 }, { viewer: 'GB' });
    expect((await fixture.ask('mutation { restock }', {}, { viewer: 'GB' })).data).toEqual({ restock: 2 });
    const { data } = await fixture.ask('{ things(first: 1) { stock { count } } }', {}, { viewer: 'GB' });
    expect(data).toEqual({ things: [{ stock: { count: 2 } }] });
  });
});

it('counts what was found and what was not', async () => {
  const world = new World();
  const caches = { entities: new EntityCache(MIB), answers: new AnswerCache(MIB) };
  const fixture = federation(world, caches);
  for (const first of [1, 1, 2]) await fixture.ask(QUERY, { first }, { viewer: 'GB' });
  expect(caches.answers.counts).toMatchObject({ hits: 1, misses: 2, entries: 2 });
  expect(caches.entities.counts).toMatchObject({ hits: 2, misses: 4, entries: 4 });
  expect(caches.entities.counts.bytes).toBeGreaterThan(0);
});
