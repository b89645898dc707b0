import fc from 'fast-check';
import { buildASTSchema, execute, parse, printSchema, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federate, formatted } from '../../support/federation.ts';
import { nullsOf } from './support/nulls.ts';
import { drawOperation } from './support/operations.ts';
import { monolith } from './support/shop-monolith.ts';
import { breakable, BREAKABLE } from './support/breakable.ts';
import { LITERALS, SHOP } from './support/shop.ts';

const RUNS = 300;

/** Names of fields whose resolvers throw, in the subgraphs and in the one server alike. */
const broken = new Set<string>();
const shop = federate(breakable(SHOP, broken));
const one = monolith(buildASTSchema(parse(printSchema(shop.engine.apiSchema))), broken);

describe('the compiled engine', () => {
  it.each(['query', 'mutation'] as const)(
    'answers any %s as one server would',
    async (kind) => {
      // What a mutation refers to exists: the one server would not tell a reference to nothing from null.
      const literals = kind === 'query' ? LITERALS : { ...LITERALS, ID: ['"b1"', '"b2"', '"f1"'] };
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (g) => {
          const { query, variables } = drawOperation(g, shop.engine.apiSchema, literals, { kind });
          const document = parse(query);
          fc.pre(validate(shop.engine.apiSchema, document).length === 0);
          const expected = formatted(
            await execute({ schema: one, document, variableValues: variables, rootValue: {} }),
          );
          const came = await shop.ask(query, variables);
          const asked = `${query} ${JSON.stringify(variables)} ${JSON.stringify(came.errors)}`;
          expect(JSON.stringify(came.data), asked).toBe(JSON.stringify(expected.data));
          expect(nullsOf(came), asked).toEqual(nullsOf(expected));
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: 60_000 },
      );
    },
    120_000,
  );

  it('answers as one server would whatever resolvers throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.subarray(BREAKABLE, { minLength: 1, maxLength: 3 }), async (g, names) => {
        broken.clear();
        for (const name of names) broken.add(name);
        // Subgraphs that require a field that throws are given null for it; the one server has it all the same.
        const without = new Set(['shipping', 'tax']);
        const { query, variables } = drawOperation(g, shop.engine.apiSchema, LITERALS, { without });
        const document = parse(query);
        fc.pre(validate(shop.engine.apiSchema, document).length === 0);
        const expected = formatted(
          await execute({ schema: one, document, variableValues: variables, rootValue: {} }),
        );
        const came = await shop.ask(query, variables);
        broken.clear();
        const asked = `${names.join()} ${query} ${JSON.stringify(variables)} ${JSON.stringify(came.errors)}`;
        expect(JSON.stringify(came.data), asked).toBe(JSON.stringify(expected.data));
        expect(nullsOf(came), asked).toEqual(nullsOf(expected));
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 60_000 },
    );
  }, 120_000);
});
