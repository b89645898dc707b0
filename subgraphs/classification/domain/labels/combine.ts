import { compareKeys } from '../levels.ts';
import { expand, intersectCodes, isSubset, type ReleaseCode } from './audience.ts';
import { impliedCategories } from './categories.ts';
import {
  makeLabel,
  releaseCodes,
  warning,
  type Finding,
  type Label,
  type LabelReading,
  type Release,
} from './label.ts';
import { compareLabels, mayBeDisclosed, type LabelContext } from './order.ts';
import { policyOf, type Policy } from './policies.ts';

/** Why labels have no join or meet: a person has to decide. */
export type CombineCode =
  | 'COMBINED'
  | 'NOTHING_TO_COMBINE'
  | 'INVALID_LABEL'
  | 'DIFFERENT_POLICIES'
  | 'DIFFERENT_CHAINS'
  | 'NOFORN_EXCLUDES_DISPLAY_ONLY';

/** The combined label, or why there is none; as a reading it compares and prints like any other. */
export interface Combination extends LabelReading {
  readonly code: CombineCode;
  readonly message: string;
}

/**
 * The least label that dominates all of these: what a document made of such parts has to carry at least.
 * The highest level, every category and obligation, and only those recipients that every part allows.
 */
export function joinLabels(parts: readonly LabelReading[], context: LabelContext): Combination {
  const labels = parts.flatMap(({ label }) => label ?? []);
  const joined = combine(parts, context, joinTwo);
  // Asked of the parts and not of the steps, in which NOFORN may only stand for an empty intersection.
  const barred = labels.some((label) => label.release.kind === 'NOFORN');
  const clash = joined.label && barred && labels.some((label) => label.displayOnly);
  return clash ? none('NOFORN_EXCLUDES_DISPLAY_ONLY') : joined;
}

/** The greatest label that all of these dominate. */
export function meetLabels(parts: readonly LabelReading[], context: LabelContext): Combination {
  return combine(parts, context, meetTwo);
}

type Step = (a: Label, b: Label, policy: Policy, context: LabelContext) => Label | CombineCode;

function combine(parts: readonly LabelReading[], context: LabelContext, step: Step): Combination {
  const [first, ...rest] = parts;
  if (!first) return none('NOTHING_TO_COMBINE');
  let combined = first.label;
  if (!combined || rest.some((part) => part.label === null)) return none('INVALID_LABEL');
  const policy = policyOf(combined.policy, context.schemes);
  if (!policy || rest.some((part) => part.label?.policy !== policy.id)) return none('DIFFERENT_POLICIES');
  for (const part of rest) {
    const next = step(combined, part.label as Label, policy, context);
    if (typeof next === 'string') return none(next);
    combined = next;
  }
  return {
    ...given('COMBINED'),
    policy: policy.id,
    label: combined,
    findings: displayFindings(parts, combined),
  };
}

const MESSAGES: Readonly<Record<CombineCode, string>> = {
  COMBINED: 'The labels combine into one.',
  NOTHING_TO_COMBINE: 'There are no labels to combine.',
  INVALID_LABEL: 'One of the labels is invalid.',
  DIFFERENT_POLICIES:
    'The labels belong to different policies; only an equivalence and the owners can settle their order.',
  DIFFERENT_CHAINS: 'The levels lie on different chains of the policy; a person has to decide.',
  NOFORN_EXCLUDES_DISPLAY_ONLY:
    'One part is NOFORN and another may be displayed to others; no label carries both, so a person has to decide.',
};

function given(code: CombineCode): { code: CombineCode; message: string } {
  return { code, message: MESSAGES[code] };
}

function none(code: CombineCode): Combination {
  return { ...given(code), policy: null, label: null, findings: [] };
}

/** A duty to display only travels upwards; the leave to display does not come with it. */
function displayFindings(parts: readonly LabelReading[], combined: Label): Finding[] {
  if (combined.displayOnly === null || parts.every((part) => part.label?.displayOnly)) return [];
  const message = 'Not every part may be displayed to those that DISPLAY ONLY names.';
  return [warning('DISPLAY_ONLY_NEEDS_REVIEW', message)];
}

const joinTwo: Step = (a, b, policy, context) => {
  const level = bound(policy, a.level, b.level, 'HIGHER');
  if (level === null) return 'DIFFERENT_CHAINS';
  const displayOnly = bothOrEither(a.displayOnly, b.displayOnly, (x, y) => intersectCodes(x, y, context));
  const relido = mayBeDisclosed(a) && mayBeDisclosed(b) && (a.relido || b.relido);
  return makeLabel(policy, {
    level,
    categories: [...a.categories, ...b.categories],
    release: joinRelease(a, b, policy, context, relido || displayOnly !== null),
    obligations: [...a.obligations, ...b.obligations],
    displayOnly,
    relido,
  });
};

const meetTwo: Step = (a, b, policy) => {
  const level = bound(policy, a.level, b.level, 'LOWER');
  if (level === null) return 'DIFFERENT_CHAINS';
  const inB = impliedCategories(b.categories);
  const both = a.displayOnly && b.displayOnly;
  const release = meetRelease(a, b, policy);
  const meet = {
    level,
    categories: [...impliedCategories(a.categories)].filter((category) => inB.has(category)),
    obligations: a.obligations.filter((obligation) => b.obligations.includes(obligation)),
    displayOnly: both ? [...both, ...(a.displayOnly ?? [])] : null,
    relido: release.kind !== 'OPEN' && (a.relido || b.relido),
  };
  const label = makeLabel(policy, { ...meet, release });
  if (label.release.kind !== 'OPEN' || release.kind === 'OPEN') return label;
  // An unclassified label without any control would be open to all; its owner's restriction has to show.
  return makeLabel(policy, { ...meet, release: ownerOnly(policy) });
};

/** The least common upper (or greatest common lower) bound of two levels; null where there is no one. */
function bound(policy: Policy, a: string, b: string, side: 'HIGHER' | 'LOWER'): string | null {
  const reaches = (level: string, from: string) => {
    const found = compareKeys(policy.chains, level, from);
    return found === 'EQUAL' || found === side;
  };
  const common = policy.levels.map((level) => level.key).filter((key) => reaches(key, a) && reaches(key, b));
  return common.find((key) => common.every((other) => reaches(other, key))) ?? null;
}

function bothOrEither<T>(a: T | null, b: T | null, both: (a: T, b: T) => T): T | null {
  return a !== null && b !== null ? both(a, b) : (a ?? b);
}

/** Those that both reach. Where only the owner is left, the stricter of the reasons is kept. */
function joinRelease(
  a: Label,
  b: Label,
  policy: Policy,
  context: LabelContext,
  excludesNoforn: boolean,
): Release {
  const [aCodes, bCodes] = [releaseCodes(a, policy), releaseCodes(b, policy)];
  if (aCodes === null) return b.release;
  if (bCodes === null) return a.release;
  const kinds = [a.release.kind, b.release.kind];
  const to = intersectCodes(aCodes, bCodes, context);
  const listed: Release = { kind: kinds.includes('EYES_ONLY') ? 'EYES_ONLY' : 'LISTED', to };
  if (!isOwnerOnly(to, policy, context)) return listed;
  if (kinds.includes('NOFORN')) return excludesNoforn ? listed : { kind: 'NOFORN' };
  if (kinds.includes('EYES_ONLY')) return listed;
  if (kinds.includes('UNMARKED')) return { kind: 'UNMARKED' };
  return policy.owners.includes('USA') && !excludesNoforn ? { kind: 'NOFORN' } : listed;
}

function isOwnerOnly(to: readonly ReleaseCode[], policy: Policy, context: LabelContext): boolean {
  return isSubset(expand(to, context).certain, expand(policy.owners, context).certain);
}

/** Those that either reaches. */
function meetRelease(a: Label, b: Label, policy: Policy): Release {
  const [aCodes, bCodes] = [releaseCodes(a, policy), releaseCodes(b, policy)];
  if (aCodes === null || bCodes === null) return { kind: 'OPEN' };
  const kinds = [a.release.kind, b.release.kind];
  const lists = kinds.filter((kind) => kind === 'LISTED' || kind === 'EYES_ONLY');
  if (lists.length > 0) {
    const eyes = lists.length === 2 && !kinds.includes('LISTED');
    return { kind: eyes ? 'EYES_ONLY' : 'LISTED', to: [...aCodes, ...bCodes] };
  }
  return { kind: kinds.includes('UNMARKED') ? 'UNMARKED' : 'NOFORN' };
}

function ownerOnly(policy: Policy): Release {
  return policy.id === 'US' ? { kind: 'NOFORN' } : { kind: 'LISTED', to: policy.owners };
}

/** Whether a declared label suffices for its parts. */
export interface DeclaredCheck {
  readonly sufficient: boolean;
  readonly code: 'SUFFICIENT' | 'UNDER_MARKED' | 'NOT_COMPARABLE' | 'INVALID_LABEL';
  readonly message: string;
}

/**
 * Whether a declared label may stand on a document of these parts: it has to dominate their join.
 * Compilation may raise it above; that is its owner's decision and never computed.
 */
export function checkDeclared(
  declared: LabelReading,
  parts: readonly LabelReading[],
  context: LabelContext,
): DeclaredCheck {
  const join = joinLabels(parts, context);
  if (declared.label === null || join.code === 'INVALID_LABEL') {
    return { sufficient: false, code: 'INVALID_LABEL', message: MESSAGES.INVALID_LABEL };
  }
  if (join.label === null) return { sufficient: false, code: 'NOT_COMPARABLE', message: join.message };
  const found = compareLabels(declared, join, context);
  if (found === 'EQUAL' || found === 'A_DOMINATES') {
    return { sufficient: true, code: 'SUFFICIENT', message: 'The declared label dominates its parts.' };
  }
  const code = found === 'NOT_COMPARABLE' ? found : 'UNDER_MARKED';
  return { sufficient: false, code, message: 'The declared label does not dominate the join of its parts.' };
}
