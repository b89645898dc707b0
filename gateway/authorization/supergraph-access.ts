import {
  buildASTSchema,
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { Access, fieldOf, type Part } from '../../platform/authorization/access.ts';
import type { RuleDirectives } from '../../platform/authorization/rules.ts';
import { contextArgumentsOf, settersOf } from '../engine/compiled/supergraph/contexts.ts';
import { applications } from '../engine/compiled/supergraph/directives.ts';
import { featuresOf } from '../engine/compiled/supergraph/features.ts';
import { fieldSet } from '../engine/compiled/supergraph/field-set.ts';

/** A name that no directive has. */
const NOT_LINKED = '';

/** What the directives of rules are called in a supergraph. */
export function ruleDirectives(document: DocumentNode): RuleDirectives {
  const features = featuresOf(document);
  return {
    authenticated: features.directive('authenticated') ?? NOT_LINKED,
    requiresScopes: features.directive('requiresScopes') ?? NOT_LINKED,
    policy: features.directive('policy') ?? NOT_LINKED,
  };
}

/**
 * What has to hold to reach the parts of a supergraph, hidden parts included. A field that is made from
 * others, by `@requires` or from a `@context`, is for those who may read these others: its value may tell
 * what theirs are.
 */
export function supergraphAccess(sdl: string): Access {
  const document = parse(sdl, { noLocation: true });
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const madeFrom = ({ type, field }: Part): readonly Part[] =>
    field === undefined ? [] : ownersOf(type).flatMap((it) => sourcesOf(it, field, schema, document));
  return new Access(schema, ruleDirectives(document), madeFrom);
}

/** The type and its interfaces: an interface object may require something for all that implement it. */
function ownersOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  return 'getInterfaces' in type ? [type, ...type.getInterfaces()] : [type];
}

function sourcesOf(
  type: GraphQLCompositeType,
  field: string,
  schema: GraphQLSchema,
  document: DocumentNode,
): readonly Part[] {
  const node = fieldOf(type, field)?.astNode;
  const joined = node ? applications(node, 'join__field') : [];
  return joined.flatMap((it) => [
    ...(typeof it['requires'] === 'string' ? partsIn(fieldSet(it['requires']), type, schema) : []),
    ...contextArgumentsOf(it).flatMap(({ context, selections }) =>
      settersOf(document, context).flatMap((name) => {
        const setter = schema.getType(name);
        if (!isCompositeType(setter)) return [];
        return [{ type: setter }, ...partsIn(selections, setter, schema)];
      }),
    ),
  ]);
}

function partsIn(set: SelectionSetNode, type: GraphQLCompositeType, schema: GraphQLSchema): Part[] {
  return set.selections.flatMap((it): Part[] => {
    if (it.kind === Kind.FRAGMENT_SPREAD) return [];
    if (it.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = it.typeCondition ? schema.getType(it.typeCondition.name.value) : type;
      if (!isCompositeType(narrowed)) return [];
      return [{ type: narrowed }, ...partsIn(it.selectionSet, narrowed, schema)];
    }
    const field = fieldOf(type, it.name.value);
    const below = field && getNamedType(field.type);
    const inner = it.selectionSet && isCompositeType(below) ? partsIn(it.selectionSet, below, schema) : [];
    return [{ type, field: it.name.value }, ...inner];
  });
}
