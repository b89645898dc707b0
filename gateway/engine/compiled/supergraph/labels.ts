import { applies, type Overrides } from '../overrides.ts';

/**
 * Whether a subgraph does not give a field because of what applies of `@override(label:)`.
 * @param joined the arguments of the `@join__field` of the subgraph.
 */
export function isLost(joined: Readonly<Record<string, unknown>>, overrides: Overrides): boolean {
  const label = joined['overrideLabel'];
  if (typeof label !== 'string') return false;
  const isOverriding = joined['override'] !== undefined;
  return isOverriding !== applies(label, overrides);
}
