import { GraphQLError } from 'graphql';
import { forbidden, PublicError, unauthenticated } from '../errors.ts';
import { isPartnerViewer, type Viewer } from '../identity/viewer.ts';
import type { Denial } from './completion.ts';
import type { Requirement } from './requirements.ts';
import type { Alternatives, Rule } from './rules.ts';

/**
 * The errors of what was denied: UNAUTHENTICATED where nobody is identified, FORBIDDEN otherwise. A list can
 * have as many as it has rows, so what they say is written once, and none is traced to where it was made.
 */
export function deniedErrors(
  denials: readonly Denial[],
  requirements: readonly Requirement[],
  viewer: Viewer,
): GraphQLError[] {
  const reasons = new Map<string, PublicError>();
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return denials.map(({ what, path, requirement }) => {
      let reason = reasons.get(what);
      if (!reason) {
        const { rule } = requirements[requirement] as Requirement;
        reason = isPartnerViewer(viewer) ? refused(what, rule) : unauthenticated(what);
        reasons.set(what, reason);
      }
      return new GraphQLError(reason.message, { path, extensions: reason.extensions });
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
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
