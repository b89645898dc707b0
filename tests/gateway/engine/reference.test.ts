import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federate, type Fault } from '../../support/federation.ts';
import { drawOperation } from './support/operations.ts';
import { reference } from './support/reference.ts';
import { LITERALS, SHOP } from './support/shop.ts';

const RUNS = 350;

/**
 * Where the reference is wrong it is no reference; the right answers are asserted elsewhere, against one
 * server and by hand. It makes null the lists of lists around entities that could not be had (`grid`), sends
 * requirements with the arguments of the operation (`shipping`, `tax`), answers an empty object where it
 * could not learn an interface object's type, or cannot plan for it (`topRated`, `item` of a review), gives a key for what
 * the client calls by its name, and loses fragments on what an object implements, and on `Hit` and `Node` on types that belong to them in some subgraphs only. What it fails to plan is left out.
 */
const WRONG: ReadonlySet<string> = new Set(['grid', 'shipping', 'tax', 'topRated', 'item', 'Hit', 'Node']);

let down: string | null = null;
const fault: Fault = (request, ask) => {
  if (request.subgraph === down) throw new Error('down');
  return ask();
};
const healthy = federate(SHOP);
const shop = federate(SHOP, { fault });
const stock = await reference(shop.supergraphSdl, shop.fetch);

describe('the compiled engine beside @apollo/gateway', () => {
  it.each([null, 'people', 'stock', 'ratings', 'catalog'])(
    'answers the same with this subgraph failing: %s',
    async (failing) => {
      down = failing;
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          const { query, variables } = drawOperation(g, shop.engine.apiSchema, LITERALS, {
            without: WRONG,
            tame: true,
            depth: 3,
          });
          fc.pre(validate(shop.engine.apiSchema, parse(query)).length === 0);
          const expected = await stock.ask(query, variables).catch(() => undefined);
          fc.pre(expected !== undefined);
          const came = await shop.ask(query, variables);
          const asked = `${query} ${JSON.stringify(variables)} ${JSON.stringify([came.errors, expected.errors])}`;
          expect(came.data, asked).toEqual(expected.data);
          // The reference also asks a failing subgraph for what no field of the answer shows, and reports
          // that. An error is due where something is missing from the answer.
          if (!expected.errors || came.errors) return;
          expect(came.data, asked).toEqual((await healthy.ask(query, variables)).data);
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: 60_000, endOnFailure: true },
      );
    },
    120_000,
  );
});
