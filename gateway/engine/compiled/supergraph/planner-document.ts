import { Kind, visit, type DocumentNode } from 'graphql';

/** Arguments of `@join__field` that the planner is not to see. */
const OURS: ReadonlySet<string> = new Set(['requires', 'contextArguments']);

/**
 * The supergraph as the planner reads it: nothing requires anything. Requirements are added to operations
 * before planning, and the fetches that need them are ordered and fed by the engine itself, because the
 * planner (0.0.38) does not plan all of them: none behind a change of keys ("Expected a single parent"), and
 * under fragments and conditions it sends a field with the operation's arguments where it has others.
 * Values from a `@context` it does not know at all.
 */
export function plannerDocument(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'join__field') return undefined;
      const kept = directive.arguments?.filter((it) => !OURS.has(it.name.value)) ?? [];
      return kept.length === directive.arguments?.length ? false : { ...directive, arguments: kept };
    },
    [Kind.DIRECTIVE_DEFINITION]: () => false,
  }) as DocumentNode;
}
