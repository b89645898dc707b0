import {
  Kind,
  type FieldNode,
  type NameNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { variablesIn } from '../operation/conditions.ts';
import { writeOperation } from './subgraph-operation.ts';
import type { PlannedContext } from './entity-request.ts';

/** A variable for representations that is none of the client's. */
export function variableName(wanted: string, taken: readonly VariableDefinitionNode[]): string {
  return taken.some((it) => it.variable.name.value === wanted) ? variableName(`_${wanted}`, taken) : wanted;
}

/** The text of an operation with these `_entities` fields, and the client's variables that it uses. */
export function entitiesOperation(
  fields: readonly { alias: string; variable: string; selections: readonly SelectionNode[] }[],
  variables: readonly VariableDefinitionNode[],
): { text: string; variables: readonly string[] } {
  const selections = fields.map((it) => entitiesField(it.alias, it.variable, it.selections));
  const used = variablesIn(selections);
  const clients = variables.filter((it) => used.has(it.variable.name.value));
  const declared = [...fields.map(({ variable }) => representationsVariable(variable)), ...clients];
  return {
    text: writeOperation('query', declared, selections),
    variables: clients.map((it) => it.variable.name.value),
  };
}

function entitiesField(alias: string, variable: string, selections: readonly SelectionNode[]): FieldNode {
  return {
    kind: Kind.FIELD,
    ...(alias === '_entities' ? {} : { alias: name(alias) }),
    name: name('_entities'),
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: name('representations'),
        value: { kind: Kind.VARIABLE, name: name(variable) },
      },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

export function contextVariable({ variable, type }: PlannedContext): VariableDefinitionNode {
  return { kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: name(variable) }, type };
}

function representationsVariable(variable: string): VariableDefinitionNode {
  const any = { kind: Kind.NAMED_TYPE, name: name('_Any') } as const;
  const list = { kind: Kind.LIST_TYPE, type: { kind: Kind.NON_NULL_TYPE, type: any } } as const;
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: name(variable) },
    type: { kind: Kind.NON_NULL_TYPE, type: list },
  };
}

function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
