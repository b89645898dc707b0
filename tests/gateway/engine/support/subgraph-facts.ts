import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode, type SelectionSetNode } from 'graphql';

/** What a subgraph says of a field with federation's directives. */
export interface FieldFacts {
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | undefined;
  readonly provides: SelectionSetNode | undefined;
  /** The subgraph that gives the field no more. */
  readonly overrides: string | undefined;
}

/** What it says of a type. */
export interface TypeFacts {
  readonly keys: SelectionSetNode[];
  readonly fields: Map<string, FieldFacts>;
  readonly isObject: boolean;
  isInterfaceObject: boolean;
}

export interface SubgraphFacts {
  readonly name: string;
  readonly types: ReadonlyMap<string, TypeFacts>;
  /** `Type.field` of every field that stands in a key, however deep. */
  readonly keyFields: ReadonlySet<string>;
}

/** Reads the SDL of a subgraph. */
export function subgraphFacts(name: string, typeDefs: string): SubgraphFacts {
  const types = new Map<string, TypeFacts>();
  const returned = new Map<string, string>();
  for (const node of parse(typeDefs).definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.OBJECT_TYPE_EXTENSION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_EXTENSION
    ) {
      continue;
    }
    const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
    const facts = types.get(node.name.value) ?? newFacts(isObject);
    types.set(node.name.value, facts);
    facts.keys.push(...argumentsOf(node.directives, 'key').map((it) => fieldSet(String(it['fields']))));
    facts.isInterfaceObject ||= argumentsOf(node.directives, 'interfaceObject').length > 0;
    const allExternal = argumentsOf(node.directives, 'external').length > 0;
    for (const field of node.fields ?? []) {
      const [requires] = argumentsOf(field.directives, 'requires');
      const [provides] = argumentsOf(field.directives, 'provides');
      const [override] = argumentsOf(field.directives, 'override');
      facts.fields.set(field.name.value, {
        isExternal: allExternal || argumentsOf(field.directives, 'external').length > 0,
        requires: requires && fieldSet(String(requires['fields'])),
        provides: provides && fieldSet(String(provides['fields'])),
        overrides: override && String(override['from']),
      });
      let type = field.type;
      while (type.kind !== Kind.NAMED_TYPE) type = type.type;
      returned.set(`${node.name.value}.${field.name.value}`, type.name.value);
    }
  }
  const keyFields = new Set<string>();
  const collect = (type: string, { selections }: SelectionSetNode) => {
    for (const it of selections) {
      if (it.kind === Kind.INLINE_FRAGMENT) collect(it.typeCondition?.name.value ?? type, it.selectionSet);
      if (it.kind !== Kind.FIELD) continue;
      keyFields.add(`${type}.${it.name.value}`);
      if (it.selectionSet) collect(returned.get(`${type}.${it.name.value}`) ?? '', it.selectionSet);
    }
  };
  for (const [type, { keys }] of types) for (const key of keys) collect(type, key);
  return { name, types, keyFields };
}

function newFacts(isObject: boolean): TypeFacts {
  return { keys: [], fields: new Map(), isObject, isInterfaceObject: false };
}

function argumentsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): Record<string, unknown>[] {
  return (directives ?? [])
    .filter((it) => it.name.value === name)
    .map((it) =>
      Object.fromEntries((it.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)])),
    );
}

function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${text}`);
  return definition.selectionSet;
}
