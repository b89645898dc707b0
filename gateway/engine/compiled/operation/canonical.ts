import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import {
  isAbstractType,
  isCompositeType,
  isObjectType,
  getNamedType,
  Kind,
  OperationTypeNode,
  print,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { refuseOperation } from '../refusal.ts';
import { Asked } from './asked.ts';
import { ContextUses, type Ancestor } from './context-uses.ts';
import type { ClientOperation } from './client-operation.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { included, type Conditions } from './conditions.ts';
import { fieldKey, ResponseKeys } from './response-keys.ts';
import { selectionsOf, type Selections } from './selections.ts';

/** How many fields an operation may ask for once its fragments are spread out. */
const MOST_FIELDS = 20_000;

type Path = readonly FlattenNodePathSegment[];

/** What is asked of the root of queries at places below the root: a query of its own. */
export interface Detour {
  /** Leads to the objects that the query's answer belongs to. */
  readonly path: Path;
  /** What the client asks there. */
  readonly sets: readonly SelectionSetNode[];
  readonly query: CanonicalOperation;
}

/** The operation in the form that is planned: no aliases of the client, no fragments by name, no conditions. */
export interface CanonicalOperation {
  /** Root fields by the name that they are asked under, each printed as a selection. */
  readonly roots: ReadonlyMap<string, string>;
  readonly keys: ResponseKeys;
  readonly asked: Asked;
  readonly contexts: ContextUses;
  /** Queries below the root; the operation asks only for the objects that their answers belong to. */
  readonly detours: readonly Detour[];
  /** The operation's text with these selections at its root. */
  text(selections: readonly string[]): string;
}

/**
 * Writes `operation` for the planner, with what its fields require, for one set of values of its conditions.
 * @param hasHiddenTypes whether objects of that abstract type may be of types that clients do not see.
 * @throws Refusal where the operation is too large.
 */
export function canonicalOperation(
  operation: ClientOperation,
  conditions: Conditions,
  model: SupergraphModel,
  hasHiddenTypes: (type: GraphQLNamedType) => boolean,
): CanonicalOperation {
  const scope = { operation, conditions, model, keys: new ResponseKeys(model.passedOn), hasHiddenTypes };
  const { rootType, definition } = operation;
  return written(definition.operation, rootType, [definition.selectionSet], scope, new Asked());
}

/** What the parts of one operation have in common. */
interface Scope {
  readonly operation: ClientOperation;
  readonly conditions: Conditions;
  readonly model: SupergraphModel;
  readonly keys: ResponseKeys;
  readonly hasHiddenTypes: (type: GraphQLNamedType) => boolean;
}

function written(
  kind: OperationTypeNode,
  rootType: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  scope: Scope,
  asked: Asked,
): CanonicalOperation {
  const writer = new Writer(scope, asked);
  const roots = writer.roots(rootType, sets);
  const { definition } = scope.operation;
  return {
    roots,
    keys: scope.keys,
    asked,
    contexts: writer.contexts,
    detours: writer.detours,
    text(selections) {
      const selected = `{${selections.join(' ')}}`;
      const used = new Set([...selected.matchAll(/\$(\w+)/g)].map((it) => it[1]));
      const variables = (definition.variableDefinitions ?? [])
        .filter((it) => used.has(it.variable.name.value))
        .map((it) => print({ ...it, directives: [] }));
      const declared = variables.length > 0 ? `(${variables.join(',')})` : '';
      return `${kind} ${definition.name?.value ?? ''}${declared}${selected}`;
    },
  };
}

class Writer {
  readonly contexts = new ContextUses();
  readonly asked: Asked;
  readonly scope: Scope;
  detours: Detour[] = [];
  #fields = 0;
  /** Whether something above what was written has to be asked for too. */
  #incomplete = false;

  constructor(scope: Scope, asked: Asked) {
    this.scope = scope;
    this.asked = asked;
  }

  roots(rootType: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, string> {
    let roots: Map<string, string>;
    do {
      this.#incomplete = false;
      this.#fields = 0;
      this.detours = [];
      const selections = this.#collected(rootType, [...sets, ...this.contexts.at('')]);
      const above = [{ place: '', type: rootType.name }];
      roots = new Map(
        [...selections.fields].map(([key, { node, sets: below }]) => [
          key,
          this.#field(key, node, below, rootType, above, []),
        ]),
      );
    } while (this.#incomplete);
    return roots;
  }

  #collected(
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    within?: ReadonlySet<string>,
  ): Selections {
    const into = selectionsOf(type, this.scope.model.possibleTypes(type.name), within);
    for (const set of sets) this.#collect(set, into);
    return into;
  }

  #collect(set: SelectionSetNode, into: Selections): void {
    for (const selection of set.selections) {
      if (!included(selection, this.scope.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        this.#collectField(selection, into);
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#collectFragment(selection.typeCondition?.name.value, selection.selectionSet, into);
      } else {
        const fragment = this.scope.operation.fragments.get(selection.name.value);
        if (!fragment || into.spread.has(selection.name.value)) continue;
        into.spread.add(selection.name.value);
        this.#collectFragment(fragment.typeCondition.name.value, fragment.selectionSet, into);
      }
    }
  }

  #collectField(node: FieldNode, into: Selections): void {
    if (node.name.value.startsWith('__')) {
      // `__schema`, `__type` and the root's `__typename` are answered here.
      into.asksTypename = true;
      return;
    }
    const key = fieldKey(into.type, this.#fieldOf(into.type, node), node, this.scope);
    const known = into.fields.get(key);
    const sets = node.selectionSet ? [node.selectionSet] : [];
    if (known) known.sets.push(...sets);
    else into.fields.set(key, { node, sets });
    if (!known) this.#collectRequirements(into, node.name.value);
  }

  /** Adds what subgraphs require of the object to resolve `field`. */
  #collectRequirements(into: Selections, field: string): void {
    for (const { type, selections } of this.scope.model.requirements(into.type.name, field)) {
      this.#collectFragment(type, selections, into);
    }
    if (!isAbstractType(into.type)) return;
    for (const type of this.scope.model.possibleTypes(into.type.name)) {
      for (const requirement of this.scope.model.requirements(type, field)) {
        if (requirement.type !== into.type.name) this.#collectFragment(type, requirement.selections, into);
      }
    }
  }

  #collectFragment(condition: string | undefined, set: SelectionSetNode, into: Selections): void {
    if (condition === undefined || this.#always(condition, into.type)) {
      this.#collect(set, into);
      return;
    }
    const possible = this.scope.model.possibleTypes(condition);
    if (![...into.possible].some((it) => possible.has(it))) {
      // Fragments within fragments can be on types that no object is of. There is no plan for those.
      into.asksTypename = true;
      return;
    }
    const sets = into.fragments.get(condition);
    if (sets) sets.push(set);
    else into.fragments.set(condition, [set]);
  }

  /** Whether every object of `type` meets the condition. */
  #always(condition: string, type: GraphQLCompositeType): boolean {
    if (condition === type.name) return true;
    const { fullSchema } = this.scope.model;
    const conditioned = fullSchema.getType(condition);
    return isAbstractType(conditioned) && 'getFields' in type && fullSchema.isSubType(conditioned, type);
  }

  #field(
    key: string,
    node: FieldNode,
    sets: readonly SelectionSetNode[],
    parent: GraphQLCompositeType,
    above: readonly Ancestor[],
    path: Path,
  ): string {
    const place = above.at(-1)?.place ?? '';
    this.asked.add(place, parent.name, key);
    this.#noteContexts(key, node.name.value, parent, place, above);
    if (++this.#fields > MOST_FIELDS) refuseOperation('The operation asks for too many fields.');
    const field = this.#fieldOf(parent, node);
    const alias = key === field.name ? '' : `${key}: `;
    const given = (node.arguments ?? []).map((it) => print(it)).join(',');
    const type = getNamedType(field.type);
    const there = [...path, { Field: key }];
    const inner = isCompositeType(type) ? this.#below(`${place}/${key}`, type, sets, above, there) : '';
    return `${alias}${field.name}${given ? `(${given})` : ''}${inner}`;
  }

  #below(
    place: string,
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    above: readonly Ancestor[],
    path: Path,
  ): string {
    if (isObjectType(type) && type === this.scope.model.fullSchema.getQueryType()) {
      const query = written(OperationTypeNode.QUERY, type, sets, this.scope, this.asked.below(place));
      this.detours.push({ path, sets, query });
      return '{__typename}';
    }
    const selections = this.#collected(type, [...sets, ...this.contexts.at(place)]);
    return this.#selections(selections, true, [...above, { place, type: type.name }], path);
  }

  #noteContexts(
    key: string,
    field: string,
    parent: GraphQLCompositeType,
    place: string,
    above: readonly Ancestor[],
  ): void {
    const types = isAbstractType(parent)
      ? [parent.name, ...this.scope.model.possibleTypes(parent.name)]
      : [parent.name];
    const taken = types.flatMap((it) => this.scope.model.contextArguments(it, field));
    if (taken.length === 0) return;
    const setters = (context: string, type: string) => this.scope.model.contextSetters(context, type);
    if (this.contexts.note(place, key, taken, above, setters)) this.#incomplete = true;
  }

  #selections(selections: Selections, atField: boolean, above: readonly Ancestor[], path: Path): string {
    const { type, possible, fields, fragments } = selections;
    const parts = [...fields].map(([key, { node, sets }]) => this.#field(key, node, sets, type, above, path));
    for (const [condition, sets] of fragments) {
      const narrower = this.scope.model.fullSchema.getType(condition);
      if (!isCompositeType(narrower)) continue;
      const inner = this.#selections(this.#collected(narrower, sets, possible), false, above, [
        ...path,
        { TypeCondition: [condition] },
      ]);
      parts.push(`...on ${condition}${inner}`);
    }
    const discerned = selections.asksTypename || fragments.size > 0;
    const needed = isAbstractType(type) && (discerned || this.scope.hasHiddenTypes(type));
    if (parts.length === 0 || (needed && (atField || selections.asksTypename))) parts.unshift('__typename');
    return `{${parts.join(' ')}}`;
  }

  #fieldOf(type: GraphQLCompositeType, node: FieldNode): GraphQLField<unknown, unknown> {
    const field = this.scope.model.field(type.name, node.name.value);
    return field ?? refuseOperation(`${type.name} has no field ${node.name.value}.`);
  }
}
