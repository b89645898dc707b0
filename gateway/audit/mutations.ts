import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** A mutation of an operation, and what came of it. */
export interface MutationOutcome {
  readonly name: string;
  /** `DONE`, or the code of the error. */
  readonly outcome: string;
}

/** An error as it leaves the gateway. */
interface ShownError {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What came of each mutation of an operation, in its order.
 * @param data of the answer; absent where nothing was executed.
 */
export function mutationOutcomes(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  data: Readonly<Record<string, unknown>> | null | undefined,
  errors: readonly ShownError[] = [],
): MutationOutcome[] {
  const codeOf = ({ extensions }: ShownError): string => String(extensions?.['code']);
  const [first] = errors;
  return [...mutationsOf(operation, document)].flatMap(([key, name]) => {
    const own = errors.find(({ path }) => path?.[0] === key);
    // Left out by the client's own condition.
    if (data && !Object.hasOwn(data, key)) return [];
    const failed = own ?? (data ? undefined : first);
    return [{ name, outcome: failed ? codeOf(failed) : 'DONE' }];
  });
}

/** The mutations that an operation names, by the keys that they have in its answer. */
export function mutationsOf(
  { selectionSet }: OperationDefinitionNode,
  document: DocumentNode,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        found.set((selection.alias ?? selection.name).value, selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = document.definitions.find(
          (it) => it.kind === Kind.FRAGMENT_DEFINITION && it.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) collect(fragment.selectionSet);
      }
    }
  };
  collect(selectionSet);
  return found;
}
