import { readCode, type ReleaseCode } from './audience.ts';
import { Draft } from './draft.ts';
import { error, unreadable, type LabelReading } from './label.ts';
import { policyId, policyOf, type Policy } from './policies.ts';
import { readNationalRest } from './read-national.ts';
import { readControl, usesUsNotation } from './read-us.ts';
import type { Scheme } from '../levels.ts';
import { comparableText, plainText } from './text.ts';

/** A label in fields, as machine forms (STANAG 4774, ISM) carry it. */
export interface StructuredMarking {
  /** A scheme's id, a country's code, or `UK`. */
  readonly policy: string;
  /** A level's key, id, abbreviation or name: `NS`, `NATO:NS`, `NATO SECRET`. */
  readonly level: string;
  readonly categories?: readonly string[] | null | undefined;
  /** Controls by name: `ORCON`, `RELIDO`, `DISPLAYONLY:AUS`. */
  readonly controls?: readonly string[] | null | undefined;
  /** The release list, or `ALL` where the marking puts no bar; absent where there is no release marking. */
  readonly releasableTo?: readonly string[] | 'ALL' | null | undefined;
  readonly noforn?: boolean | null | undefined;
}

/** Reads a structured label by the same rules as its text. Codes may be alpha-2, alpha-3 or groups. */
export function readStructured(input: StructuredMarking, schemes: readonly Scheme[]): LabelReading {
  const id = policyId(input.policy);
  const policy = policyOf(id, schemes);
  if (!policy) return unreadable(null, error('UNKNOWN_POLICY', `"${input.policy}" is no known policy.`));
  const level = levelOf(policy, input.level);
  if (!level) return unreadable(id, error('UNKNOWN_MARKING', `"${input.level}" is no level of ${id}.`));
  const draft = new Draft(policy, level);
  for (const control of [...(input.categories ?? []), ...(input.controls ?? [])]) {
    readStructuredControl(draft, control);
  }
  if (input.noforn) readStructuredControl(draft, 'NOFORN');
  if (input.releasableTo === 'ALL') draft.open = true;
  else if (input.releasableTo) draft.list('listed', codesOf(draft, input.releasableTo));
  return draft.finish();
}

function levelOf(policy: Policy, name: string): string | null {
  const key = name.startsWith(`${policy.id}:`) ? name.slice(policy.id.length + 1) : name;
  const exact = policy.levels.find((level) => level.key === key);
  return (exact ?? policy.levels.find((level) => level.forms.includes(comparableText(key))))?.key ?? null;
}

function readStructuredControl(draft: Draft, control: string): void {
  const [, displayTo] = /^DISPLAY[ _]?ONLY:(.*)$/i.exec(control) ?? [];
  if (displayTo !== undefined && usesUsNotation(draft.policy)) {
    const names = displayTo.split(/[, ]+/).filter((name) => name !== '');
    const before = draft.displayOnly ?? [];
    draft.displayOnly = null;
    draft.list('displayOnly', [...before, ...codesOf(draft, names)]);
  } else if (/^(NOFORN|NF)$/i.test(control) && !usesUsNotation(draft.policy)) {
    draft.list('eyesOnly', draft.policy.owners);
  } else if (usesUsNotation(draft.policy)) readControl(draft, plainText(control));
  else readNationalRest(draft, plainText(control));
}

function codesOf(draft: Draft, names: readonly string[]): ReleaseCode[] {
  const codes: ReleaseCode[] = [];
  for (const name of names) {
    const code = readCode(name.trim().toUpperCase());
    if (code === null) draft.unknownCode(name);
    else codes.push(code);
  }
  return codes;
}
