import {
  buildASTSchema,
  Kind,
  parse,
  print,
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
  type NameNode,
  type StringValueNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';

/** Kinds of extensions, each with the kind of the definition that it adds to. */
const DEFINED_BY: Readonly<Record<string, string>> = {
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
};

/** What servers add to what they serve, each in its way: it says nothing of the subgraph. */
const OF_FEDERATION = /^(_Any|_Entity|_Service|_FieldSet|FieldSet|(federation|link|policy|core|join)__\w+)$/;
const FIELDS_OF_FEDERATION: ReadonlySet<string> = new Set(['_entities', '_service']);

/** Directives that federation defines, or GraphQL itself. */
const DIRECTIVES_OF_FEDERATION: ReadonlySet<string> = new Set(
  [
    'link core key requires provides external extends shareable inaccessible override tag composeDirective',
    'interfaceObject authenticated requiresScopes policy context fromContext cost listSize',
    'deprecated specifiedBy skip include oneOf',
  ].flatMap((it) => it.split(' ')),
);

/** An element of a schema, as far as all kinds of elements are the same. */
export interface Element {
  readonly kind: Kind;
  readonly name: NameNode;
  readonly description?: StringValueNode;
  readonly directives?: readonly ConstDirectiveNode[];
  /** Of fields and arguments. */
  readonly type?: TypeNode;
  /** Of fields. */
  readonly arguments?: readonly Element[];
}

/** A type with what all its definitions and extensions say of it. */
export interface MergedType extends Element {
  readonly fields?: readonly Element[];
  /** Of enums. */
  readonly values?: readonly Element[];
  readonly interfaces?: readonly NamedTypeNode[];
  /** Of unions. */
  readonly types?: readonly NamedTypeNode[];
}

/**
 * An SDL as it is written, without the definitions and fields that servers add for federation: some serve them,
 * others do not.
 */
export function writtenSdl(served: string): string {
  const document = parse(served, { noLocation: true });
  const definitions = document.definitions.filter((it) => !isOfFederation(it)).map(withoutFieldsOfFederation);
  return print({ ...document, definitions });
}

function isOfFederation(definition: DefinitionNode): boolean {
  const name = 'name' in definition ? (definition.name?.value ?? '') : '';
  if (definition.kind !== Kind.DIRECTIVE_DEFINITION) return OF_FEDERATION.test(name);
  return OF_FEDERATION.test(name) || DIRECTIVES_OF_FEDERATION.has(name);
}

function withoutFieldsOfFederation(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) {
    return definition;
  }
  const { fields = [] } = definition;
  return { ...definition, fields: fields.filter((it) => !FIELDS_OF_FEDERATION.has(it.name.value)) };
}

/** The types of a subgraph's SDL by name, extensions merged, without what federation itself adds. */
export function typesOf(sdl: string): ReadonlyMap<string, MergedType> {
  const types = new Map<string, MergedType>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (!isTyped(definition) || isOfFederation(definition)) continue;
    const own = withoutFieldsOfFederation(definition) as typeof definition;
    types.set(own.name.value, merge(types.get(own.name.value), own));
  }
  return types;
}

/** The schema of a subgraph's SDL as graphql-js knows it; federation's directives are left as they stand. */
export function schemaOf(sdl: string): GraphQLSchema {
  const definitions = [...typesOf(sdl).values()] as unknown as TypeDefinitionNode[];
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  return buildASTSchema(document, { assumeValidSDL: true, assumeValid: true });
}

function isTyped(definition: DefinitionNode): definition is TypeDefinitionNode | TypeExtensionNode {
  return /Type(Definition|Extension)$/.test(definition.kind);
}

function merge(known: MergedType | undefined, added: TypeDefinitionNode | TypeExtensionNode): MergedType {
  const parts: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(added)) {
    if (key === 'kind') parts[key] = DEFINED_BY[String(value)] ?? value;
    else if (Array.isArray(value)) parts[key] = [...((parts[key] as unknown[] | undefined) ?? []), ...value];
    else parts[key] ??= value;
  }
  return parts as unknown as MergedType;
}

/**
 * Everything that an SDL says, by schema coordinate: the text of each element with its description and its
 * directives, without the elements below it, whatever the order in which they stand.
 */
export function coordinatesOf(sdl: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION && !isOfFederation(definition)) {
      said.set(`@${definition.name.value}`, print(definition).replace(/\s+/g, ' '));
    }
  }
  for (const [name, { fields = [], values = [], types, ...itself }] of typesOf(sdl)) {
    said.set(name, textOf(itself));
    for (const { arguments: args = [], ...field } of fields) {
      said.set(`${name}.${field.name.value}`, textOf(field));
      for (const it of args) said.set(`${name}.${field.name.value}.${it.name.value}`, textOf(it));
    }
    for (const value of values) said.set(`${name}.${value.name.value}`, textOf(value));
    if (types)
      said.set(
        `${name} members`,
        ordered(types)
          .map((it) => it.name.value)
          .join(' | '),
      );
  }
  return said;
}

/** Every element below the types of an SDL, with its coordinate: fields, arguments, values of enums. */
export function elementsOf(sdl: string): [at: string, element: Element, type: MergedType][] {
  return [...typesOf(sdl)].flatMap(([name, type]) =>
    [...(type.fields ?? []), ...(type.values ?? [])].flatMap((element) => {
      const at = `${name}.${element.name.value}`;
      const args = (element.arguments ?? []).map((it) => [`${at}.${it.name.value}`, it, type] as const);
      return [[at, element, type] as const, ...args].map((it) => [...it] as [string, Element, MergedType]);
    }),
  );
}

function textOf({ directives, ...node }: Omit<MergedType, 'fields' | 'values'>): string {
  const parts = {
    ...node,
    ...(directives ? { directives: ordered(directives) } : {}),
    ...(node.interfaces ? { interfaces: ordered(node.interfaces) } : {}),
  };
  return print(parts as unknown as ASTNode)
    .replace(/\s+/g, ' ')
    .trim();
}

function ordered<Node extends ASTNode>(nodes: readonly Node[]): Node[] {
  return nodes.toSorted((a, b) => (print(a) < print(b) ? -1 : 1));
}
