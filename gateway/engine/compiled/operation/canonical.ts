import {
  isAbstractType,
  isCompositeType,
  getNamedType,
  Kind,
  print,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type SelectionSetNode,
} from 'graphql';
import { refuseOperation } from '../refusal.ts';
import { Asked } from './asked.ts';
import { ContextUses, type Ancestor } from './context-uses.ts';
import type { ClientOperation } from './client-operation.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { included, type Conditions } from './conditions.ts';
import { ResponseKeys } from './response-keys.ts';

/** How many fields an operation may ask for once its fragments are spread out. */
const MOST_FIELDS = 20_000;

/** The operation in the form that is planned: no aliases of the client, no fragments by name, no conditions. */
export interface CanonicalOperation {
  /** Root fields by the name that they are asked under, each printed as a selection. */
  readonly roots: ReadonlyMap<string, string>;
  readonly keys: ResponseKeys;
  readonly asked: Asked;
  readonly contexts: ContextUses;
  /** The operation's text with these selections at its root. */
  text(selections: readonly string[]): string;
}

/** Fields and narrower fragments asked of one type at one place. */
interface Selections {
  readonly type: GraphQLCompositeType;
  readonly fields: Map<string, { readonly node: FieldNode; readonly sets: SelectionSetNode[] }>;
  readonly fragments: Map<string, SelectionSetNode[]>;
  /** Named fragments already spread here. */
  readonly spread: Set<string>;
  asksTypename: boolean;
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
  const keys = new ResponseKeys(model.passedOn);
  const writer = new Writer(operation, conditions, model, keys, hasHiddenTypes);
  const roots = writer.roots();
  const { definition } = operation;

  return {
    roots,
    keys,
    asked: writer.asked,
    contexts: writer.contexts,
    text(selections) {
      const selected = `{${selections.join(' ')}}`;
      const used = new Set([...selected.matchAll(/\$(\w+)/g)].map((it) => it[1]));
      const variables = (definition.variableDefinitions ?? [])
        .filter((it) => used.has(it.variable.name.value))
        .map((it) => print({ ...it, directives: [] }));
      const declared = variables.length > 0 ? `(${variables.join(',')})` : '';
      return `${definition.operation} ${definition.name?.value ?? ''}${declared}${selected}`;
    },
  };
}

class Writer {
  readonly asked = new Asked();
  readonly contexts = new ContextUses();
  #fields = 0;
  /** Whether something above what was written has to be asked for too. */
  #incomplete = false;

  readonly operation: ClientOperation;
  readonly conditions: Conditions;
  readonly model: SupergraphModel;
  readonly keys: ResponseKeys;
  readonly hasHiddenTypes: (type: GraphQLNamedType) => boolean;

  constructor(
    operation: ClientOperation,
    conditions: Conditions,
    model: SupergraphModel,
    keys: ResponseKeys,
    hasHiddenTypes: (type: GraphQLNamedType) => boolean,
  ) {
    this.operation = operation;
    this.conditions = conditions;
    this.model = model;
    this.keys = keys;
    this.hasHiddenTypes = hasHiddenTypes;
  }

  roots(): Map<string, string> {
    const { rootType, definition } = this.operation;
    let written: Map<string, string>;
    do {
      this.#incomplete = false;
      this.#fields = 0;
      const selections = this.#collected(rootType, [definition.selectionSet, ...this.contexts.at('')]);
      const above = [{ place: '', type: rootType.name }];
      written = new Map(
        [...selections.fields].map(([key, { node, sets }]) => [
          key,
          this.#field(key, node, sets, rootType, above),
        ]),
      );
    } while (this.#incomplete);
    return written;
  }

  #collected(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Selections {
    const into: Selections = {
      type,
      fields: new Map(),
      fragments: new Map(),
      spread: new Set(),
      asksTypename: false,
    };
    for (const set of sets) this.#collect(set, into);
    return into;
  }

  #collect(set: SelectionSetNode, into: Selections): void {
    for (const selection of set.selections) {
      if (!included(selection, this.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        this.#collectField(selection, into);
        continue;
      }
      if (this.model.passedOn(selection.directives ?? []).length > 0) {
        refuseOperation('Directives of one’s own on fragments are not passed on to subgraphs.');
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#collectFragment(selection.typeCondition?.name.value, selection.selectionSet, into);
      } else {
        const fragment = this.operation.fragments.get(selection.name.value);
        if (!fragment || into.spread.has(selection.name.value)) continue;
        into.spread.add(selection.name.value);
        this.#collectFragment(fragment.typeCondition.name.value, fragment.selectionSet, into);
      }
    }
  }

  #collectField(node: FieldNode, into: Selections): void {
    if (node.name.value.startsWith('__')) {
      // `__schema` and `__type` stand at the root only and are answered here, like the root's `__typename`.
      into.asksTypename = true;
      return;
    }
    const key = this.keys.of(this.#fieldOf(into.type, node), node);
    const known = into.fields.get(key);
    const sets = node.selectionSet ? [node.selectionSet] : [];
    if (known) known.sets.push(...sets);
    else into.fields.set(key, { node, sets });
    if (!known) this.#collectRequirements(into, node.name.value);
  }

  /** Adds what subgraphs require of the object to resolve `field`. */
  #collectRequirements(into: Selections, field: string): void {
    for (const { type, selections } of this.model.requirements(into.type.name, field)) {
      this.#collectFragment(type, selections, into);
    }
    if (!isAbstractType(into.type)) return;
    for (const type of this.model.possibleTypes(into.type.name)) {
      for (const requirement of this.model.requirements(type, field)) {
        if (requirement.type !== into.type.name) this.#collectFragment(type, requirement.selections, into);
      }
    }
  }

  #collectFragment(condition: string | undefined, set: SelectionSetNode, into: Selections): void {
    if (condition === undefined || this.#always(condition, into.type)) {
      this.#collect(set, into);
      return;
    }
    const sets = into.fragments.get(condition);
    if (sets) sets.push(set);
    else into.fragments.set(condition, [set]);
  }

  /** Whether every object of `type` meets the condition. */
  #always(condition: string, type: GraphQLCompositeType): boolean {
    if (condition === type.name) return true;
    const { fullSchema } = this.model;
    const conditioned = fullSchema.getType(condition);
    return isAbstractType(conditioned) && 'getFields' in type && fullSchema.isSubType(conditioned, type);
  }

  #field(
    key: string,
    node: FieldNode,
    sets: readonly SelectionSetNode[],
    parent: GraphQLCompositeType,
    above: readonly Ancestor[],
  ): string {
    const place = above.at(-1)?.place ?? '';
    this.asked.add(place, parent.name, key);
    this.#noteContexts(key, node.name.value, parent, place, above);
    if (++this.#fields > MOST_FIELDS) refuseOperation('The operation asks for too many fields.');
    const field = this.#fieldOf(parent, node);
    const alias = key === field.name ? '' : `${key}: `;
    const given = (node.arguments ?? []).map((it) => print(it)).join(',');
    const type = getNamedType(field.type);
    const inner = isCompositeType(type) ? this.#below(`${place}/${key}`, type, sets, above) : '';
    return `${alias}${field.name}${given ? `(${given})` : ''}${inner}`;
  }

  #below(
    place: string,
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    above: readonly Ancestor[],
  ): string {
    const selections = this.#collected(type, [...sets, ...this.contexts.at(place)]);
    return this.#selections(selections, true, [...above, { place, type: type.name }]);
  }

  #noteContexts(
    key: string,
    field: string,
    parent: GraphQLCompositeType,
    place: string,
    above: readonly Ancestor[],
  ): void {
    const types = isAbstractType(parent)
      ? [parent.name, ...this.model.possibleTypes(parent.name)]
      : [parent.name];
    const taken = types.flatMap((it) => this.model.contextArguments(it, field));
    if (taken.length === 0) return;
    const setters = (context: string, type: string) => this.model.contextSetters(context, type);
    if (this.contexts.note(place, key, taken, above, setters)) this.#incomplete = true;
  }

  #selections(selections: Selections, atField: boolean, above: readonly Ancestor[]): string {
    const { type, fields, fragments } = selections;
    const written = [...fields].map(([key, { node, sets }]) => this.#field(key, node, sets, type, above));
    for (const [condition, sets] of fragments) {
      const narrower = this.model.fullSchema.getType(condition);
      if (!isCompositeType(narrower)) continue;
      written.push(`...on ${condition}${this.#selections(this.#collected(narrower, sets), false, above)}`);
    }
    const discerned = isAbstractType(type) && (selections.asksTypename || fragments.size > 0);
    const needed = discerned || (isAbstractType(type) && this.hasHiddenTypes(type));
    if (written.length === 0 || (needed && (atField || selections.asksTypename)))
      written.unshift('__typename');
    return `{${written.join(' ')}}`;
  }

  #fieldOf(type: GraphQLCompositeType, node: FieldNode): GraphQLField<unknown, unknown> {
    const field = this.model.field(type.name, node.name.value);
    return field ?? refuseOperation(`${type.name} has no field ${node.name.value}.`);
  }
}
