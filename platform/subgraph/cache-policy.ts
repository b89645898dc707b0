import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  type DirectiveNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** How long an answer may be kept, in seconds, and whether for its viewer alone. */
export interface CachePolicy {
  readonly maxAge: number;
  readonly isPrivate: boolean;
}

/** May be kept for ever, by everybody: what nothing has restricted yet. */
export const UNRESTRICTED: CachePolicy = { maxAge: Infinity, isPrivate: false };

/** What both allow. */
export function restrict(a: CachePolicy, b: CachePolicy): CachePolicy {
  return { maxAge: Math.min(a.maxAge, b.maxAge), isPrivate: a.isPrivate || b.isPrivate };
}

/** `@cacheControl` as it stands on a type or a field. */
interface Hint {
  readonly maxAge?: number;
  readonly scope?: string;
  readonly inheritMaxAge?: boolean;
}

/**
 * What a field allows, by Apollo's conventions: its own hint, else that of the type it gives. Without either,
 * a field that gives objects and a field of the root (`isRoot`) allow nothing; others go with what holds them.
 */
export function fieldPolicy(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  isRoot: boolean,
): CachePolicy {
  // What a field of an interface gives is up to the types that implement it.
  const fields = isAbstractType(parent)
    ? schema.getPossibleTypes(parent).flatMap((it) => it.getFields()[field.name] ?? [])
    : [field];
  return fields.map((it) => ownPolicy(it, isRoot)).reduce(restrict, UNRESTRICTED);
}

/** What an entity of this type allows; nothing where its type says nothing. */
export function entityPolicy(type: GraphQLNamedType | undefined): CachePolicy {
  const { maxAge = 0, scope } = type ? hintOf(type) : {};
  return { maxAge, isPrivate: scope === 'PRIVATE' };
}

function ownPolicy(field: GraphQLField<unknown, unknown>, isRoot: boolean): CachePolicy {
  const type = getNamedType(field.type);
  const holdsFields = isCompositeType(type);
  const ofType = holdsFields ? hintOf(type) : {};
  const ofField = hintOf(field);
  const maxAge = ofField.maxAge ?? ofType.maxAge;
  const scope = ofField.scope ?? ofType.scope;
  const inherits = !isRoot && (!holdsFields || ofType.inheritMaxAge || ofField.inheritMaxAge);
  return { maxAge: maxAge ?? (inherits ? Infinity : 0), isPrivate: scope === 'PRIVATE' };
}

function hintOf(part: GraphQLNamedType | GraphQLField<unknown, unknown>): Hint {
  const extensions = 'extensionASTNodes' in part ? part.extensionASTNodes : [];
  for (const node of [part.astNode, ...extensions]) {
    const directive = node?.directives?.find((it) => it.name.value === 'cacheControl');
    if (directive) return readHint(directive);
  }
  return {};
}

function readHint(directive: DirectiveNode): Hint {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => {
      if (value.kind === 'IntValue') return [name.value, Number(value.value)];
      return [name.value, 'value' in value ? value.value : undefined];
    }),
  );
}
