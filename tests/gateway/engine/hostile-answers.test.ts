import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federate, type Fault, type Federation } from '../../support/federation.ts';
import { violations } from './support/conformance.ts';
import { mutated, SECRET } from './support/mutated.ts';
import { drawOperation } from './support/operations.ts';
import { LITERALS, SHOP } from './support/shop.ts';

const RUNS = 300;
/** Fields of the fixture that fail by themselves. */
const FAILING: ReadonlySet<string> = new Set(['failing', 'broken']);

let fault: Fault = (_request, ask) => ask();
const shop = federate(SHOP, { fault: (request, ask) => fault(request, ask) });

describe('answers that a subgraph made up', () => {
  it('lead to answers that are right in form, and show nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.gen(),
        fc.constantFrom(...Object.keys(SHOP)),
        fc.constantFrom<'query' | 'mutation'>('query', 'query', 'query', 'mutation'),
        async (g, liar, kind) => {
          const { query, variables } = drawOperation(g, shop.engine.apiSchema, LITERALS, {
            kind,
            without: FAILING,
          });
          const document = parse(query);
          fc.pre(validate(shop.engine.apiSchema, document).length === 0);
          const lies: unknown[] = [];
          fault = async ({ subgraph }, ask) => {
            const answer = await ask();
            if (subgraph !== liar) return answer;
            lies.push(mutated(g, answer));
            return structuredClone(lies.at(-1)) as typeof answer;
          };
          const came = await shop.ask(query, variables);
          const what = `${query} ${JSON.stringify(variables)} ${JSON.stringify(lies)} ${JSON.stringify(came)}`;
          expect(violations(shop.engine.apiSchema, document, variables, came), what).toEqual([]);
          expect(JSON.stringify(came.errors ?? []), what).not.toContain(SECRET);
          for (const { extensions = {} } of came.errors ?? []) {
            expect(extensions['code'], what).toBe('DOWNSTREAM_SERVICE_ERROR');
            // Others that were told of a made-up key may fail too.
            expect([...Object.keys(SHOP), undefined], what).toContain(extensions['service']);
          }
          fault = (_request, ask) => ask();
          if (lies.length === 0) expect(came, what).toEqual(await shop.ask(query, variables));
        },
      ),
      { numRuns: RUNS, endOnFailure: true, interruptAfterTimeLimit: 60_000 },
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  }, 120_000);

  it('about one entity change nothing of the others', async () => {
    const asked = '{ rows { id name size list } other }';
    let between: Fault = (_request, ask) => ask();
    const fixture = rows((request, ask) => between(request, ask));
    const whole = (await fixture.ask(asked)).data as { rows: object[]; other: string };
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.integer({ min: 0, max: 2 }), async (g, place) => {
        between = async ({ subgraph }, ask) => {
          const answer = (await ask()) as { data: { _entities: unknown[] } };
          if (subgraph !== 'sizes') return answer;
          const { _entities: entities } = answer.data;
          return { data: { _entities: entities.with(place, mutated(g, { data: entities[place] })) } };
        };
        const came = (await fixture.ask(asked)).data as { rows: object[]; other: string };
        whole.rows.forEach((row, index) => {
          if (index % 3 !== place) expect(came.rows[index]).toEqual(row);
          else expect(came.rows[index]).toMatchObject({ id: String(place), name: `row ${place}` });
        });
        expect(came.other).toBe(whole.other);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('are taken however deep they nest', async () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    for (const subgraph of ['rows', 'sizes']) {
      const fixture = rows(async (request, ask) =>
        request.subgraph === subgraph ? { data: { rows: deep, other: deep, _entities: deep } } : ask(),
      );
      const { data, errors } = await fixture.ask('{ rows { id size } other }');
      expect(errors?.every((it) => it.extensions?.['code'] === 'DOWNSTREAM_SERVICE_ERROR')).toBe(true);
      expect(data).toEqual(
        subgraph === 'rows' ? null : { rows: expect.any(Array) as unknown, other: 'other' },
      );
    }
  });
});

/** Rows of one subgraph, each of three twice, with their sizes from another. */
function rows(between: Fault): Federation {
  const ids = ['0', '1', '2', '0', '1', '2'];
  return federate(
    {
      rows: {
        typeDefs: `
          type Query { rows: [Row!]! other: String }
          type Row @key(fields: "id") { id: ID! name: String }
        `,
        resolvers: {
          Query: { rows: () => ids.map((id) => ({ id, name: `row ${id}` })), other: () => 'other' },
        },
      },
      sizes: {
        typeDefs: 'type Row @key(fields: "id") { id: ID! size: Int list: [Int!] }',
        resolvers: { Row: { size: ({ id }: { id: string }) => Number(id), list: () => [1, 2] } },
      },
    },
    { fault: between },
  );
}
