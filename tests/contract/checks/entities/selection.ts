import { Kind, type TypeNode } from 'graphql';
import type { Viewer } from '../../../../platform/identity/viewer.ts';
import type { Element, MergedType } from '../sdl/definitions.ts';

type Types = ReadonlyMap<string, MergedType>;

/** Fields that a representation alone does not suffice for, or that are another subgraph's. */
const NOT_BY_ITSELF: ReadonlySet<string> = new Set(['external', 'requires', 'policy']);

/**
 * Everything that a viewer can ask of a type without arguments, `depth` objects deep; of lists that are paged the
 * first row. So that whatever reads the store for each record of a list by itself shows.
 */
export function selectionOf(types: Types, typeName: string, viewer: Viewer, depth: number): string {
  const fields = (types.get(typeName)?.fields ?? []).flatMap((field) => {
    const inner = namedOf(field.type);
    if (!mayAsk(field, viewer) || !mayAsk(types.get(inner), viewer)) return [];
    if ((field.arguments ?? []).some(isRequired)) return [];
    const page = field.arguments?.some((it) => it.name.value === 'first') ? '(first: 1)' : '';
    const selected = `${field.name.value}${page}`;
    const kind = types.get(inner)?.kind;
    if (kind === Kind.UNION_TYPE_DEFINITION) return [`${selected} { __typename }`];
    if (kind !== Kind.OBJECT_TYPE_DEFINITION && kind !== Kind.INTERFACE_TYPE_DEFINITION) return [selected];
    return depth > 0 ? [`${selected} ${selectionOf(types, inner, viewer, depth - 1)}`] : [];
  });
  return `{ ${['__typename', ...fields].join(' ')} }`;
}

function mayAsk(element: Element | undefined, viewer: Viewer): boolean {
  return (element?.directives ?? []).every(({ name: { value: name }, arguments: args = [] }) => {
    if (NOT_BY_ITSELF.has(name)) return false;
    if (name === 'authenticated') return viewer.id !== null;
    if (name !== 'requiresScopes') return true;
    const scopes = args[0]?.value;
    if (scopes?.kind !== Kind.LIST) return false;
    return scopes.values.some(
      (all) =>
        all.kind === Kind.LIST &&
        all.values.every((it) => it.kind === Kind.STRING && viewer.scopes.includes(it.value)),
    );
  });
}

function isRequired(argument: Element): boolean {
  return argument.type?.kind === Kind.NON_NULL_TYPE && !('defaultValue' in argument && argument.defaultValue);
}

function namedOf(type: TypeNode | undefined): string {
  if (!type) return '';
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedOf(type.type);
}
