import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromASTUntyped,
  type GraphQLInputType,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';

/** The types that a value is given for, however deep. */
export interface GivenTypes {
  /** Those that the operation itself gives a value for. */
  readonly types: ReadonlySet<GraphQLNamedType>;
  /** Variables that may bring more, each with the type of the place where it stands. */
  readonly variables: readonly GivenVariable[];
}

export interface GivenVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** What `value`, as written in an operation at a place of `type`, gives values for. */
export function givenBy(value: ValueNode, type: GraphQLInputType): GivenTypes {
  const types = new Set<GraphQLNamedType>();
  const variables: GivenVariable[] = [];
  const visit = (node: ValueNode, at: GraphQLInputType): void => {
    if (node.kind === Kind.NULL) return;
    if (node.kind === Kind.VARIABLE) return void variables.push({ name: node.name.value, type: at });
    if (isNonNullType(at)) return visit(node, at.ofType);
    if (isListType(at)) {
      return node.kind === Kind.LIST
        ? node.values.forEach((it) => visit(it, at.ofType as GraphQLInputType))
        : visit(node, at.ofType as GraphQLInputType);
    }
    types.add(at);
    if (!isInputObjectType(at) || node.kind !== Kind.OBJECT) return;
    for (const field of node.fields) {
      const known = at.getFields()[field.name.value];
      if (known) visit(field.value, known.type);
    }
  };
  visit(value, type);
  return { types, variables };
}

/** Whether a variable of `type` could bring a value of `wanted`. */
export function mayBring(type: GraphQLInputType, wanted: GraphQLNamedType): boolean {
  return typesIn(getNamedType(type), new Set()).has(wanted);
}

/** Whether a variable's value, at a place of `type`, gives a value of `wanted`. */
export function brings(value: unknown, type: GraphQLInputType, wanted: GraphQLNamedType): boolean {
  if (value === null || value === undefined) return false;
  if (isNonNullType(type)) return brings(value, type.ofType, wanted);
  if (isListType(type)) {
    const element = type.ofType as GraphQLInputType;
    return (Array.isArray(value) ? value : [value]).some((it) => brings(it, element, wanted));
  }
  if (type === wanted) return true;
  if (!isInputObjectType(type) || typeof value !== 'object') return false;
  // Defaults are the schema's, not what the client gives.
  return Object.entries(value).some(([name, it]) => {
    const field = type.getFields()[name];
    return field !== undefined && brings(it, field.type, wanted);
  });
}

/** The value of a variable as the client gave it, by the request or as its default. */
export function givenValue(
  name: string,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  if (Object.hasOwn(variables, name)) return variables[name];
  const definition = variableDefinitions.find((it) => it.variable.name.value === name);
  return definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
}

function typesIn(type: GraphQLNamedType, seen: Set<GraphQLNamedType>): Set<GraphQLNamedType> {
  if (seen.has(type)) return seen;
  seen.add(type);
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) typesIn(getNamedType(field.type), seen);
  }
  return seen;
}
