import { validate } from 'graphql';
import { CompiledEngine } from '../../../gateway/engine/compiled/compiled-engine.ts';
import { publicErrors } from '../../../gateway/engine/compiled/error-policy.ts';
import type { SubgraphRequest } from '../../../gateway/engine/compiled/steps/run.ts';
import type { CheckedInOperation } from '../../../gateway/supergraph/operations.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import type { Consumer, Contract } from './contract.ts';
import { textAt } from './paths.ts';
import type { Answer, Subject } from './subject.ts';

/** What a consumer's operation asks of the subject by its plan, and what the subject answers. */
export interface Exchange {
  readonly consumer: string;
  readonly operation: string;
  readonly viewer: Viewer;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null where the subject refused the assertion; undefined where it was not asked, and `untried` says why. */
  readonly answer?: Answer | null;
  readonly untried?: string;
}

/** A supergraph of the subject and its neighbours, composed of what they serve. */
export interface Federation {
  readonly engine: CompiledEngine<Asking>;
  /** Executes the consumers' operations, one after the other. Gives what they asked of the subject. */
  exchanges(): Promise<Exchange[]>;
}

/** On whose behalf an operation is executed, and where what it asks of the subject is kept. */
interface Asking {
  readonly viewer: Viewer;
  asked(request: SubgraphRequest<Asking>): Promise<Answer>;
}

/**
 * Puts the engine before the subject and its neighbours.
 * @param supergraph composed of what they serve.
 */
export function federate(
  contract: Contract,
  subject: Subject,
  neighbours: ReadonlyMap<string, Subject>,
  supergraph: string,
): Federation {
  const engine = new CompiledEngine<Asking>({
    supergraphSdl: supergraph,
    errors: publicErrors,
    // The clock of a busy machine is no part of a contract.
    plannerLimits: { milliseconds: 20_000, atATime: 2 },
    transport: {
      fetch: (request) =>
        request.subgraph === contract.name
          ? request.context.asked(request)
          : answered(neighbours.get(request.subgraph), request, request.context.viewer),
    },
  });
  return {
    engine,
    async exchanges() {
      const exchanges: Exchange[] = [];
      for (const consumer of contract.consumers) {
        exchanges.push(...(await exchangesOf(consumer, engine, subject)));
      }
      return exchanges;
    },
  };
}

async function exchangesOf(
  consumer: Consumer,
  engine: CompiledEngine<Asking>,
  subject: Subject,
): Promise<Exchange[]> {
  const { viewer } = consumer;
  const exchanges: Exchange[] = [];
  const answers = new Map<string, unknown>();
  for (const operation of inOrder(consumer)) {
    // What is not valid is said by a check of its own.
    if (validate(engine.apiSchema, operation.document).length > 0) continue;
    const name = operation.operationName ?? operation.file;
    const asked = async (request: SubgraphRequest<Asking>): Promise<Answer> => {
      const { query, variables } = request;
      const exchange = { consumer: consumer.name, operation: name, viewer, query, variables };
      const untried = whyUntried(request, subject, viewer);
      if (untried !== null) {
        exchanges.push({ ...exchange, untried });
        return { errors: [{ message: untried }] };
      }
      // The engine adds to what it is sent and to what it is given.
      const sent = structuredClone(variables);
      const answer = await subject.ask({ viewer, query, variables: sent });
      exchanges.push({ ...exchange, variables: sent, answer: structuredClone(answer) });
      return answer ?? { errors: [{ message: 'The assertion is refused.' }] };
    };
    const variables = variablesOf(operation, consumer, answers);
    if (variables === null) continue;
    const { document, documentId, operationName } = operation;
    const request = { document, documentId, operationName, variables, context: { viewer, asked } };
    answers.set(name, JSON.parse(JSON.stringify((await engine.execute(request)).data ?? null)));
  }
  return exchanges;
}

function whyUntried({ kind }: SubgraphRequest<Asking>, subject: Subject, viewer: Viewer): string | null {
  if (!subject.canAskFor(viewer)) return 'nothing says on whose behalf the consumer asks (--key)';
  return kind === 'mutation' && !subject.mayWrite ? 'nothing may be written here (--writes)' : null;
}

/** The operations of a consumer, each behind the one that it takes something from. */
function inOrder({ operations, takes }: Consumer): CheckedInOperation[] {
  const depth = (name: string | null | undefined, seen = 0): number => {
    const after = name && seen < operations.length ? takes[name]?.after : undefined;
    return after === undefined ? 0 : 1 + depth(after, seen + 1);
  };
  return operations.toSorted((a, b) => depth(a.operationName) - depth(b.operationName));
}

/** The variables of an operation with what it takes of earlier answers; null where these gave nothing. */
function variablesOf(
  { operationName, variables = {} }: CheckedInOperation,
  { takes }: Consumer,
  answers: ReadonlyMap<string, unknown>,
): Record<string, unknown> | null {
  const taking = operationName ? takes[operationName] : undefined;
  const filled = structuredClone(variables) as Record<string, unknown>;
  for (const [to, from] of Object.entries(taking?.take ?? {})) {
    const earlier = answers.get(taking?.after ?? '');
    if (earlier === null || earlier === undefined) return null;
    put(filled, to.split('.'), textAt(earlier, from));
  }
  return filled;
}

function put(into: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[key] = value;
  else put((into[key] ??= {}) as Record<string, unknown>, rest, value);
}

async function answered(
  neighbour: Subject | undefined,
  { query, variables }: SubgraphRequest<Asking>,
  viewer: Viewer,
): Promise<Answer> {
  const answer = await neighbour?.ask({ viewer, query, variables });
  if (!answer) throw new Error('A neighbour of the subject is not there.');
  return answer;
}
