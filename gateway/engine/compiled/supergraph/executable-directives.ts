import { Kind, type DirectiveDefinitionNode, type DirectiveNode, type DocumentNode } from 'graphql';
import type { Features } from './features.ts';

const LOCATIONS: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/** Whether clients can write the directive in operations. */
export function isExecutable({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some((it) => LOCATIONS.has(it.value));
}

/** Gives those of a client's directives that subgraphs are to see, as they are to see them. */
export type PassedOn = (directives: readonly DirectiveNode[]) => readonly DirectiveNode[];

/**
 * Directives that every subgraph defines are passed on to them, with the defaults that the supergraph has and
 * a subgraph may not have. One of a specification that some subgraphs composed into the supergraph
 * (`@composeDirective`) is not: nothing tells which of them know it. Those on operations and fragments go no
 * further than the gateway, since subgraphs get neither as the client wrote them.
 */
export function passedOn(document: DocumentNode, features: Features): PassedOn {
  const definitions = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.DIRECTIVE_DEFINITION && isExecutable(it) && !features.ownsDirective(it.name.value)
        ? [[it.name.value, it] as const]
        : [],
    ),
  );
  return (directives) =>
    directives.flatMap((it) => {
      const definition = definitions.get(it.name.value);
      return definition ? [withDefaults(it, definition)] : [];
    });
}

function withDefaults(directive: DirectiveNode, definition: DirectiveDefinitionNode): DirectiveNode {
  const given = directive.arguments ?? [];
  const defaults = (definition.arguments ?? []).flatMap(({ name, defaultValue }) =>
    defaultValue && !given.some((it) => it.name.value === name.value)
      ? [{ kind: Kind.ARGUMENT as const, name, value: defaultValue }]
      : [],
  );
  return defaults.length === 0 ? directive : { ...directive, arguments: [...given, ...defaults] };
}
