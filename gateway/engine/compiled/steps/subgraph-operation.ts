import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseOperation } from '../refusal.ts';
import type { RequiredArguments } from '../supergraph/required-arguments.ts';

/** An operation that the plan sends to a subgraph, in the subgraph's own words. */
export interface SubgraphOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Reads an operation of the plan and says in it what the planner was not told: the arguments of required
 * fields, and directives of the client's own.
 */
export function subgraphOperation(
  text: string,
  requiredArguments: RequiredArguments,
  keys: ResponseKeys,
): SubgraphOperation {
  const document = visit(parse(text, { noLocation: true }), {
    Field(field) {
      const required = requiredArguments.get(field.name.value);
      const directives = field.alias && keys.directives.get(field.alias.value);
      if (!required && !directives) return undefined;
      return {
        ...field,
        ...(directives ? { directives: [...(field.directives ?? []), ...directives] } : {}),
        ...(required
          ? {
              alias: field.alias ?? field.name,
              name: { kind: Kind.NAME, value: required.name },
              arguments: required.arguments,
            }
          : {}),
      };
    },
  });
  const definition = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (!definition) return refuseOperation('The plan holds a fetch without an operation.');
  const fragments = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  );
  return { definition, fragments };
}

/** The text of an operation with the fragments that it uses. */
export function writeOperation(
  operation: OperationDefinitionNode['operation'] | `${OperationDefinitionNode['operation']}`,
  variableDefinitions: readonly VariableDefinitionNode[],
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string {
  const definition: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation as OperationDefinitionNode['operation'],
    variableDefinitions,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: ASTNode) => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (!fragment || used.has(value)) return;
        used.set(value, fragment);
        collect(fragment);
      },
    });
  };
  collect(definition);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...used.values()] };
  return stripIgnoredCharacters(print(document));
}

/** Every selection with its named fragments put in their places, down to fields. */
export function spreadOut(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((it): SelectionNode[] => {
    if (it.kind === Kind.FIELD) return [it];
    const named = it.kind === Kind.FRAGMENT_SPREAD ? fragments.get(it.name.value) : it;
    if (!named) return refuseOperation('The plan names a fragment that it does not define.');
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(named.typeCondition ? { typeCondition: named.typeCondition } : {}),
        selectionSet: { kind: Kind.SELECTION_SET, selections: spreadOut(named.selectionSet, fragments) },
      },
    ];
  });
}
