import { GraphQLError } from 'graphql';
import { forbidden, PublicError, unauthenticated } from '../errors.ts';
import { isPartnerViewer, type Viewer } from '../identity/viewer.ts';
import type { Denial } from './completion.ts';
import type { Requirement } from './requirements.ts';
import type { Alternatives, Rule } from './rules.ts';

/** The error of something denied: UNAUTHENTICATED where nobody is identified, FORBIDDEN otherwise. */
export function deniedError(
  { what, path, requirement }: Denial,
  requirements: readonly Requirement[],
  viewer: Viewer,
): GraphQLError {
  const rule = (requirements[requirement] as Requirement).rule;
  const { message, extensions } = isPartnerViewer(viewer) ? refused(what, rule) : unauthenticated(what);
  return new GraphQLError(message, { path, extensions });
}

function refused(what: string, rule: Rule): PublicError {
  // Policies are the schema's own affair: their names say more of a viewer than clients have to know.
  return rule.kind === 'scopes'
    ? forbidden(what, inWords(rule.alternatives))
    : new PublicError('FORBIDDEN', `${what} is not open to you.`);
}

function inWords(alternatives: Alternatives): string {
  return alternatives.map((all) => all.join(' and ')).join(' or ') || 'that nobody has';
}
