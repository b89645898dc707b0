import type { GatewayContext } from '../../context.ts';
import type { Engine, EngineParts, ExecutedAnswer, ValidRequest } from '../../engine/engine.ts';
import { PublicError } from '../../../platform/errors.ts';
import type { CostLimits } from '../limits.ts';
import type { LimitObserver } from '../observer.ts';
import type { Budget, BudgetState } from '../rate/budget.ts';
import { overLimit } from '../refusals.ts';
import { OperationCosts, type OperationCost } from './operation-cost.ts';

type MakeEngine = (parts: EngineParts) => Promise<Engine>;

/** What an answer tells of its cost, to who asks for it. */
interface ToldCost extends Partial<BudgetState> {
  /** The most that it could have cost, and what it cost. */
  readonly estimated: number;
  readonly actual: number;
}

/**
 * Engines that execute only what may cost no more than an operation may, whichever they are, and than its
 * client has left of its minute. A request with `"extensions": {"cost": true}` is told what it cost, in
 * `extensions.cost` of its answer.
 */
export function costed(
  makeEngine: MakeEngine,
  limits: CostLimits,
  budget: Budget,
  observer: LimitObserver,
): MakeEngine {
  return async (parts) => {
    const engine = await makeEngine(parts);
    const costs = new OperationCosts(parts.supergraph.sdl, engine.apiSchema, limits);
    return {
      ...engine,
      execute(request, isRehearsal = false) {
        const { document, operationName } = request;
        const cost = isRehearsal ? undefined : costs.of(document, operationName);
        // What has no operation of that name is the engine's to refuse.
        if (!cost) return engine.execute(request, isRehearsal);
        try {
          const estimated = cost.estimate(request.request.variables ?? {});
          const { client } = request.context as GatewayContext;
          const limit = budget.limitOf(client);
          // What a minute has no room for will have none in the next one.
          const most = Math.min(limits.cost, limit ?? limits.cost);
          if (estimated > most) {
            observer.refused('operation-cost');
            return refused(tooCostly(most, estimated));
          }
          if (limit === undefined && !isAsked(request)) return engine.execute(request);
          return execute(engine, request, { cost, estimated, budget, limit });
        } catch (error) {
          return refused(error);
        }
      },
    };
  };
}

/** What an operation is executed with. */
interface Costed {
  readonly cost: OperationCost;
  readonly estimated: number;
  readonly budget: Budget;
  /** What the client may use in a minute; undefined where there is no bound. */
  readonly limit: number | undefined;
}

async function execute(
  engine: Engine,
  request: ValidRequest,
  { cost, estimated, budget, limit }: Costed,
): Promise<ExecutedAnswer> {
  const { client } = request.context as GatewayContext;
  try {
    if (limit !== undefined) await budget.setAside(client, limit, estimated);
  } catch (error) {
    return refused(error);
  }
  // What was under way and came to nothing cost what it could.
  let actual = estimated;
  let left: BudgetState | undefined;
  let answer: ExecutedAnswer;
  try {
    answer = await engine.execute(request);
    actual = actualOf(answer, cost, request, estimated);
  } finally {
    if (limit !== undefined) left = await budget.settle(client, limit, estimated, actual);
  }
  if (!isAsked(request)) return answer;
  const told: ToldCost = { estimated, actual, ...left };
  return { ...answer, extensions: { ...answer.extensions, cost: told } } as ExecutedAnswer;
}

function actualOf(
  { data }: ExecutedAnswer,
  cost: OperationCost,
  { request }: ValidRequest,
  estimated: number,
): number {
  // Nothing was executed; or it was, and something failed that could not be null.
  if (data === undefined) return 0;
  return data === null ? estimated : cost.actual(data, request.variables ?? {});
}

function isAsked({ request }: ValidRequest): boolean {
  return request.extensions?.['cost'] === true;
}

function tooCostly(limit: number, estimated: number): PublicError {
  return overLimit({
    what: 'The operation may cost too much',
    limit,
    came: estimated,
    advice: 'Ask for smaller pages, for fewer fields of what stands in lists, or in several requests.',
  });
}

/** @throws what is no refusal. */
async function refused(error: unknown): Promise<ExecutedAnswer> {
  if (error instanceof PublicError) return { errors: [error] };
  throw error;
}
