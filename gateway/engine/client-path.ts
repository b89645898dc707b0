import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

type ErrorPath = readonly (string | number)[];

/**
 * The part of an error's path that the client asked for. A field that a plan adds for itself, like the facts
 * that a decision requires, is none of the client's: the path ends above it. So it does above a list of
 * which every element is meant, which a plan writes as `@`.
 */
export function clientPath(
  path: ErrorPath,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): ErrorPath {
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  const end = path.findIndex((segment) => {
    if (typeof segment === 'number') return false;
    const fields = sets.flatMap((it) => fieldsOf(it, document)).filter((it) => it.name === segment);
    sets = fields.flatMap((it) => it.selections ?? []);
    return fields.length === 0;
  });
  return end === -1 ? path : path.slice(0, end);
}

interface AskedField {
  /** The name in the answer: the alias, where there is one. */
  readonly name: string;
  readonly selections: SelectionSetNode | undefined;
}

/** The fields of a selection, those of its fragments included, whatever type they are on. */
function fieldsOf(set: SelectionSetNode, document: DocumentNode): AskedField[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return [{ name: (selection.alias ?? selection.name).value, selections: selection.selectionSet }];
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, document);
    const fragment = document.definitions.find(
      (it) => it.kind === Kind.FRAGMENT_DEFINITION && it.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet, document) : [];
  });
}
