import { compareKeys, type Scheme } from '../levels.ts';
import { expand, includes, isSubset, type Audience, type AudienceContext } from './audience.ts';
import { impliedCategories } from './categories.ts';
import { releaseCodes, type Label, type LabelReading } from './label.ts';
import { policyOf, type Policy } from './policies.ts';

/** What labels are compared with: the schemes, the day of the decision, and dated memberships. */
export interface LabelContext extends AudienceContext {
  readonly schemes: readonly Scheme[];
}

/**
 * How two labels stand. `A_DOMINATES`: information marked `b` may flow into what is marked `a`.
 * `INCOMPARABLE`: neither may flow into the other. `NOT_COMPARABLE`: no order between their policies or
 * chains. `INVALID`: one of them is no label.
 */
export type LabelComparison =
  | 'EQUAL'
  | 'A_DOMINATES'
  | 'B_DOMINATES'
  | 'INCOMPARABLE'
  | 'NOT_COMPARABLE'
  | 'INVALID';

/** Compares two labels as they mean on the day of the decision. */
export function compareLabels(a: LabelReading, b: LabelReading, context: LabelContext): LabelComparison {
  if (!a.label || !b.label) return whyNot(a, b);
  const policy = policyOf(a.label.policy, context.schemes);
  if (!policy || a.label.policy !== b.label.policy) return 'NOT_COMPARABLE';
  if (compareKeys(policy.chains, a.label.level, b.label.level) === 'NOT_COMPARABLE') return 'NOT_COMPARABLE';
  const above = dominates(a.label, b.label, policy, context);
  const below = dominates(b.label, a.label, policy, context);
  if (above) return below ? 'EQUAL' : 'A_DOMINATES';
  return below ? 'B_DOMINATES' : 'INCOMPARABLE';
}

/** A label that contradicts itself is INVALID; one that is only not understood compares with no other policy. */
function whyNot(a: LabelReading, b: LabelReading): LabelComparison {
  const codes = [a, b].flatMap((reading) => (reading.label ? [] : reading.findings.map(({ code }) => code)));
  if (codes.includes('AMBIGUOUS_POLICY')) return 'NOT_COMPARABLE';
  const unread = codes.every((code) => code.startsWith('UNKNOWN_') || code === 'POLICY_CONFLICT');
  const apart = a.policy !== null && b.policy !== null && a.policy !== b.policy;
  return unread && apart ? 'NOT_COMPARABLE' : 'INVALID';
}

/** Whether information marked `below` may flow into what is marked `above`; both of one policy. */
function dominates(above: Label, below: Label, policy: Policy, context: AudienceContext): boolean {
  const level = compareKeys(policy.chains, below.level, above.level);
  return (
    (level === 'EQUAL' || level === 'LOWER') &&
    isSubset(impliedCategories(below.categories), impliedCategories(above.categories)) &&
    includes(audienceOf(below, policy, context), audienceOf(above, policy, context)) &&
    isSubset(below.obligations, new Set(above.obligations)) &&
    displayReaches(above, below, context) &&
    (mayBeDisclosed(below) || !mayBeDisclosed(above))
  );
}

/** Whether no further decision of the originator stands against release: RELIDO, or no bar at all. */
export function mayBeDisclosed(label: Label): boolean {
  return label.relido || label.release.kind === 'OPEN';
}

/** Whom the label's release marking reaches on the day. */
export function audienceOf(label: Label, policy: Policy, context: AudienceContext): Audience {
  const codes = releaseCodes(label, policy);
  return codes === null ? null : expand(codes, context);
}

/** Being limited to display is more than not being so; among such labels fewer countries are more. */
function displayReaches(above: Label, below: Label, context: AudienceContext): boolean {
  if (below.displayOnly === null) return true;
  if (above.displayOnly === null) return false;
  return includes(expand(below.displayOnly, context), expand(above.displayOnly, context));
}
