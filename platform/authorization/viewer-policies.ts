import type { Viewer } from '../identity/viewer.ts';
import type { PolicyEvaluator } from './policies.ts';

/** What policies read of a viewer, by the kind that stands before the colon: all that a viewer has of it. */
const KINDS: Readonly<Record<string, (viewer: Viewer) => readonly string[]>> = {
  partner: ({ partner }) => (partner === null ? [] : [partner]),
  tag: ({ tags }) => tags,
  role: ({ roles }) => roles,
  clearance: ({ clearance }) => (clearance === null ? [] : [clearance]),
  citizenship: ({ citizenships }) => citizenships,
};

/**
 * The policies that `@policy` may name: a kind and a value, such as `partner:GB` or `tag:US-DOD`. A policy of
 * any other name allows nobody.
 */
export const viewerPolicies: PolicyEvaluator = (policy, viewer) => {
  const colon = policy.indexOf(':');
  const kind = policy.slice(0, Math.max(colon, 0));
  return Object.hasOwn(KINDS, kind) && (KINDS[kind]?.(viewer).includes(policy.slice(colon + 1)) ?? false);
};
