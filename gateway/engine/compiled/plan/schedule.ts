import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { refuseOperation } from '../refusal.ts';
import type { PlannedEntities } from '../steps/entity-request.ts';
import { shapeOf, type Shape } from '../steps/shape.ts';
import type { Cut, CutFetch } from './cut.ts';
import type { PlannedFetch } from './fetches.ts';
import { jointly } from './joint.ts';
import { placeOf } from './places.ts';

/** A fetch and those that it waits for. */
export interface ScheduledFetch {
  readonly fetch: PlannedFetch;
  /** Their places in the schedule, all before this one's. */
  readonly after: readonly number[];
}

/** The smallest thing that can wait: root fields, or one `_entities` field on one path. */
interface Node {
  readonly fetch: PlannedFetch;
  /** The fetch as the plan has it. */
  readonly original: PlannedFetch;
  readonly cut: Cut | undefined;
  readonly gives: ReadonlySet<string>;
  after: ReadonlySet<Node>;
}

/**
 * Says which fetch waits for which. Plans put together what one subgraph is asked at one time, without
 * knowing what fields require, so fetches are taken apart first. A part waits for those before it in the
 * plan that give something it needs: the objects on its path, their types, the fields of representations. A
 * field that was cut out waits, beside that, for whatever gives what it requires. Parts for one subgraph
 * that are as many fetches away from the start are put together again.
 * @throws Refusal where no fetch gives what a field requires.
 */
export function schedule(fetches: readonly CutFetch[]): ScheduledFetch[] {
  const planned = fetches.flatMap(({ fetch, original }) => partsOf(fetch).map((it) => nodeOf(it, original)));
  const cuts = fetches.flatMap(({ fetch, original, cuts: those }) =>
    those.flatMap((cut) =>
      partsOf({ ...fetch, kind: 'query', roots: [], outputRewrites: [], entities: [cut.entities] }).map(
        (it) => nodeOf(it, original, cut),
      ),
    ),
  );
  const nodes = [...planned, ...cuts];
  for (const node of nodes) node.after = waitsFor(node, planned, cuts);
  return together(nodes, depthsOf(nodes));
}

function nodeOf(fetch: PlannedFetch, original: PlannedFetch, cut?: Cut): Node {
  return { fetch, original, cut, gives: givenBy(fetch), after: new Set() };
}

/** A fetch as fetches of one `_entities` field on one path each. */
function partsOf(fetch: PlannedFetch): PlannedFetch[] {
  if (fetch.roots.length > 0) return [fetch];
  return fetch.entities.flatMap((entities) =>
    entities.paths.map((path) => ({ ...fetch, entities: [{ ...entities, paths: [path] }] })),
  );
}

function waitsFor(node: Node, planned: readonly Node[], cuts: readonly Node[]): Set<Node> {
  const earlier = new Set(node.original.earlier);
  const candidates = [
    ...planned.filter((it) => earlier.has(it.original) || (node.cut && it.original === node.original)),
    ...cuts.filter((it) => it !== node),
  ];
  const needs = new Set(node.fetch.entities.flatMap((it) => [...neededBy(it)]));
  const after = new Set(candidates.filter((it) => overlaps(it.gives, needs)));
  for (const need of requiredBy(node)) {
    const givers = [...planned, ...cuts].filter((it) => it !== node && it.gives.has(need));
    if (givers.length === 0) refuseOperation('The plan does not fetch what a field requires.');
    for (const it of givers) after.add(it);
  }
  return after;
}

/** How many fetches, at most, are before each node. */
function depthsOf(nodes: readonly Node[]): Map<Node, number> {
  const depths = new Map<Node, number>();
  let waiting = [...nodes];
  for (let depth = 0; waiting.length > 0; depth++) {
    const ready = waiting.filter((it) => [...it.after].every((one) => depths.has(one)));
    if (ready.length === 0) return refuseOperation('What fields require goes round in a circle.');
    for (const it of ready) depths.set(it, depth);
    waiting = waiting.filter((it) => !depths.has(it));
  }
  return depths;
}

/** Puts parts together that can go to their subgraph at once; none of them can wait for another. */
function together(nodes: readonly Node[], depths: ReadonlyMap<Node, number>): ScheduledFetch[] {
  const groups = new Map<string, Node[]>();
  nodes.forEach((node, index) => {
    // Values from above make an operation of its own for each set of them.
    const alone = node.fetch.roots.length > 0 || node.fetch.entities.some((it) => it.contexts.length > 0);
    const key = [depths.get(node), node.fetch.subgraph, alone ? index : ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), node]);
  });
  const ordered = [...groups.values()].sort(
    ([a], [b]) => (depths.get(a as Node) ?? 0) - (depths.get(b as Node) ?? 0),
  );
  const places = new Map(ordered.flatMap((group, place) => group.map((it) => [it, place] as const)));
  return ordered.map((group) => {
    const [{ fetch }] = group as [Node];
    const after = new Set(group.flatMap((it) => [...it.after].map((one) => places.get(one) as number)));
    const entities = jointly(onAllPaths(group.flatMap((it) => it.fetch.entities)));
    return { fetch: { ...fetch, entities }, after: necessary(after, ordered, places) };
  });
}

/** Fields that differ in their path alone, as one: an entity on both is asked for once. */
function onAllPaths(parts: readonly PlannedEntities[]): PlannedEntities[] {
  const groups = new Map<PlannedEntities['selections'], PlannedEntities[]>();
  for (const it of parts) groups.set(it.selections, [...(groups.get(it.selections) ?? []), it]);
  return [...groups.values()].map((group) => ({
    ...(group[0] as PlannedEntities),
    paths: group.flatMap((it) => it.paths),
  }));
}

/** Without those that others among them wait for anyway. */
function necessary(
  after: ReadonlySet<number>,
  ordered: readonly (readonly Node[])[],
  places: ReadonlyMap<Node, number>,
): number[] {
  const before = (place: number): Set<number> =>
    new Set((ordered[place] ?? []).flatMap((it) => [...it.after].map((one) => places.get(one) as number)));
  const implied = new Set([...after].flatMap((it) => [...before(it)]));
  return [...after].filter((it) => !implied.has(it)).sort((a, b) => a - b);
}

function overlaps(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const it of others) if (some.has(it)) return true;
  return false;
}

/** Every place of the answer that a fetch gives something for. */
function givenBy(fetch: PlannedFetch): Set<string> {
  const given = new Set<string>();
  const collect = (shape: Shape, above: string) => {
    for (const [key, below] of shape) {
      given.add(`${above}/${key}`);
      if (below) collect(below, `${above}/${key}`);
    }
  };
  const renamed = [fetch, ...fetch.entities].flatMap((it) => it.outputRewrites);
  collect(shapeOf(fetch.roots), '');
  for (const { paths, selections } of fetch.entities) {
    for (const path of paths) collect(shapeOf(selections), placeOf(path));
  }
  for (const rewrite of renamed) {
    if (!('KeyRenamer' in rewrite)) continue;
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    const last = path.findLast((it) => 'Key' in it);
    const aliased = [...given];
    for (const it of aliased) {
      if (last && 'Key' in last && it.endsWith(`/${last.Key}`)) {
        given.add(`${it.slice(0, -last.Key.length)}${renameKeyTo}`);
      }
    }
  }
  return given;
}

/** What the representations of an `_entities` field are made of, and how they are found. */
function neededBy({ paths, requires }: PlannedEntities): Set<string> {
  const needed = new Set<string>();
  for (const path of paths) {
    for (let length = 1; length <= path.length; length++) {
      const above = placeOf(path.slice(0, length));
      needed.add(above);
      if (isCondition(path[length - 1])) needed.add(`${above}/__typename`);
    }
    needed.add(`${placeOf(path)}/__typename`);
    collectRequired(requires, placeOf(path), needed);
  }
  return needed;
}

/** What a cut field requires beside its key. */
function requiredBy({ cut }: Node): Set<string> {
  const required = new Set<string>();
  if (!cut) return required;
  for (const path of cut.entities.paths) {
    collectRequired(cut.requirement, placeOf(path), required);
    for (const { depth, selections } of cut.entities.contexts) {
      const above = placeOf(path)
        .split('/')
        .slice(0, depth + 1)
        .join('/');
      collectRequired(selections, above, required);
    }
  }
  return required;
}

function collectRequired(requires: readonly RequiresSelection[], above: string, into: Set<string>): void {
  for (const it of requires) {
    if (it.kind === 'InlineFragment') {
      collectRequired(it.selections, above, into);
    } else if (it.kind === 'Field' && it.name !== '__typename') {
      into.add(`${above}/${it.name}`);
      collectRequired(it.selections ?? [], `${above}/${it.name}`, into);
    }
  }
}

function isCondition(segment: FlattenNodePathSegment | undefined): boolean {
  return segment !== undefined && segment !== '@' && 'TypeCondition' in segment;
}
