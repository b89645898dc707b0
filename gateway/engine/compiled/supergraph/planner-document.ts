import { Kind, print, visit, type ArgumentNode, type DocumentNode, type StringValueNode } from 'graphql';
import { applications } from './directives.ts';

/** Arguments of `@join__field` that the planner is not to see. */
const OURS: ReadonlySet<string> = new Set(['requires', 'contextArguments']);
const PROVIDED: ReadonlySet<string> = new Set(['provides']);

/** A supergraph as the planner reads it, in which subgraphs have names that put them in order. */
export interface PlannerSupergraph {
  readonly sdl: string;
  /** Whether it says what subgraphs provide; what is planned with that is to be checked. */
  readonly hasProvisions: boolean;
  /** The real name of the subgraph that the planner knows by `name`. */
  subgraph(name: string): string;
}

/**
 * The supergraph for the planner: nothing requires anything. Requirements are added to operations before
 * planning, and the fetches that need them are ordered and fed by the engine itself, because the planner
 * (0.0.38) does not plan all of them: none behind a change of keys ("Expected a single parent"), and under
 * fragments and conditions it sends a field with the operation's arguments where it has others. Values from a
 * `@context` it does not know at all.
 *
 * It also tries paths in the order of subgraphs' names, and from an interface object finds those to the types
 * behind it only if its subgraph comes after theirs. So there is one for each order that may be needed, the
 * likeliest first.
 *
 * Where a subgraph provides fields of a type in several ways, it mixes them up: what is provided at one place is
 * taken at another. So the same follow once more with nothing provided.
 * @param graphs names of subgraphs by the name of their value in `join__Graph`.
 */
export function plannerSupergraphs(
  document: DocumentNode,
  graphs: ReadonlyMap<string, string>,
): PlannerSupergraph[] {
  const simplified = without(OURS, document);
  const unprovided = without(PROVIDED, simplified);
  const documents = unprovided === simplified ? [simplified] : [simplified, unprovided];
  return documents.flatMap((it, index) =>
    inOrders(it, graphs).map((form) => ({ ...form, hasProvisions: index < documents.length - 1 })),
  );
}

function inOrders(
  document: DocumentNode,
  graphs: ReadonlyMap<string, string>,
): Omit<PlannerSupergraph, 'hasProvisions'>[] {
  return orders(document, [...graphs.keys()]).map((order) => {
    const names = new Map(
      order.map((it, index) => [graphs.get(it) ?? it, `${String(index).padStart(4, '0')}_${it}`]),
    );
    const real = new Map([...names].map(([name, planned]) => [planned, name]));
    return {
      sdl: print(renamed(document, names)),
      subgraph: (name) => real.get(name) ?? name,
    };
  });
}

/** The document less arguments of `@join__field`; itself where it has none of them. */
function without(names: ReadonlySet<string>, document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'join__field') return undefined;
      const kept = directive.arguments?.filter((it) => !names.has(it.name.value)) ?? [];
      return kept.length === directive.arguments?.length ? undefined : { ...directive, arguments: kept };
    },
  }) as DocumentNode;
}

/** The document with other names for subgraphs; `@join__graph` and `@override` hold them. */
function renamed(document: DocumentNode, names: ReadonlyMap<string, string>): DocumentNode {
  const rename = (argument: ArgumentNode): ArgumentNode => {
    const value = argument.value.kind === Kind.STRING ? names.get(argument.value.value) : undefined;
    return value === undefined
      ? argument
      : { ...argument, value: { ...(argument.value as StringValueNode), value } };
  };
  const HOLDS: Readonly<Record<string, string>> = { join__graph: 'name', join__field: 'override' };
  return visit(document, {
    Directive(directive) {
      const argument = HOLDS[directive.name.value];
      if (argument === undefined) return undefined;
      const changed = directive.arguments?.map((it) => (it.name.value === argument ? rename(it) : it)) ?? [];
      return { ...directive, arguments: changed };
    },
  }) as DocumentNode;
}

/** Orders of subgraphs: those that have interface objects last, then the same for each interface alone. */
function orders(document: DocumentNode, graphs: readonly string[]): string[][] {
  const objects = document.definitions.flatMap((it) => {
    if (it.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const joined = applications(it, 'join__type').filter((one) => one['isInterfaceObject'] === true);
    return joined.length > 0 ? [new Set(joined.map((one) => String(one['graph'])))] : [];
  });
  const count = (graph: string) => objects.filter((it) => it.has(graph)).length;
  const likeliest = graphs.toSorted((a, b) => count(a) - count(b));
  const others = objects.map((it) => likeliest.toSorted((a, b) => Number(it.has(a)) - Number(it.has(b))));
  const all = [likeliest, ...others];
  return [...new Map(all.map((it) => [it.join(), it])).values()];
}
