import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseOperation } from '../refusal.ts';

/**
 * Reads an operation of the plan. Fragments are put in their places, and the client's own directives, which
 * plans lose, are put back.
 */
export function subgraphOperation(text: string, keys: ResponseKeys): OperationDefinitionNode {
  const document = parse(text, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  );
  const definition = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (!definition) return refuseOperation('The plan holds a fetch without an operation.');
  return { ...definition, selectionSet: spreadOut(definition.selectionSet, fragments, keys) };
}

/** The text of an operation without fragments. */
export function writeOperation(
  operation: 'query' | 'mutation',
  variableDefinitions: readonly VariableDefinitionNode[],
  selections: readonly SelectionNode[],
): string {
  const definition: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation as OperationDefinitionNode['operation'],
    variableDefinitions,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return stripIgnoredCharacters(print(definition));
}

function spreadOut(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: ResponseKeys,
): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: selections.map((it): SelectionNode => {
      if (it.kind === Kind.FIELD) {
        const directives = it.alias && keys.directives.get(it.alias.value);
        const below = it.selectionSet ? { selectionSet: spreadOut(it.selectionSet, fragments, keys) } : {};
        return { ...it, ...(directives ? { directives } : {}), ...below };
      }
      const fragment = it.kind === Kind.FRAGMENT_SPREAD ? fragments.get(it.name.value) : it;
      if (!fragment) return refuseOperation('The plan names a fragment that it does not define.');
      return {
        kind: Kind.INLINE_FRAGMENT,
        ...(fragment.typeCondition ? { typeCondition: fragment.typeCondition } : {}),
        selectionSet: spreadOut(fragment.selectionSet, fragments, keys),
      };
    }),
  };
}
