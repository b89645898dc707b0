import {
  isAbstractType,
  isCompositeType,
  getNamedType,
  Kind,
  print,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { applications } from './directives.ts';
import { fieldSet } from './field-set.ts';

/** An object type or an interface as the supergraph writes it. */
export type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A field with the arguments that some `@requires` gives it. */
export interface RequiredField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

/** Fields of the planner's supergraph that stand for a field with fixed arguments, by their name in it. */
export type RequiredArguments = ReadonlyMap<string, RequiredField>;

/**
 * Gives the planner a supergraph in which no `@requires` carries arguments: `price(currency: "EUR")` becomes
 * a field of its own, `_req0_price`, which plans are translated back from.
 *
 * The planner otherwise loses track of which of two `price` fields a requirement meant, where the operation
 * or another requirement asks for the same field with other arguments (seen with 0.0.38: under fragments and
 * conditions it sends the wrong one, and the subgraph computes with it).
 */
export function liftRequiredArguments(
  document: DocumentNode,
  schema: GraphQLSchema,
): { document: DocumentNode; requiredArguments: RequiredArguments } {
  const lifting = new Lifting(schema);
  const rewritten = document.definitions.map((it) => (isFields(it) ? lifting.rewriteRequirements(it) : it));
  if (lifting.required.size === 0) return { document, requiredArguments: lifting.required };
  const definitions = rewritten.map((it) => (isFields(it) ? lifting.addFields(it) : it));
  return { document: { ...document, definitions }, requiredArguments: lifting.required };
}

function isFields(node: DefinitionNode): node is FieldsDefinition {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

class Lifting {
  readonly required = new Map<string, RequiredField>();
  /** For each type, the fields that stand for others on it. */
  readonly #onTypes = new Map<string, Set<string>>();
  readonly #names = new Map<string, string>();
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  rewriteRequirements(type: FieldsDefinition): FieldsDefinition {
    const composite = this.#schema.getType(type.name.value);
    if (!type.fields || !isCompositeType(composite)) return type;
    const fields = type.fields.map((field) =>
      applications(field, 'join__field').some((it) => String(it['requires'] ?? '').includes('('))
        ? { ...field, directives: (field.directives ?? []).map((it) => this.#rewrite(it, composite)) }
        : field,
    );
    return { ...type, fields } as FieldsDefinition;
  }

  /** The type with the fields that stand for its fields with arguments, resolvable where those are. */
  addFields(type: FieldsDefinition): FieldsDefinition {
    const names = this.#onTypes.get(type.name.value);
    if (!names) return type;
    const added = [...names].flatMap((name): FieldDefinitionNode[] => {
      const original = type.fields?.find((it) => it.name.value === this.required.get(name)?.name);
      return original ? [{ ...original, name: { kind: Kind.NAME, value: name }, arguments: [] }] : [];
    });
    return { ...type, fields: [...(type.fields ?? []), ...added] } as FieldsDefinition;
  }

  #rewrite(directive: ConstDirectiveNode, type: GraphQLCompositeType): ConstDirectiveNode {
    const rewritten = (directive.arguments ?? []).map((it) => {
      if (it.name.value !== 'requires' || it.value.kind !== Kind.STRING) return it;
      const value = this.#withoutArguments(fieldSet(it.value.value), type);
      return { ...it, value: { kind: Kind.STRING, value } as const };
    });
    return { ...directive, arguments: rewritten };
  }

  #withoutArguments(selections: SelectionSetNode, type: GraphQLCompositeType): string {
    return print(this.#selections(selections, type))
      .replace(/\s+/g, ' ')
      .replace(/^\{|\}$/g, '')
      .trim();
  }

  #selections(selections: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode {
    return {
      ...selections,
      selections: selections.selections.map((it) => {
        if (it.kind === Kind.FIELD) return this.#field(it, type);
        if (it.kind === Kind.FRAGMENT_SPREAD) return it;
        const condition = it.typeCondition && this.#schema.getType(it.typeCondition.name.value);
        const inner = isCompositeType(condition) ? condition : type;
        return { ...it, selectionSet: this.#selections(it.selectionSet, inner) };
      }),
    };
  }

  #field(field: FieldNode, type: GraphQLCompositeType): FieldNode {
    const definition = 'getFields' in type ? type.getFields()[field.name.value] : undefined;
    const named = definition && getNamedType(definition.type);
    const inner =
      field.selectionSet && isCompositeType(named)
        ? { selectionSet: this.#selections(field.selectionSet, named) }
        : {};
    if (!field.arguments || field.arguments.length === 0) return { ...field, ...inner };
    const name = this.#standIn(field, type);
    return { ...field, ...inner, name: { kind: Kind.NAME, value: name }, arguments: [] };
  }

  /** The name that stands for `field` with its arguments; the same field and arguments share one. */
  #standIn(field: FieldNode, type: GraphQLCompositeType): string {
    const written = print({ kind: Kind.FIELD, name: field.name, arguments: field.arguments ?? [] });
    let name = this.#names.get(written);
    if (!name) {
      name = `_req${this.#names.size}_${field.name.value}`;
      this.#names.set(written, name);
      this.required.set(name, { name: field.name.value, arguments: field.arguments ?? [] });
    }
    const types = isAbstractType(type) ? [type, ...this.#below(type)] : [type];
    for (const it of types) {
      const names = this.#onTypes.get(it.name) ?? new Set();
      this.#onTypes.set(it.name, names.add(name));
    }
    return name;
  }

  #below(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    if (!isAbstractType(type)) return [];
    if (!('getFields' in type)) return this.#schema.getPossibleTypes(type);
    const { objects, interfaces } = this.#schema.getImplementations(type);
    return [...objects, ...interfaces];
  }
}
