import { getVariableValues, OperationTypeNode } from 'graphql';
import { anonymousContext } from '../context.ts';
import { isUnplanned, type ValidRequest } from '../engine/engine.ts';
import type { Generation } from './generation.ts';
import type { Misfit } from './misfits.ts';
import type { CheckedInOperation } from './operations.ts';
import { SupergraphRefused } from './refused.ts';

/**
 * Asks every subgraph whose address is new for its type, on behalf of nobody.
 * @throws SupergraphRefused where one does not answer.
 */
export async function probeSubgraphs(candidate: Generation, served: Generation): Promise<void> {
  for (const [subgraph, address] of candidate.addresses) {
    if (served.addresses.get(subgraph) === address) continue;
    const context = anonymousContext();
    await candidate.transport
      .call(subgraph, { kind: 'query', query: '{__typename}', context })
      .catch(() => refuse({ subgraph, kind: 'unreachable' }, `Asked at ${address}`));
    const misfit = candidate.transport.misfitOf(context);
    if (misfit) refuse(misfit, `Asked at ${address}`);
  }
}

/**
 * Executes the queries among `operations` that need no variables or have them, on behalf of nobody. That
 * something is kept from an anonymous viewer is as it should be; that a subgraph does not know what it is
 * asked for, or does not answer, is not.
 * @returns how many were executed.
 * @throws SupergraphRefused
 */
export async function runOperations(
  candidate: Generation,
  operations: readonly CheckedInOperation[],
): Promise<number> {
  let executed = 0;
  for (const operation of operations) {
    if (!isExecutable(operation, candidate)) continue;
    const request = requestOf(operation, candidate);
    const what = `The operation ${operation.operationName ?? 'without a name'} (${operation.file})`;
    const answer = await candidate.execute(request, true).catch((error: unknown) => {
      throw new SupergraphRefused(`${what} cannot be executed: ${(error as Error).message}`);
    });
    if (isUnplanned(answer)) throw new SupergraphRefused(`${what} cannot be planned.`);
    const misfit = candidate.misfitOf(request);
    if (misfit) refuse(misfit, what);
    executed++;
  }
  return executed;
}

/** @throws SupergraphRefused where variables are given that are not taken. */
function isExecutable({ definition, variables, file }: CheckedInOperation, { engine }: Generation): boolean {
  if (definition.operation !== OperationTypeNode.QUERY) return false;
  const { errors } = getVariableValues(
    engine.apiSchema,
    definition.variableDefinitions ?? [],
    variables ?? {},
  );
  if (errors && variables) {
    throw new SupergraphRefused(`The variables of ${file} are not taken: ${errors[0]?.message}`);
  }
  return !errors;
}

/** The parts of a request that engines read. */
function requestOf(
  { text, document, documentId, operationName, definition, variables = {} }: CheckedInOperation,
  { engine }: Generation,
): ValidRequest {
  const request = {
    request: { query: text, variables, ...(operationName === null ? {} : { operationName }) },
    document,
    source: text,
    queryHash: documentId,
    operationName,
    operation: definition,
    schema: engine.apiSchema,
    context: anonymousContext(),
    metrics: {},
  };
  return request as unknown as ValidRequest;
}

function refuse({ subgraph, kind }: Misfit, what: string): never {
  const how = kind === 'denied' ? 'does not know what the supergraph says that it has' : 'does not answer';
  throw new SupergraphRefused(`${what}: the subgraph ${subgraph} ${how}.`, { mayPass: true });
}
