import { Directive } from 'type-graphql';
import type { Alternatives } from '../authorization/rules.ts';

/**
 * Who may have a type or a field. Every field needs a rule: its own, or that of its type in the same subgraph;
 * fields of the root have one of their own. Where both have one, both must hold.
 */

/** Everybody, the anonymous included. What of it is shown to whom is still the resolvers' to decide. */
export const Public = () => Directive('@public');

/** Whoever is identified, on behalf of a partner. */
export const Authenticated = () => Directive('@authenticated');

/** Those who have all scopes of one of the lists. */
export const RequiresScopes = (...scopes: Alternatives) =>
  Directive(`@requiresScopes(scopes: ${JSON.stringify(scopes)})`);

/** Those whom all policies of one of the lists allow. */
export const Policy = (...policies: Alternatives) =>
  Directive(`@policy(policies: ${JSON.stringify(policies)})`);
