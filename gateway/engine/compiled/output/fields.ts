import {
  isAbstractType,
  Kind,
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Asked } from '../operation/asked.ts';
import type { ClientOperation } from '../operation/client-operation.ts';
import { included, type Conditions } from '../operation/conditions.ts';
import { fieldKey, type ResponseKeys } from '../operation/response-keys.ts';
import type { SupergraphModel } from '../supergraph/model.ts';

/** What the shaping of an answer is compiled from. */
export interface OutputContext {
  readonly operation: ClientOperation;
  readonly conditions: Conditions;
  readonly keys: ResponseKeys;
  readonly asked: Asked;
  readonly model: SupergraphModel;
}

/** What collecting fields takes of it. */
export interface Collecting {
  readonly operation: Pick<ClientOperation, 'fragments'>;
  readonly conditions: Conditions;
  readonly model: Pick<SupergraphModel, 'apiSchema'>;
}

/** A type whose fields can be read; an interface where nothing tells its objects apart. */
export type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/**
 * The fields that the client asks of an object of `type`, by its response names and in its order, as the
 * GraphQL specification's CollectFields says.
 */
export function collectFields(
  type: FieldsType,
  sets: readonly SelectionSetNode[],
  context: Collecting,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (!included(selection, context.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = fields.get(key);
        if (known) known.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : context.operation.fragments.get(selection.name.value);
      if (!fragment) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      if (applies(fragment.typeCondition?.name.value, type, context.model.apiSchema)) {
        collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
}

/** The name that the engine asks for a field under. */
export function keyOf(type: FieldsType, node: FieldNode, context: OutputContext): string {
  const field = context.model.field(type.name, node.name.value);
  return field ? fieldKey(type, field, node, context) : node.name.value;
}

/** Whether the answer depends on which type an object of an abstract type is of. */
export function tellsTypesApart(
  type: FieldsType,
  sets: readonly SelectionSetNode[],
  context: OutputContext,
): boolean {
  return sets.some((set) =>
    set.selections.some((it) => {
      if (!included(it, context.conditions)) return false;
      if (it.kind === Kind.FIELD) return it.name.value === '__typename';
      const fragment = it.kind === Kind.INLINE_FRAGMENT ? it : context.operation.fragments.get(it.name.value);
      if (!fragment) return false;
      return (
        !applies(fragment.typeCondition?.name.value, type, context.model.apiSchema) ||
        tellsTypesApart(type, [fragment.selectionSet], context)
      );
    }),
  );
}

/** The selection sets below fields that are answered under one name. */
export function selectionsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((it) => (it.selectionSet ? [it.selectionSet] : []));
}

function applies(condition: string | undefined, type: FieldsType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditioned = schema.getType(condition);
  return isAbstractType(conditioned) && schema.isSubType(conditioned, type);
}
