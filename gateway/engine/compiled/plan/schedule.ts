import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { refuseOperation } from '../refusal.ts';
import type { PlannedEntities } from '../steps/entity-request.ts';
import { shapeOf, type Shape } from '../steps/shape.ts';
import type { Cut, CutFetch } from './cut.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';

/** A fetch and those that it waits for. */
export interface ScheduledFetch {
  readonly fetch: PlannedFetch;
  /** Their places in the schedule, all before this one's. */
  readonly after: readonly number[];
}

interface Node {
  readonly fetch: PlannedFetch;
  /** The fetch of the plan that a cut was taken from. */
  readonly origin: Node | undefined;
  readonly cut: Cut | undefined;
  readonly gives: ReadonlySet<string>;
  after: Set<Node>;
}

/**
 * Says which fetch waits for which. A fetch of the plan waits for those before it in the plan that give
 * something it needs: the objects on its path, their types, the fields of representations. A field that was
 * cut out waits, beside that, for whatever gives what it requires; where that is nothing new it goes along
 * with the fetch that it was cut from.
 * @throws Refusal where no fetch gives what a field requires.
 */
export function schedule(fetches: readonly CutFetch[]): ScheduledFetch[] {
  const planned = new Map<PlannedFetch, Node>();
  const nodes: Node[] = [];
  fetches.forEach(({ fetch }) => {
    const node: Node = { fetch, origin: undefined, cut: undefined, gives: givenBy(fetch), after: new Set() };
    planned.set(fetch, node);
    nodes.push(node);
  });
  const cuts = fetches.flatMap(({ fetch, cuts: those }) => those.map((it) => cutNode(it, fetch, planned)));
  nodes.push(...cuts);

  // `earlier` names fetches as the plan has them; what is left of each took its place.
  const left = new Map(fetches.map((it, index) => [it.original, nodes[index] as Node]));
  for (const node of nodes) {
    const base = node.origin ?? node;
    const candidates = [
      ...base.fetch.earlier.flatMap((it) => left.get(it) ?? []),
      ...(node.origin ? [node.origin] : []),
      ...cuts.filter((it) => it !== node),
    ];
    const needs = new Set(node.fetch.entities.flatMap((it) => [...neededBy(it)]));
    node.after = new Set(candidates.filter((it) => overlaps(it.gives, needs)));
    for (const need of requiredBy(node)) {
      const givers = nodes.filter((it) => it !== node && it.gives.has(need));
      if (givers.length === 0 && !base.gives.has(need)) {
        refuseOperation('The plan does not fetch what a field requires.');
      }
      for (const it of givers) node.after.add(it);
    }
  }
  return ordered(joined(nodes));
}

function cutNode(cut: Cut, from: PlannedFetch, planned: ReadonlyMap<PlannedFetch, Node>): Node {
  const fetch: PlannedFetch = {
    subgraph: from.subgraph,
    kind: 'query',
    roots: [],
    outputRewrites: [],
    entities: [cut.entities],
    earlier: from.earlier,
  };
  return { fetch, origin: planned.get(from), cut, gives: givenBy(fetch), after: new Set() };
}

/** Puts cuts together with the fetch they came from, or with each other, where they wait for the same. */
function joined(nodes: readonly Node[]): Node[] {
  const groups = new Map<Node, Node[]>();
  const hosts = nodes.filter((it) => !it.cut);
  for (const host of hosts) groups.set(host, [host]);
  for (const node of nodes) {
    if (!node.cut) continue;
    const host = [...groups.keys()].find((it) => canHost(it, node));
    if (host) groups.get(host)?.push(node);
    else groups.set(node, [node]);
  }
  const hostOf = new Map([...groups].flatMap(([host, members]) => members.map((it) => [it, host] as const)));
  return [...groups].flatMap(([host, members]): Node[] => {
    const entities = members.flatMap((it) => it.fetch.entities);
    // A fetch may have asked for nothing else than what was cut out of it.
    if (host.fetch.roots.length === 0 && entities.length === 0) return [];
    const fetch: PlannedFetch = { ...host.fetch, entities };
    const after = new Set(members.flatMap((it) => [...it.after].flatMap((one) => hostOf.get(one) ?? [])));
    after.delete(host);
    return [Object.assign(host, { fetch, after })];
  });
}

function canHost(host: Node, node: Node): boolean {
  // Values from above make an operation of their own for each set of them.
  if ([host, node].some((it) => it.fetch.entities.some(({ contexts }) => contexts.length > 0))) return false;
  if (host.fetch.subgraph !== node.fetch.subgraph || host.fetch.roots.length > 0) return false;
  if (!host.cut && host !== node.origin) return false;
  if (host.after.has(node) || node.after.has(host)) return false;
  return (
    [...node.after].every((it) => host.after.has(it)) && (!host.cut || node.after.size === host.after.size)
  );
}

/** Nodes after all that they wait for; those with nothing to ask are left out. */
function ordered(nodes: readonly Node[]): ScheduledFetch[] {
  const places = new Map<Node, number>();
  const result: ScheduledFetch[] = [];
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const ready = waiting.filter((it) => [...it.after].every((one) => places.has(one)));
    if (ready.length === 0) return refuseOperation('What fields require goes round in a circle.');
    for (const node of ready) {
      const after = [...node.after].map((it) => places.get(it) as number);
      places.set(node, result.push({ fetch: node.fetch, after }) - 1);
    }
    waiting = waiting.filter((it) => !places.has(it));
  }
  return result;
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
