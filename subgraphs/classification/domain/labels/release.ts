import { expand, isSubset, readCode, type ReleaseCode } from './audience.ts';
import { releaseCodes, type Label, type LabelReading } from './label.ts';
import type { LabelContext } from './order.ts';
import { policyOf, type Policy } from './policies.ts';
import { OBLIGATION_WORDS } from './us-controls.ts';

/** Why a label may, or may not, go to the recipients. */
export type ReleaseReason =
  | 'NO_MARKING_BAR'
  | 'OWNER'
  | 'IN_RELEASE_SET'
  | 'NOT_IN_RELEASE_SET'
  | 'NEEDS_DISCLOSURE_REVIEW'
  | 'THIRD_PARTY_CONSENT'
  | 'NOFORN'
  | 'EYES_ONLY'
  | 'DISPLAY_ONLY'
  | 'MEMBERSHIP_UNCERTAIN'
  | 'INVALID_LABEL'
  | 'UNKNOWN_MARKING'
  | 'UNKNOWN_RECIPIENT'
  | 'NO_RECIPIENT';

export interface ReleaseAnswer {
  /** By marking alone: necessary, never sufficient. Agreement, clearance and need-to-know still apply. */
  readonly releasable: boolean;
  readonly code: ReleaseReason;
  readonly message: string;
  /** The recipients that the marking does not reach. */
  readonly refused: readonly string[];
  /** What those who receive it owe, from the label's obligations. */
  readonly conditions: readonly string[];
  /** What would unlock it; null where nothing does, or nothing has to. */
  readonly unlock: string | null;
}

/**
 * Whether the label may go, by its marking, to every recipient: countries (`GBR`, `GB`) and groups, taken as
 * they are on the day. Groups mean all their members. What was not understood is refused.
 */
export function releasableTo(
  reading: LabelReading,
  recipients: readonly string[],
  context: LabelContext,
): ReleaseAnswer {
  const { label } = reading;
  const policy = label && policyOf(label.policy, context.schemes);
  if (!label || !policy) return refuseReading(reading, recipients);
  if (recipients.length === 0) return refused('NO_RECIPIENT', 'No recipient is named.', []);
  const codes = recipients.map((name) => readCode(name.trim().toUpperCase()));
  const strangers = recipients.filter((_, at) => codes[at] === null);
  if (strangers.length > 0) {
    return refused('UNKNOWN_RECIPIENT', `No known country or group: ${strangers.join(', ')}.`, strangers);
  }
  const allowed = releaseCodes(label, policy);
  if (allowed === null) return granted(label, 'NO_MARKING_BAR', 'The marking puts no bar on release.');
  const outside = (codes as ReleaseCode[]).filter((code) => !reaches(allowed, code, context, 'certain'));
  if (outside.length > 0) return refusal(label, policy, allowed, outside, context);
  const owners = codes.every((code) => policy.owners.includes(code as ReleaseCode));
  return owners
    ? granted(label, 'OWNER', 'The recipients own or hold the information.')
    : granted(label, 'IN_RELEASE_SET', 'The release set holds every recipient.');
}

/** Whether the codes reach a recipient: by name, or with every country that may belong to it. */
function reaches(
  allowed: readonly ReleaseCode[],
  recipient: ReleaseCode,
  context: LabelContext,
  how: 'certain' | 'possible',
): boolean {
  if (allowed.includes(recipient)) return true;
  return isSubset(expand([recipient], context).possible, expand(allowed, context)[how]);
}

function refuseReading(reading: LabelReading, recipients: readonly string[]): ReleaseAnswer {
  const first = reading.findings.find((finding) => finding.severity === 'ERROR');
  const code = first?.code.startsWith('UNKNOWN_') ? 'UNKNOWN_MARKING' : 'INVALID_LABEL';
  return refused(code, first?.message ?? 'The label was not read.', recipients);
}

function refusal(
  label: Label,
  policy: Policy,
  allowed: readonly ReleaseCode[],
  outside: readonly ReleaseCode[],
  context: LabelContext,
): ReleaseAnswer {
  const whom = outside.join(', ');
  const display = label.displayOnly;
  if (display && outside.every((code) => reaches(display, code, context, 'possible'))) {
    const message = `Display is not release: ${whom} may not be given a copy.`;
    return refused('DISPLAY_ONLY', message, outside, 'The originator releases it.');
  }
  if (outside.every((code) => reaches(allowed, code, context, 'possible'))) {
    const message = `The dates known do not show that ${whom} is a member of the group on ${context.on}.`;
    return refused('MEMBERSHIP_UNCERTAIN', message, outside, 'The membership is confirmed for that day.');
  }
  switch (label.release.kind) {
    case 'NOFORN':
      return refused('NOFORN', `NOFORN: the originator bars release to ${whom}.`, outside);
    case 'EYES_ONLY':
      return refused('EYES_ONLY', `For ${allowed.join(', ')} only: never for ${whom}.`, outside);
    case 'LISTED':
      return refused(
        'NOT_IN_RELEASE_SET',
        `The release set does not hold ${whom}.`,
        outside,
        'The originator releases it to them.',
      );
    default:
      return unmarked(label, policy, whom, outside);
  }
}

/** No release marking: the owner has not decided, which differs from having barred it. */
function unmarked(
  label: Label,
  policy: Policy,
  whom: string,
  outside: readonly ReleaseCode[],
): ReleaseAnswer {
  const owners = policy.owners.filter((code) => !policy.id.startsWith('FGI:') || code !== 'USA').join(', ');
  if (policy.id.startsWith('FGI:') || policy.id.startsWith('JOINT:')) {
    const owner = owners === '' ? 'a source that is not named' : owners;
    const message = `Information of ${owner} goes to ${whom} only with the consent of its owner.`;
    return refused('THIRD_PARTY_CONSENT', message, outside, 'Its owner consents.');
  }
  const official = label.relido
    ? 'A designated disclosure official releases it (RELIDO).'
    : `A disclosure authority of ${owners} decides to release it.`;
  const message = `It has no release marking for ${whom}: it stays with ${owners} until a disclosure decision.`;
  return refused('NEEDS_DISCLOSURE_REVIEW', message, outside, official);
}

function refused(
  code: ReleaseReason,
  message: string,
  recipients: readonly string[],
  unlock: string | null = null,
): ReleaseAnswer {
  return { releasable: false, code, message, refused: recipients, conditions: [], unlock };
}

function granted(label: Label, code: ReleaseReason, message: string): ReleaseAnswer {
  const conditions = label.obligations.map(conditionOf);
  return { releasable: true, code, message, refused: [], conditions, unlock: null };
}

function conditionOf(obligation: string): string {
  if (/^FGI\b/.test(obligation)) return `${obligation}: passing on needs the consent of its foreign owner`;
  const words = OBLIGATION_WORDS[obligation];
  return words ? `${obligation}: ${words}` : obligation;
}
