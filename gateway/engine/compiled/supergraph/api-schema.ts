import {
  buildASTSchema,
  isTypeDefinitionNode,
  Kind,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { has, type Directed } from './directives.ts';
import { isExecutable } from './executable-directives.ts';
import type { Features } from './features.ts';

/** Directives of the GraphQL specification that clients may see on schema elements. */
const SPECIFIED: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy', 'oneOf']);

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
  const writable = (node: DirectiveDefinitionNode) =>
    isExecutable(node) && !features.isMachinery(node.name.value);
  const needed = typesNeededBy(document, writable);
  const shownDirectives = (directives: readonly ConstDirectiveNode[] | undefined) =>
    (directives ?? []).filter((it) => SPECIFIED.has(it.name.value));

  return visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return writable(node) ? undefined : null;
      if (isTypeDefinitionNode(node)) {
        const name = node.name.value;
        if (hidden(node) || (features.ownsType(name) && !needed.has(name))) return null;
      }
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

/** Names of the types that arguments of these directives take, however deep. */
function typesNeededBy(
  document: DocumentNode,
  of: (node: DirectiveDefinitionNode) => boolean,
): ReadonlySet<string> {
  const needed = new Set<string>();
  const collect = (node: ASTNode) =>
    visit(node, {
      NamedType({ name: { value } }) {
        if (needed.has(value)) return;
        needed.add(value);
        for (const it of document.definitions) {
          if (it.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && it.name.value === value) collect(it);
        }
      },
    });
  for (const it of document.definitions) if (it.kind === Kind.DIRECTIVE_DEFINITION && of(it)) collect(it);
  return needed;
}
