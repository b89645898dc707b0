import {
  buildASTSchema,
  isTypeDefinitionNode,
  Kind,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { has, type Directed } from './directives.ts';
import type { Features } from './features.ts';

/** Directives of the GraphQL specification that clients may see on schema elements. */
const SPECIFIED: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy', 'oneOf']);
const EXECUTABLE: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/**
 * The schema that clients see: the supergraph without its machinery (`join__…`, linked specifications) and
 * without everything marked `@inaccessible`.
 */
export function apiSchemaOf(document: DocumentNode, features: Features): GraphQLSchema {
  return buildASTSchema(visible(document, features), { assumeValidSDL: true, assumeValid: true });
}

function visible(document: DocumentNode, features: Features): DocumentNode {
  const hidden = (node: ASTNode): boolean =>
    'directives' in node && has(node as Directed, features.inaccessible);
  const hiddenTypes = new Set(
    document.definitions.flatMap((it) => (isTypeDefinitionNode(it) && hidden(it) ? [it.name.value] : [])),
  );
  const shownDirectives = (directives: readonly ConstDirectiveNode[] | undefined) =>
    (directives ?? []).filter((it) => SPECIFIED.has(it.name.value));

  return visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) {
        const executable = node.locations.some((it) => EXECUTABLE.has(it.value));
        return executable && !features.ownsDirective(node.name.value) ? undefined : null;
      }
      if (isTypeDefinitionNode(node) && (hidden(node) || features.ownsType(node.name.value))) return null;
      if (
        (node.kind === Kind.FIELD_DEFINITION ||
          node.kind === Kind.INPUT_VALUE_DEFINITION ||
          node.kind === Kind.ENUM_VALUE_DEFINITION) &&
        hidden(node)
      ) {
        return null;
      }
      return undefined;
    },
    leave(node) {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) {
        const types = (node.types ?? []).filter((it) => !hiddenTypes.has(it.name.value));
        return { ...node, types, directives: shownDirectives(node.directives) };
      }
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        const interfaces = (node.interfaces ?? []).filter((it) => !hiddenTypes.has(it.name.value));
        return { ...node, interfaces, directives: shownDirectives(node.directives) };
      }
      if ('directives' in node && node.directives && node.directives.length > 0) {
        return { ...node, directives: shownDirectives(node.directives as readonly ConstDirectiveNode[]) };
      }
      return undefined;
    },
  }) as DocumentNode;
}
