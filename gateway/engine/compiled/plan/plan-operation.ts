import type { PlanNode } from '@graphql-hive/router-query-planner';
import { Kind, parse, print, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import type { CanonicalOperation } from '../operation/canonical.ts';
import { halves } from '../operation/halves.ts';
import { hoisted } from '../operation/hoist.ts';
import { Refusal } from '../refusal.ts';
import type { SupergraphModel } from '../supergraph/model.ts';

/** An operation that was given to the planner, and what it made of it. */
export interface Planned {
  readonly operation: string;
  readonly node: PlanNode | undefined;
}

/** Parts of an operation that are executed together; a mutation has a stage for each of its root fields. */
export type Stage = readonly Planned[];

/** Into how many parts an operation is taken at most before it is refused. */
const MOST_PARTS = 32;

/**
 * Plans an operation. Root fields of a mutation must come to their end one after the other, with everything
 * below them, which plans do not see to: they read what one mutation changed while the next is under way. So
 * unless one fetch does it all, each is planned on its own, in a stage of its own. What cannot be planned as a whole is planned in
 * parts, down to single leaves: the planner (0.0.38) fails where interface objects meet, and behind several
 * changes of keys ("Expected a single parent").
 * @throws Refusal where there is no plan for one of the smallest parts.
 */
export async function planOperation(
  kind: OperationDefinitionNode['operation'],
  { roots, text, detours }: Pick<CanonicalOperation, 'roots' | 'text' | 'detours'>,
  model: SupergraphModel,
  plan: (operation: string) => Promise<PlanNode | undefined>,
): Promise<Stage[]> {
  const selections = [...roots.values()];
  if (selections.length === 0) return [];
  const planned = async (some: readonly string[]): Promise<Planned> => {
    const operation = text(some);
    return { operation, node: await plan(operation) };
  };
  const planParts = (some: readonly string[]) => inParts(some, planned, (it) => smaller(it, kind, model));
  if (kind !== 'mutation' || selections.length === 1) return [await planParts(selections)];
  if (detours.length === 0) {
    const whole = await planned(selections).catch((error: unknown) => unlessRefused(error));
    if (whole?.node?.kind === 'Fetch') return [[whole]];
  }
  const stages: Stage[] = [];
  for (const it of selections) stages.push(await planParts([it]));
  return stages;
}

async function inParts(
  selections: readonly string[],
  plan: (selections: readonly string[]) => Promise<Planned>,
  smallerOf: (selections: readonly string[]) => (readonly string[])[],
): Promise<Stage> {
  const parts: Planned[] = [];
  const waiting: (readonly string[])[] = [selections];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    try {
      parts.push(await plan(part));
    } catch (error) {
      unlessRefused(error);
      const instead = smallerOf(part);
      if (instead.length === 0 || parts.length + waiting.length >= MOST_PARTS) throw error;
      waiting.push(...instead);
    }
  }
  return parts;
}

/** What to plan instead of selections that cannot be planned; nothing where nothing is left to try. */
function smaller(
  selections: readonly string[],
  kind: OperationDefinitionNode['operation'],
  model: SupergraphModel,
): (readonly string[])[] {
  const middle = Math.ceil(selections.length / 2);
  if (selections.length > 1) return [selections.slice(0, middle), selections.slice(middle)];
  const [only = ''] = selections;
  const selection = selectionOf(only);
  const parted = halves(selection);
  if (parted) return parted.map((it) => [print(it)]);
  const root = model.fullSchema.getRootType(kind);
  const asked = root ? print(hoisted(selection, root, model)) : only;
  return asked === print(selection) ? [] : [[asked]];
}

function selectionOf(text: string): SelectionNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION)
    throw new TypeError(`expected a selection, got ${text}`);
  return definition.selectionSet.selections[0] as SelectionNode;
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
  return undefined;
}
