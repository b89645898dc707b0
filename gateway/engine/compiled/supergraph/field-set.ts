import { Kind, parse, type SelectionSetNode } from 'graphql';
import { refuseSupergraph } from '../refusal.ts';

/** The selections of a field set, as `@key` and `@requires` write it: `id brand { name }`. */
export function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return refuseSupergraph(`No field set: ${text}`);
  return definition.selectionSet;
}
