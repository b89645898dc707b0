import type { Day } from '../../../../platform/calendar/day.ts';
import { coverage, type Coverage } from '../../../../platform/calendar/period.ts';
import type { Scheme } from '../levels.ts';
import { error, unreadable, warning, type Finding, type LabelReading } from './label.ts';
import { leadingLevel, policyId, policyOf, type Policy } from './policies.ts';
import { readNational } from './read-national.ts';
import { readUs, usesUsNotation } from './read-us.ts';
import { comparableText, plainText } from './text.ts';

export interface ParseContext {
  readonly schemes: readonly Scheme[];
  /** The day of the decision: among several schemes of one holder it prefers those in force. */
  readonly on: Day;
}

/**
 * Reads a marking's text. With `policy` (a scheme's id, a country's code, or `UK`) it is read as a marking of
 * that policy; without, the policy is recognised, and where several fit the reading says so and gives no
 * label. Never throws: what is not understood is an ERROR, and then there is no label.
 */
export function parseLabel(text: string, context: ParseContext, policy?: string | null): LabelReading {
  const plain = plainText(text);
  if (plain === '' || plain === '()') {
    return unreadable(null, error('EMPTY_MARKING', 'There is no marking to read.'));
  }
  if (/^\(?\/\//.test(plain)) return readUs(plain, context.schemes);
  const prefix = nationalPrefix(plain);
  const asked = policy ? policyId(policy) : null;
  if (prefix && asked && !sameHolder(asked, prefix.policy, context)) {
    const message = `"${text.trim()}" names ${prefix.policy}, and ${asked} was asked for.`;
    return unreadable(prefix.policy, error('POLICY_CONFLICT', message));
  }
  const body = prefix ? prefix.rest : plain;
  if (asked) return readAs(asked, body, context);
  if (prefix) return readAs(prefix.policy, body, context);
  if (/^official\s+sensitive\b/i.test(text.trim())) {
    // The United Kingdom writes a dash and Australia a colon; with neither it is not to be told.
    const message = `"${text.trim()}" may be OFFICIAL-SENSITIVE of GB or OFFICIAL: Sensitive of AU.`;
    return unreadable(null, error('AMBIGUOUS_POLICY', message));
  }
  if (/^official\s*[-\u2010-\u2015]\s*sensitive\b/i.test(text.trim())) return readAs('GB', body, context);
  const signature = SIGNATURES.find(([pattern]) => pattern.test(plain));
  return signature ? readAs(signature[1], body, context) : recognised(body, context);
}

/** Words that only one policy's markings hold. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\(/, 'US'],
  [/\b(AUSTEO|AGAO)\b|\bREL AUS\b/, 'AU'],
  [/\b(NZEO|NEW ZEALAND EYES ONLY)\b/, 'NZ'],
  [/\bCANADIAN EYES ONLY$/, 'CA'],
  [/\bSPECIAL FRANCE$/, 'FR'],
  [/^(OFFICIAL|SECRET|TOP SECRET)[ /]+UK\b.* EYES ONLY$/, 'GB'],
  [/\/\/|^CUI$/, 'US'],
];

/** A marking that names its country first: `UK SECRET`, `US TS`, `CAN SECRET`. */
function nationalPrefix(plain: string): { policy: string; rest: string } | null {
  const match = /^(UK|US|USA|GBR|GB|CAN|CA|AUS|AU|NZL|NZ) (.+)$/.exec(plain);
  return match ? { policy: policyId(match[1] as string), rest: match[2] as string } : null;
}

function sameHolder(asked: string, named: string, { schemes }: ParseContext): boolean {
  return asked === named || schemes.find((scheme) => scheme.id === asked)?.holder.code === named;
}

/**
 * Reads the text by the policy's own scheme, or, where its level is not one of it, by the other schemes of
 * the same holder: `DIFFUSION RESTREINTE` for `FR` is a marking of `FR-DR`.
 */
function readAs(id: string, text: string, context: ParseContext): LabelReading {
  const policy = policyOf(id, context.schemes);
  const others = heldBy(id, context).filter((one) => one.id !== id);
  const candidates = policy ? [policy, ...others] : others;
  if (candidates.length === 0)
    return unreadable(null, error('UNKNOWN_POLICY', `"${id}" is no known policy.`));
  if (policy && usesUsNotation(policy)) return readUs(text, context.schemes);
  const fitting = candidates.find((one) => leadingLevel(one, comparableText(text)) !== null);
  return byNation(text, fitting ?? (candidates[0] as Policy), context);
}

/** Reads by a national policy; a scheme out of force on the day is still read, with a warning. */
function byNation(text: string, policy: Policy, { schemes, on }: ParseContext): LabelReading {
  const reading = readNational(text, policy);
  const scheme = schemes.find((known) => known.id === policy.id);
  if (!reading.label || !scheme || coverageOf(scheme, on) !== 'AFTER') return reading;
  const old = warning('SCHEME_OUT_OF_FORCE', `${policy.id} is no longer in force; its markings remain.`);
  return { ...reading, findings: [...reading.findings, old] };
}

/** The policies of a holder, those in force on the day first. */
function heldBy(holder: string, context: ParseContext): Policy[] {
  return [...context.schemes]
    .filter((scheme) => scheme.holder.code === holder)
    .sort((a, b) => Number(inForce(b, context.on)) - Number(inForce(a, context.on)))
    .map((scheme) => policyOf(scheme.id, context.schemes))
    .filter((policy) => policy !== null);
}

function inForce(scheme: Scheme, on: Day): boolean {
  return coverageOf(scheme, on) === 'IN';
}

function coverageOf(scheme: Scheme, on: Day): Coverage {
  return coverage({ from: scheme.validFrom, until: scheme.validUntil }, on);
}

/** Finds the policy by the level's name: the longest match, in the schemes in force before others. */
function recognised(text: string, context: ParseContext): LabelReading {
  if (/^(U|C|S|TS)$/.test(text)) {
    const assumed: Finding = warning('POLICY_ASSUMED', `"${text}" was read as a portion mark of US.`);
    const reading = readUs(text, context.schemes);
    return { ...reading, findings: [...reading.findings, assumed] };
  }
  const matches = context.schemes.flatMap((scheme) => {
    const policy = policyOf(scheme.id, context.schemes);
    const level = policy && leadingLevel(policy, comparableText(text));
    // One letter is no name: too many schemes abbreviate to it.
    return policy && level && level.length > 1 ? [{ scheme, policy, length: level.length }] : [];
  });
  const longest = matches.filter((one) => one.length === Math.max(...matches.map((match) => match.length)));
  const current = longest.filter((one) => inForce(one.scheme, context.on));
  const fitting = current.length > 0 ? current : longest;
  const [only] = fitting;
  if (!only) return unreadable(null, error('UNKNOWN_MARKING', `"${text}" begins with no known level.`));
  if (fitting.length > 1) {
    const ids = fitting.map((one) => one.scheme.id).join(', ');
    return unreadable(null, error('AMBIGUOUS_POLICY', `"${text}" is a marking of several policies: ${ids}.`));
  }
  return only.policy.id === 'US' ? readUs(text, context.schemes) : byNation(text, only.policy, context);
}
