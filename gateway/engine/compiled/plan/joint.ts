import { isDeepStrictEqual } from 'node:util';
import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { Kind, type SelectionNode } from 'graphql';
import type { PlannedEntities } from '../steps/entity-request.ts';

/**
 * Joins `_entities` fields that ask one subgraph for the same objects at one time, so that it resolves each of
 * them once, with all that any of their fields requires. Objects of which not all of that is to be had are
 * asked for apart: a requirement that cannot be met takes nothing else with it.
 */
export function jointly(parts: readonly PlannedEntities[]): PlannedEntities[] {
  const joints: { parts: PlannedEntities[]; joint: PlannedEntities }[] = [];
  for (const part of parts) {
    const known = joints.find(({ joint }) => asksForTheSame(joint, part));
    const joint = known && joined(known.joint, part);
    if (known && joint) {
      known.parts.push(part);
      known.joint = joint;
    } else {
      joints.push({ parts: [part], joint: part });
    }
  }
  return joints.map(({ parts: apart, joint }) => (apart.length === 1 ? joint : { ...joint, apart }));
}

function asksForTheSame(one: PlannedEntities, other: PlannedEntities): boolean {
  return (
    one.source === other.source &&
    one.contexts.length === 0 &&
    other.contexts.length === 0 &&
    isDeepStrictEqual(one.paths, other.paths)
  );
}

/** Both parts in one; undefined where a representation cannot carry what both require. */
function joined(one: PlannedEntities, other: PlannedEntities): PlannedEntities | undefined {
  const requires = [...one.requires];
  for (const it of other.requires) {
    const index = requires.findIndex((known) => isSameFragment(known, it));
    const known = requires[index];
    if (known?.kind !== 'InlineFragment' || it.kind !== 'InlineFragment') {
      requires.push(it);
      continue;
    }
    const selections = merged(known.selections, it.selections);
    if (!selections) return undefined;
    requires[index] = { ...known, selections };
  }
  return { ...one, requires, selections: other.selections.reduce(withSelection, one.selections) };
}

function isSameFragment(one: RequiresSelection, other: RequiresSelection): boolean {
  return (
    one.kind === 'InlineFragment' &&
    other.kind === 'InlineFragment' &&
    one.typeCondition === other.typeCondition
  );
}

/** All of what two parts require; undefined where they require different things under one name. */
function merged(
  some: readonly RequiresSelection[],
  others: readonly RequiresSelection[],
): RequiresSelection[] | undefined {
  const all = [...some];
  for (const it of others) {
    if (all.some((known) => isDeepStrictEqual(known, it))) continue;
    if (it.kind !== 'Field' || all.some((known) => known.kind !== 'Field' || nameOf(known) === nameOf(it))) {
      return undefined;
    }
    all.push(it);
  }
  return all;
}

function nameOf(it: RequiresSelection): string | undefined {
  return it.kind === 'Field' ? (it.alias ?? it.name) : undefined;
}

function withSelection(selections: readonly SelectionNode[], added: SelectionNode): readonly SelectionNode[] {
  if (added.kind !== Kind.INLINE_FRAGMENT) return [...selections, added];
  const type = added.typeCondition?.name.value;
  const index = selections.findIndex(
    (it) => it.kind === Kind.INLINE_FRAGMENT && it.typeCondition?.name.value === type,
  );
  const known = selections[index];
  if (known?.kind !== Kind.INLINE_FRAGMENT) return [...selections, added];
  const both = [...known.selectionSet.selections, ...added.selectionSet.selections];
  return selections.with(index, { ...known, selectionSet: { kind: Kind.SELECTION_SET, selections: both } });
}
