import { sortCodes, type ReleaseCode } from './audience.ts';
import { minimalCategories } from './categories.ts';
import type { Policy } from './policies.ts';

/**
 * Who may receive by marking alone. `OPEN`: no bar. `UNMARKED`: no release marking, so the owner only until
 * a disclosure decision. `NOFORN`: the owner only, by the originator's will. `EYES_ONLY` and `LISTED`: the
 * codes named, owner included.
 */
export type Release =
  | { readonly kind: 'OPEN' | 'UNMARKED' | 'NOFORN' }
  | { readonly kind: 'EYES_ONLY' | 'LISTED'; readonly to: readonly ReleaseCode[] };

/**
 * A security label in normal form: one policy, a level of it, categories (every one is needed), a release
 * set, and obligations that travel with the information. Build it with `makeLabel` only.
 */
export interface Label {
  /** A scheme's id (`US`, `CA`), or foreign information in a US paper (`FGI:DEU`, `JOINT:GBR,USA`). */
  readonly policy: string;
  /** The key of a level of that policy. */
  readonly level: string;
  readonly categories: readonly string[];
  readonly release: Release;
  readonly obligations: readonly string[];
  /** To whom it may be displayed, not released; null where it is not limited to display. */
  readonly displayOnly: readonly ReleaseCode[] | null;
  /** Whether a designated disclosure official may release it (RELIDO). */
  readonly relido: boolean;
}

export type FindingSeverity = 'ERROR' | 'WARNING';

/** Stable codes of what was found when reading a label. */
export type FindingCode =
  | 'EMPTY_MARKING'
  | 'UNKNOWN_MARKING'
  | 'UNKNOWN_CODE'
  | 'UNKNOWN_POLICY'
  | 'AMBIGUOUS_POLICY'
  | 'POLICY_CONFLICT'
  | 'POLICY_ASSUMED'
  | 'SCHEME_OUT_OF_FORCE'
  | 'RELEASE_WITHOUT_LIST'
  | 'CONFLICTING_RELEASE'
  | 'NOFORN_EXCLUDES_REL'
  | 'NOFORN_EXCLUDES_EYES_ONLY'
  | 'NOFORN_EXCLUDES_DISPLAY_ONLY'
  | 'NOFORN_EXCLUDES_RELIDO'
  | 'EYES_ONLY_EXCLUDES_REL'
  | 'REL_TO_MUST_LIST_USA_FIRST'
  | 'REL_TO_ORDER'
  | 'OPEN_RELEASE_ON_CONTROLLED'
  | 'CUI_ON_CLASSIFIED'
  | 'DISPLAY_ONLY_NEEDS_REVIEW';

export interface Finding {
  readonly severity: FindingSeverity;
  readonly code: FindingCode;
  readonly message: string;
}

/** A label as read: null where a finding is an error. */
export interface LabelReading {
  /** The policy that it was read by; null where none was recognised. */
  readonly policy: string | null;
  readonly label: Label | null;
  readonly findings: readonly Finding[];
}

/** The reading of a label that is known to be well formed. */
export function readingOf(label: Label): LabelReading {
  return { policy: label.policy, label, findings: [] };
}

/** The reading of a marking that cannot be read, by which policy it was tried. */
export function unreadable(policy: string | null, ...findings: Finding[]): LabelReading {
  return { policy, label: null, findings };
}

export function error(code: FindingCode, message: string): Finding {
  return { severity: 'ERROR', code, message };
}

export function warning(code: FindingCode, message: string): Finding {
  return { severity: 'WARNING', code, message };
}

/** The parts of a label before they are brought into normal form. */
export interface LabelParts {
  readonly level: string;
  readonly categories: Iterable<string>;
  readonly release: Release;
  readonly obligations: Iterable<string>;
  readonly displayOnly: readonly ReleaseCode[] | null;
  readonly relido: boolean;
}

/**
 * Brings the parts into normal form: sorted sets, categories without those that others imply, the owner in
 * every list, and a release that fits: nothing is open but an uncontrolled level that puts no bar, and a
 * list that names an organisation alone says no more than its unmarked label.
 */
export function makeLabel(policy: Policy, parts: LabelParts): Label {
  const categories = minimalCategories(parts.categories);
  const obligations = [...new Set(parts.obligations)].sort();
  const displayOnly = parts.displayOnly && sortCodes(parts.displayOnly, policy.owners);
  const controlled = categories.length + obligations.length > 0 || displayOnly !== null || parts.relido;
  const open = policy.openLevels.includes(parts.level) && !controlled;
  return {
    policy: policy.id,
    level: parts.level,
    categories,
    release: normalRelease(policy, parts.release, open),
    obligations,
    displayOnly,
    relido: parts.relido,
  };
}

function normalRelease(policy: Policy, release: Release, open: boolean): Release {
  switch (release.kind) {
    case 'OPEN':
    case 'UNMARKED':
      return { kind: open ? 'OPEN' : 'UNMARKED' };
    case 'NOFORN':
      return release;
    case 'LISTED':
    case 'EYES_ONLY': {
      const to = sortCodes([...policy.owners, ...release.to], policy.owners);
      if (policy.organisation && to.length === policy.owners.length) return { kind: 'UNMARKED' };
      return { kind: release.kind, to };
    }
  }
}

/** The codes of those who may receive by the label's release marking; null stands for everyone. */
export function releaseCodes(label: Label, policy: Policy): readonly ReleaseCode[] | null {
  switch (label.release.kind) {
    case 'OPEN':
      return null;
    case 'UNMARKED':
    case 'NOFORN':
      return policy.owners;
    case 'LISTED':
    case 'EYES_ONLY':
      return label.release.to;
  }
}
