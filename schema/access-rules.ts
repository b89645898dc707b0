import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';

type FieldsNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

const RESTRICTING: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy']);
/** Types that every subgraph adds to: a rule on one of them would be one for the fields of all others. */
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);
const WHAT_TO_WRITE = '@authenticated, @requiresScopes, @policy or, where everybody may have it, @public';

/**
 * What is wrong with the rules of access of a supergraph's subgraphs, one sentence each. A field has a rule if
 * one stands on it, or on its type, in a subgraph that gives it; another subgraph's rule on the type says nothing
 * of what this one adds to it. A field of an interface is answered by the types that implement it, and goes by
 * their rules.
 * @param subgraphs the SDL of each by its name.
 */
export function accessRuleFaults(subgraphs: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  const ruled = new Set<string>();
  /** By field, the first subgraph that gives it. */
  const given = new Map<string, string>();

  for (const [subgraph, sdl] of subgraphs) {
    const types = fieldsNodes(sdl);
    const keys = keyFields(types);
    const ruledTypes = new Set(types.filter((it) => isRuled(it.directives)).map((it) => it.name.value));
    for (const type of types) {
      const isInterface = type.kind.startsWith('Interface');
      const typeName = type.name.value;
      faults.push(...elementFaults(`${subgraph}: ${typeName}`, type.directives));
      if (ROOTS.has(typeName) && isRuled(type.directives)) {
        faults.push(
          `${subgraph}: ${typeName} has an access rule, which would be one for all subgraphs. Write it on its fields.`,
        );
      }
      for (const { name, directives = [] } of type.fields ?? []) {
        const field = `${typeName}.${name.value}`;
        faults.push(...elementFaults(`${subgraph}: ${field}`, directives));
        if (keys.has(field) && directives.some((it) => RESTRICTING.has(it.name.value))) {
          faults.push(
            `${subgraph}: ${field} is a key, which the gateway reads for whoever asks. Write its access rule on the type ${typeName}.`,
          );
        }
        if (directives.some((it) => it.name.value === 'external')) continue;
        if (!given.has(field)) given.set(field, subgraph);
        const byType = ruledTypes.has(typeName) && !ROOTS.has(typeName);
        if (isInterface || byType || isRuled(directives)) ruled.add(field);
      }
    }
  }
  for (const [field, subgraph] of given) {
    if (ruled.has(field)) continue;
    const [typeName = ''] = field.split('.');
    const orType = ROOTS.has(typeName) ? '' : `, or on the type ${typeName} in this subgraph`;
    faults.push(`${subgraph}: ${field} has no access rule. Write ${WHAT_TO_WRITE}, on the field${orType}.`);
  }
  return faults;
}

function fieldsNodes(sdl: string): FieldsNode[] {
  return parse(sdl, { noLocation: true }).definitions.filter(
    (it): it is FieldsNode =>
      it.kind === Kind.OBJECT_TYPE_DEFINITION ||
      it.kind === Kind.OBJECT_TYPE_EXTENSION ||
      it.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      it.kind === Kind.INTERFACE_TYPE_EXTENSION,
  );
}

/** The fields at the top of keys, by type and name. */
function keyFields(types: readonly FieldsNode[]): ReadonlySet<string> {
  const keys = types.flatMap(({ name, directives = [] }) =>
    directives
      .filter((it) => it.name.value === 'key')
      .flatMap((it) => it.arguments?.find((one) => one.name.value === 'fields')?.value ?? [])
      .flatMap((value) => (value.kind === Kind.STRING ? topFields(value.value) : []))
      .map((field) => `${name.value}.${field}`),
  );
  return new Set(keys);
}

function topFields(fieldSet: string): string[] {
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : []));
}

function isRuled(directives: readonly ConstDirectiveNode[] | undefined): boolean {
  return (directives ?? []).some(({ name: { value } }) => value === 'public' || RESTRICTING.has(value));
}

/** Rules that contradict each other, or that name nothing. */
function elementFaults(where: string, directives: readonly ConstDirectiveNode[] = []): string[] {
  const rules = directives.filter((it) => RESTRICTING.has(it.name.value));
  const faults = rules.flatMap(({ name, arguments: given = [] }) =>
    given.some(({ value }) => namesNothing(valueFromASTUntyped(value)))
      ? [`${where}: expected names in every list of @${name.value}, got an empty list.`]
      : [],
  );
  if (rules.length > 0 && directives.some((it) => it.name.value === 'public')) {
    faults.push(
      `${where} is @public and @${rules.map((it) => it.name.value).join(' and @')}. Write one of them.`,
    );
  }
  return faults;
}

function namesNothing(value: unknown): boolean {
  return Array.isArray(value) && (value.length === 0 || value.some((it) => namesNothing(it)));
}
