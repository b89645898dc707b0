import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLSchema, Kind, validate, validateSchema, type GraphQLError } from 'graphql';
import { PlanningTooSlow } from '../engine/compiled/planner.ts';
import type { KnownOperation } from '../engine/engine.ts';
import type { Generation } from './generation.ts';
import type { CheckedInOperation } from './operations.ts';
import { SupergraphRefused } from './refused.ts';
import { probeSubgraphs, runOperations } from './smoke.ts';

/** How much was found in order. */
export interface Checked {
  /** Operations in use and checked in that are valid against the new supergraph, and planned over it. */
  readonly operations: number;
  /** Checked-in operations that were executed. */
  readonly executed: number;
}

/**
 * Holds a new supergraph to what the one before serves. Its schema has to be valid; the operations in use and
 * those that are checked in have to be valid against it and to be planned over it, which leaves the new
 * engine warm; the subgraphs have to answer at addresses that are new, and what is checked in has to be served
 * by them as the supergraph says. Live traffic goes on meanwhile: operations are taken one at a time.
 * @throws SupergraphRefused at the first thing that is not in order.
 */
export async function checkSupergraph(
  candidate: Generation,
  served: Generation,
  checkedIn: readonly CheckedInOperation[],
): Promise<Checked> {
  const { apiSchema } = candidate.engine;
  // Engines take a schema as valid and would not look at it.
  const [invalid] = validateSchema(new GraphQLSchema({ ...apiSchema.toConfig(), assumeValid: false }));
  if (invalid) throw new SupergraphRefused(`Its schema is not valid: ${invalid.message}`);

  // Those asked for last come last, so that the new engine keeps them longest.
  const operations = [...checkedIn, ...served.engine.known().toReversed()];
  await validateAll(operations, apiSchema);
  await planAll(operations, candidate);
  await probeSubgraphs(candidate, served);
  const executed = await runOperations(candidate, checkedIn);
  return { operations: operations.length, executed };
}

async function validateAll(operations: readonly KnownOperation[], schema: GraphQLSchema): Promise<void> {
  const valid = new Set<string>();
  for (const operation of operations) {
    if (valid.has(operation.documentId)) continue;
    const [error] = validate(schema, operation.document);
    if (error) {
      throw new SupergraphRefused(`${nameOf(operation)} is not valid against it: ${withoutValues(error)}`);
    }
    valid.add(operation.documentId);
    await nextTurn();
  }
}

/** Plans operations. @throws SupergraphRefused where one has no plan. */
export async function planAll(
  operations: readonly KnownOperation[],
  { engine }: Pick<Generation, 'engine'>,
): Promise<void> {
  for (const operation of operations) {
    try {
      await engine.learn(operation);
    } catch (error) {
      throw new SupergraphRefused(
        `${nameOf(operation)} cannot be planned over it: ${(error as Error).message}`,
        { mayPass: error instanceof PlanningTooSlow },
      );
    }
    await nextTurn();
  }
}

/** What an operation is called in a sentence. */
function nameOf(operation: KnownOperation | CheckedInOperation): string {
  const name = operation.operationName ?? 'without a name';
  return 'file' in operation
    ? `The operation ${name} (${operation.file})`
    : `The operation ${name}, which is in use,`;
}

/** What an error says, without a value that a client wrote into its document. */
function withoutValues({ message, nodes }: GraphQLError): string {
  const kind = nodes?.[0]?.kind ?? '';
  return kind.endsWith('Value') && kind !== Kind.ENUM ? 'a value in it is not taken any more' : message;
}
