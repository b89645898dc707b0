import fc from 'fast-check';
import { partnerViewer, ANONYMOUS, type Viewer } from '../../../../platform/identity/viewer.ts';

/** A rule as drawn: any of the three directives, together. */
export interface DrawnRule {
  readonly authenticated: boolean;
  readonly scopes: readonly (readonly string[])[] | null;
  readonly policies: readonly (readonly string[])[] | null;
}

const SCOPES = ['a', 'b', 'c', 'd'];
const POLICIES = ['p', 'q', 'r'];

const alternatives = (names: readonly string[]) =>
  fc.array(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  });

/** A rule of nothing half of the time. */
export const drawnRule: fc.Arbitrary<DrawnRule> = fc.record({
  authenticated: fc.boolean(),
  scopes: fc.option(alternatives(SCOPES), { freq: 2 }),
  policies: fc.option(alternatives(POLICIES), { freq: 1 }),
});

export const maybeRule: fc.Arbitrary<DrawnRule> = fc.oneof(
  fc.constant({ authenticated: false, scopes: null, policies: null }),
  drawnRule,
);

/** Viewers with any scopes; what policies grant is drawn with them, as tags. */
export const drawnViewer: fc.Arbitrary<Viewer> = fc.oneof(
  { arbitrary: fc.constant(ANONYMOUS), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.subarray(POLICIES), fc.subarray(SCOPES))
      .map(([policies, scopes]) => partnerViewer('GB', 'user', policies, scopes)),
    weight: 5,
  },
);

/** Decides the drawn policies. */
export const byTags = (policy: string, { tags }: Viewer): boolean => tags.includes(policy);

/** The directives of a rule, as a subgraph writes them. */
export function directives({ authenticated, scopes, policies }: DrawnRule): string {
  return [
    authenticated ? '@authenticated' : '',
    scopes ? `@requiresScopes(scopes: ${JSON.stringify(scopes)})` : '',
    policies ? `@policy(policies: ${JSON.stringify(policies)})` : '',
  ].join(' ');
}

/** Whether a rule lets a viewer in: the words of the specification, one after the other. */
export function letsIn(rule: DrawnRule, viewer: Viewer): boolean {
  if (rule.authenticated && viewer.partner === null) return false;
  for (const [needed, held] of [
    [rule.scopes, viewer.scopes],
    [rule.policies, viewer.tags],
  ] as const) {
    if (needed === null) continue;
    let any = false;
    for (const list of needed) {
      let all = true;
      for (const name of list) if (held.indexOf(name) < 0) all = false;
      if (all) any = true;
    }
    if (!any) return false;
  }
  return true;
}
