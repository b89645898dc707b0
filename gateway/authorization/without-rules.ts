import { Kind, parse, print, visit, type ASTNode, type ConstDirectiveNode } from 'graphql';
import { ruleDirectives } from './supergraph-access.ts';

const RULES = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v\d+\.\d+\/?$/;

/**
 * A supergraph without its rules of access, for an engine that refuses to read them: whoever executes over it
 * has to be held to them before.
 */
export function withoutRules(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  const names = new Set(Object.values(ruleDirectives(document)).filter(Boolean));
  if (names.size === 0) return sdl;
  const types = new Set<string>();
  const keepNames = (node: ASTNode) => visit(node, { NamedType: (it) => void types.add(it.name.value) });
  for (const it of document.definitions) {
    if (it.kind === Kind.DIRECTIVE_DEFINITION && names.has(it.name.value)) keepNames(it);
  }
  return print(
    visit(document, {
      Directive: (it) =>
        names.has(it.name.value) || isLinkOfRules(it as ConstDirectiveNode) ? null : undefined,
      DirectiveDefinition: (it) => (names.has(it.name.value) ? null : undefined),
      ScalarTypeDefinition: (it) => (types.has(it.name.value) ? null : undefined),
    }),
  );
}

function isLinkOfRules({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  if (name.value !== 'link' && name.value !== 'core') return false;
  return given.some(({ value }) => value.kind === Kind.STRING && RULES.test(value.value));
}
