import { valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';
import { isPartnerViewer, type Viewer } from '../identity/viewer.ts';

/** Names of which one list must be held in full: `[["a", "b"], ["c"]]` is (a and b) or c. */
export type Alternatives = readonly (readonly string[])[];

/**
 * What one directive on a type or a field demands: that somebody is identified, scopes, or policies. Where
 * several stand on one element, or on the type beside the field, all of them must hold.
 */
export type Rule =
  | { readonly kind: 'authenticated'; readonly key: string }
  | { readonly kind: 'scopes' | 'policies'; readonly key: string; readonly alternatives: Alternatives };

/** What the directives of rules are called in a schema (without `@`). */
export interface RuleDirectives {
  readonly authenticated: string;
  readonly requiresScopes: string;
  readonly policy: string;
}

/** Their names where a schema imports them as they are, as ours do. */
export const RULE_DIRECTIVES: RuleDirectives = {
  authenticated: 'authenticated',
  requiresScopes: 'requiresScopes',
  policy: 'policy',
};

/** The rules that directives state; equal rules have equal keys. */
export function rulesIn(directives: readonly ConstDirectiveNode[], names: RuleDirectives): Rule[] {
  return directives.flatMap((it): Rule[] => {
    switch (it.name.value) {
      case names.authenticated:
        return [{ kind: 'authenticated', key: 'authenticated' }];
      case names.requiresScopes:
        return [alternativesRule('scopes', it)];
      case names.policy:
        return [alternativesRule('policies', it)];
      default:
        return [];
    }
  });
}

/**
 * Whether a rule holds for a viewer. Of no alternatives none can hold; an alternative that needs nothing
 * always does.
 * @param granted the policies that allow this viewer.
 */
export function holds(rule: Rule, viewer: Viewer, granted: ReadonlySet<string>): boolean {
  switch (rule.kind) {
    case 'authenticated':
      return isPartnerViewer(viewer);
    case 'scopes':
      return rule.alternatives.some((all) => all.every((it) => viewer.scopes.includes(it)));
    case 'policies':
      return rule.alternatives.some((all) => all.every((it) => granted.has(it)));
  }
}

/** The policies that rules ask for, each once. */
export function policiesOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap((it) => (it.kind === 'policies' ? it.alternatives.flat() : [])))];
}

function alternativesRule(kind: 'scopes' | 'policies', { arguments: given = [] }: ConstDirectiveNode): Rule {
  const written = given.find((it) => it.name.value === kind)?.value;
  const alternatives = alternativesOf(written && valueFromASTUntyped(written));
  return { kind, alternatives, key: `${kind} ${JSON.stringify(alternatives)}` };
}

/** What is no list of lists of names demands what nobody has. */
function alternativesOf(value: unknown): Alternatives {
  if (!Array.isArray(value) || !value.every((it) => Array.isArray(it))) return [];
  const lists = value.map((it: unknown[]) => [...new Set(it.map(String))].sort());
  return [...new Map(lists.map((it) => [JSON.stringify(it), it])).values()].sort();
}
