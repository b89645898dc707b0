import {
  isTypeDefinitionNode,
  Kind,
  parse,
  parseType,
  type DocumentNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { refuseSupergraph } from '../refusal.ts';
import { applications } from './directives.ts';

/** An argument whose value comes from an object above the field, not from the operation. */
export interface ContextArgument {
  readonly argument: string;
  readonly type: TypeNode;
  /** The name of the context, which marks the types that set it. */
  readonly context: string;
  /** Leads from an object that sets the context to the value. */
  readonly selections: SelectionSetNode;
}

/** Reads `contextArguments` of a `@join__field`. */
export function contextArgumentsOf(joined: Readonly<Record<string, unknown>>): ContextArgument[] {
  const written = joined['contextArguments'];
  if (!Array.isArray(written)) return [];
  return (written as Record<string, unknown>[]).map((it) => ({
    argument: String(it['name']),
    type: parseType(String(it['type']), { noLocation: true }),
    context: String(it['context']),
    selections: selectionsOf(String(it['selection'])),
  }));
}

/** Names of the types that set `context`. */
export function settersOf(document: DocumentNode, context: string): string[] {
  return document.definitions.flatMap((it) =>
    isTypeDefinitionNode(it) && applications(it, 'context').some((one) => one['name'] === context)
      ? [it.name.value]
      : [],
  );
}

function selectionsOf(text: string): SelectionSetNode {
  const trimmed = text.trim();
  const document = parse(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`, { noLocation: true });
  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return refuseSupergraph(`No selection: ${text}`);
  return definition.selectionSet;
}
