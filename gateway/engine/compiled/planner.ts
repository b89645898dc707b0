import { QueryPlanner, type PlanNode } from '@graphql-hive/router-query-planner';
import { refuseOperation, refuseSupergraph } from './refusal.ts';
import type { PlannerSupergraph } from './supergraph/planner-document.ts';

/** Which variants of `@override(label:)` a plan is for. */
export interface Overrides {
  readonly labels: readonly string[];
  /** A draw between 0 and 100: `percent(x)` labels above it apply. */
  readonly draw: number;
}

/** Bounds on planning. */
export interface PlannerLimits {
  /** How long one operation may take to plan, its wait for a free place included, in milliseconds. */
  readonly milliseconds: number;
  /** How many operations are planned at a time; each takes one of Node's few worker threads. */
  readonly atATime: number;
}

export const PLANNER_LIMITS: PlannerLimits = { milliseconds: 2_000, atATime: 2 };

/** An operation that could not be planned in time. */
export class PlanningTooSlow extends Error {
  override name = 'PlanningTooSlow';
}

/**
 * Plans operations off the event loop. The package plans on one of Node's worker threads and gives up some
 * time after its signal says so. An operation made to be hard to plan is answered at its deadline; until its
 * thread is free again it takes a place of the few there are, and operations that were planned before go on.
 */
export class Planner {
  /** Labels of `@override` that are not percentages: whoever asks for a plan says which are on. */
  readonly labels: readonly string[];
  /** Thresholds of `@override(label: "percent(x)")`, from the lowest. */
  readonly percentages: readonly number[];
  readonly #supergraphs: readonly PlannerSupergraph[];
  /** A planner for each of the supergraphs that was needed. */
  readonly #planners: QueryPlanner[] = [];
  readonly #limits: PlannerLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** @param supergraphs the supergraph in several forms: what cannot be planned in one may be in the next. */
  constructor(supergraphs: readonly PlannerSupergraph[], limits: PlannerLimits = PLANNER_LIMITS) {
    this.#supergraphs = supergraphs;
    this.#limits = limits;
    const { overrideLabels, overridePercentages } = this.#planner(0);
    this.labels = [...new Set(overrideLabels)].sort();
    this.percentages = [...new Set(overridePercentages)].sort((a, b) => a - b);
  }

  /**
   * The plan of an operation; undefined where it needs no subgraph.
   * @param isGiven whether subgraphs are asked only for what they give at the places where a plan asks for it. A
   * plan that does otherwise is taken only where there is no other.
   * @throws PlanningTooSlow at the deadline. @throws Refusal where there is no plan.
   */
  async plan(
    operation: string,
    overrides: Overrides,
    isGiven: (plan: PlanNode) => boolean,
  ): Promise<PlanNode | undefined> {
    const deadline = AbortSignal.timeout(this.#limits.milliseconds);
    let failure: unknown;
    let doubtful: PlanNode | undefined;
    for (let index = 0; index < this.#supergraphs.length; index++) {
      await this.#place(deadline);
      try {
        const plan = await this.#attempt(index, operation, overrides, deadline);
        if (!plan || !this.#supergraphs[index]?.hasProvisions || isGiven(plan)) return plan;
        doubtful ??= plan;
      } catch (error) {
        failure = error;
        if (deadline.aborted)
          throw new PlanningTooSlow('The operation took too long to plan.', { cause: error });
      }
    }
    return doubtful ?? refuseOperation(`The operation could not be planned: ${String(failure)}`);
  }

  async #attempt(
    index: number,
    operation: string,
    { labels, draw }: Overrides,
    deadline: AbortSignal,
  ): Promise<PlanNode | undefined> {
    const planner = this.#planner(index);
    const planning = planner.planAsync(operation, undefined, new Set(labels), draw, deadline);
    // The place is free when the thread is, which takes the package a while to notice its signal.
    const leave = () => this.#leave();
    planning.then(leave, leave);
    const { node } = await withDeadline(planning, deadline);
    return node && withNames(node, (it) => this.#supergraphs[index]?.subgraph(it) ?? it);
  }

  #planner(index: number): QueryPlanner {
    try {
      return (this.#planners[index] ??= new QueryPlanner(this.#supergraphs[index]?.sdl ?? ''));
    } catch (error) {
      return refuseSupergraph(`The planner cannot read the supergraph: ${String(error)}`);
    }
  }

  #leave(): void {
    this.#running--;
    this.#waiting[0]?.();
  }

  async #place(deadline: AbortSignal): Promise<void> {
    while (this.#running >= this.#limits.atATime) {
      await new Promise<void>((resolve) => {
        const stop = () => {
          const index = this.#waiting.indexOf(stop);
          if (index >= 0) this.#waiting.splice(index, 1);
          resolve();
        };
        this.#waiting.push(stop);
        deadline.addEventListener('abort', stop, { once: true });
      });
      if (deadline.aborted) {
        this.#waiting[0]?.();
        throw new PlanningTooSlow('The operation waited too long to be planned.');
      }
    }
    this.#running++;
  }
}

function withDeadline<Value>(work: Promise<Value>, deadline: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const overdue = () => reject(new PlanningTooSlow('The operation took too long to plan.'));
    deadline.addEventListener('abort', overdue, { once: true });
    work.then(resolve, reject).finally(() => deadline.removeEventListener('abort', overdue));
  });
}

/** A plan with other names of subgraphs. */
function withNames(node: PlanNode, named: (name: string) => string): PlanNode {
  switch (node.kind) {
    case 'Fetch':
    case 'BatchFetch':
      return { ...node, serviceName: named(node.serviceName) };
    case 'Flatten':
      return { ...node, node: withNames(node.node, named) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((it) => withNames(it, named)) };
    default:
      return node;
  }
}
