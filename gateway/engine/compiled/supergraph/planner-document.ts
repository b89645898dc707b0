import {
  Kind,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
  type StringValueNode,
} from 'graphql';
import type { Overrides } from '../overrides.ts';
import { application, applications } from './directives.ts';
import { fieldSet } from './field-set.ts';
import { isLost } from './labels.ts';

/** Arguments of `@join__field` that the planner is not to see. */
const OURS: ReadonlySet<string> = new Set(['requires', 'contextArguments']);
const PROVIDED: ReadonlySet<string> = new Set(['provides']);
const LABELS: ReadonlySet<string> = new Set(['overrideLabel']);
const JOIN_FIELD = 'join__field';

/** A supergraph as the planner reads it, in which subgraphs have names that put them in order. */
export interface PlannerSupergraph {
  readonly sdl: string;
  /** The real name of the subgraph that the planner knows by `name`. */
  subgraph(name: string): string;
}

/** The forms of a supergraph that the planner may need. */
export interface PlannerSupergraphs {
  /** The likeliest first. */
  readonly usual: readonly PlannerSupergraph[];
  /** Whether plans made with them may ask subgraphs for what they do not give. */
  readonly areDoubtful: boolean;
  /** Forms that leave less to mistake, in which operations are planned again, the best first. */
  careful(overrides: Overrides): readonly (readonly PlannerSupergraph[])[];
}

/**
 * The supergraph for the planner: nothing requires anything. Requirements are added to operations before
 * planning, and the fetches that need them are ordered and fed by the engine itself, because the planner
 * (0.0.38) does not plan all of them: none behind a change of keys ("Expected a single parent"), and under
 * fragments and conditions it sends a field with the operation's arguments where it has others. Values from a
 * `@context` it does not know at all.
 *
 * It also tries paths in the order of subgraphs' names, and from an interface object finds those to the types
 * behind it only if its subgraph comes after theirs. So there is one for each order that may be needed.
 *
 * Where a subgraph provides fields of a type in several ways, the planner takes at one place what is provided at
 * another; and it takes fields of unions from subgraphs whose `@override(label:)` does not apply. For plans in
 * which it does, there are forms with overrides decided, and then with nothing provided.
 * @param graphs names of subgraphs by the name of their value in `join__Graph`.
 */
export function plannerSupergraphs(
  document: DocumentNode,
  graphs: ReadonlyMap<string, string>,
): PlannerSupergraphs {
  const simplified = withoutNamedOnly(withoutProvidedTypenames(without(OURS, document)));
  const hasProvided = without(PROVIDED, simplified) !== simplified;
  const hasLabels = without(LABELS, simplified) !== simplified;
  return {
    usual: inOrders(hasProvided ? simplified : withInherited(simplified), graphs),
    areDoubtful: hasProvided || hasLabels,
    careful(overrides) {
      const decided = hasLabels ? withOverrides(simplified, overrides) : simplified;
      return [
        ...(hasLabels ? [inOrders(decided, graphs)] : []),
        ...(hasProvided ? [inOrders(withInherited(without(PROVIDED, decided)), graphs)] : []),
      ];
    },
  };
}

/**
 * The document without `__typename` in what is provided: every subgraph gives that, and the planner takes it for a
 * field that the type lacks.
 */
function withoutProvidedTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    Argument(argument) {
      const { name, value } = argument;
      if (name.value !== 'provides' || value.kind !== Kind.STRING || !value.value.includes('__typename')) {
        return undefined;
      }
      const provided = withoutTypenames(fieldSet(value.value));
      return provided ? { ...argument, value: { ...value, value: print(provided).slice(1, -1) } } : null;
    },
  }) as DocumentNode;
}

/**
 * The document in which no subgraph of a type names a field that is an interface object's alone. Subgraphs name it
 * for what they require; the planner takes such a type for one apart, and fails to plan the field of its interface.
 */
function withoutNamedOnly(document: DocumentNode): DocumentNode {
  const provided = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (name.value !== 'provides' || value.kind !== Kind.STRING) return;
      for (const [field] of value.value.matchAll(/\w+/g)) provided.add(field);
    },
  });
  return visit(document, {
    FieldDefinition(field) {
      const joined = applications(field, JOIN_FIELD);
      const isNamedOnly = joined.length > 0 && joined.every((it) => it['external'] === true);
      if (!isNamedOnly || provided.has(field.name.value)) return undefined;
      const others = field.directives?.filter((it) => it.name.value !== JOIN_FIELD) ?? [];
      return { ...field, directives: [...others, application(JOIN_FIELD, {})] };
    },
  }) as DocumentNode;
}

/** A field set without `__typename`, nor fragments in which nothing is left; undefined where nothing is. */
function withoutTypenames({ kind, selections }: SelectionSetNode): SelectionSetNode | undefined {
  const kept = selections.flatMap((it): SelectionNode[] => {
    if (it.kind === Kind.FIELD && it.name.value === '__typename') return [];
    if (it.kind === Kind.FRAGMENT_SPREAD || !it.selectionSet) return [it];
    const selectionSet = withoutTypenames(it.selectionSet);
    return selectionSet ? [{ ...it, selectionSet }] : [];
  });
  return kept.length > 0 ? { kind, selections: kept } : undefined;
}

function inOrders(document: DocumentNode, graphs: ReadonlyMap<string, string>): PlannerSupergraph[] {
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

/** The document with each field at those of its subgraphs that give it by what applies of `@override(label:)`. */
function withOverrides(document: DocumentNode, overrides: Overrides): DocumentNode {
  return visit(document, {
    FieldDefinition(field) {
      const joined = applications(field, JOIN_FIELD);
      if (!joined.some((it) => it['overrideLabel'] !== undefined)) return undefined;
      let index = 0;
      const directives = field.directives?.map((directive) => {
        if (directive.name.value !== JOIN_FIELD) return directive;
        const values = joined[index++] ?? {};
        if (values['overrideLabel'] === undefined) return directive;
        const { graph, type } = values;
        if (isLost(values, overrides)) {
          return application(JOIN_FIELD, { graph, ...(type === undefined ? {} : { type }), external: true });
        }
        const kept = directive.arguments?.filter((it) => !LABELS.has(it.name.value)) ?? [];
        return { ...directive, arguments: kept };
      });
      return { ...field, directives: directives ?? [] };
    },
  }) as DocumentNode;
}

/**
 * The document with fields that an object type has from interface objects alone as if no subgraph mentioned them.
 * Those that only require such a field have it as external, which the planner takes for a subgraph that gives it:
 * it joins its fetches and then fails on them ("Expected a single parent"). Nothing may be provided.
 */
function withInherited(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition(field) {
      const joined = applications(field, JOIN_FIELD);
      if (joined.length === 0 || joined.some((it) => it['external'] !== true)) return undefined;
      const others = field.directives?.filter((it) => it.name.value !== JOIN_FIELD) ?? [];
      return { ...field, directives: [...others, application(JOIN_FIELD, {})] };
    },
  }) as DocumentNode;
}

/** The document less arguments of `@join__field`; itself where it has none of them. */
function without(names: ReadonlySet<string>, document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive(directive) {
      if (directive.name.value !== JOIN_FIELD) return undefined;
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
