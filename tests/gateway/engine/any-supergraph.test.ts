import fc, { type GeneratorValue } from 'fast-check';
import { parse, validate, type FormattedExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeFixture } from '../../support/federation.ts';
import { drawSubgraphs, type DrawnSubgraphs } from './support/drawn-subgraphs.ts';
import { nullsOf } from './support/nulls.ts';
import { drawOperation, type GeneratedOperation } from './support/operations.ts';
import { universal, type UniversalFederation } from './support/universe-subgraphs.ts';

const FEDERATIONS = 25;
const OPERATIONS = 8;
const LITERALS = {
  ID: ['"x"', '"y"'],
  String: ['"s"'],
  Int: ['1', '7'],
  Float: ['1.5'],
  Boolean: ['true', 'false'],
};

describe('over any supergraph, the compiled engine', () => {
  it('answers any operation as one server would, also where fields fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.string(), async (g, seed) => {
        const { subgraphs, breakable } = drawSubgraphs(g);
        const supergraphSdl = composed(subgraphs);
        fc.pre(supergraphSdl !== undefined);
        const federation = universal(subgraphs, seed, supergraphSdl);
        for (let count = OPERATIONS; count > 0; count--) {
          federation.broken.clear();
          await isAnsweredAsByOneServer(federation, g);
          for (const it of g(fc.subarray, [...breakable], { minLength: 1, maxLength: 3 })) {
            federation.broken.add(it);
          }
          await isAnsweredAsByOneServer(federation, g);
        }
      }),
      { numRuns: FEDERATIONS, endOnFailure: true, interruptAfterTimeLimit: 60_000 },
    );
  }, 120_000);
});

async function isAnsweredAsByOneServer(federation: UniversalFederation, g: GeneratorValue): Promise<void> {
  const { query, variables, expected } = await draw(federation, g);
  federation.forget();
  const came = await federation.ask(query, variables);
  const what = asked(federation, query, variables);
  expect(came.data, what).toEqual(expected.data);
  // Which of several errors led to one null is left to the server.
  expect(nullsOf(came), what).toEqual(nullsOf(expected));
}

/** An operation that can be asked, with the answer of one server that has all of it. */
async function draw(
  { engine, alone }: UniversalFederation,
  g: GeneratorValue,
): Promise<GeneratedOperation & { expected: FormattedExecutionResult }> {
  for (;;) {
    const operation = drawOperation(g, engine.apiSchema, LITERALS);
    const document = parse(operation.query);
    if (validate(engine.apiSchema, document).length > 0) continue;
    const expected = await alone(document, operation.variables);
    if ('data' in expected) return { ...operation, expected };
  }
}

/** The supergraph of a drawing; undefined where it does not compose. */
function composed(subgraphs: DrawnSubgraphs): string | undefined {
  try {
    return composeFixture(subgraphs);
  } catch {
    return undefined;
  }
}

function asked(
  { requests, broken, supergraphSdl }: UniversalFederation,
  query: string,
  variables: object,
): string {
  const sent = requests.map((it) => `${it.subgraph} ${it.query} ${JSON.stringify(it.variables)}`);
  return [query, JSON.stringify(variables), [...broken].join(), ...sent, supergraphSdl].join('\n');
}
