import { alpha2Of, alpha3Of } from './countries.ts';
import { isGroup, readCode, type ReleaseCode } from './audience.ts';
import type { Scheme } from '../levels.ts';
import { comparableText } from './text.ts';

/** What a label's policy settles: its levels and their order, and whom its information belongs to. */
export interface Policy {
  readonly id: string;
  readonly chains: readonly (readonly string[])[];
  readonly levels: readonly PolicyLevel[];
  /** Codes of the owners; foreign information in a US paper belongs to its source and is held by the US. */
  readonly owners: readonly ReleaseCode[];
  readonly organisation: boolean;
  /** Levels that, without controls, put no bar on release. */
  readonly openLevels: readonly string[];
}

export interface PolicyLevel {
  readonly key: string;
  /** As printed. */
  readonly name: string;
  /** Every form that it is written in, comparable (`comparableText`), the key and abbreviation included. */
  readonly forms: readonly string[];
}

/**
 * Levels that mark information as unclassified or not protected. NATO UNCLASSIFIED and OFFICIAL are not
 * among them: both stay with their owner unless released.
 */
const OPEN_LEVELS: Readonly<Record<string, readonly string[]>> = {
  US: ['U'],
  CA: ['U'],
  NZ: ['U'],
  'FR-DR': ['NP'],
  'GB-GPMS': ['NPM'],
};

/** Other names under which policies are asked for; two names for Canada's chains are in use. */
const POLICY_ALIASES: Readonly<Record<string, string>> = { UK: 'GB', 'CA-P': 'CA', 'CA-C': 'CA' };

/** The scheme id that a name for a policy means: `UK` and `GBR` mean `GB`. */
export function policyId(name: string): string {
  const text = name.trim().toUpperCase();
  return POLICY_ALIASES[text] ?? alpha2Of(text) ?? text;
}

const FOREIGN = /^(FGI|JOINT):([A-Z]{3,4}(?:,[A-Z]{3,4})*)?$/;

/** The id of the policy of foreign (or joint) information in a US paper; sorted, so that order is nothing. */
export function foreignPolicyId(kind: 'FGI' | 'JOINT', owners: readonly ReleaseCode[]): string {
  return `${kind}:${[...new Set(owners)].sort().join(',')}`;
}

/** The policy that a label names; null where there is no such scheme. */
export function policyOf(id: string, schemes: readonly Scheme[]): Policy | null {
  const foreign = FOREIGN.exec(id);
  if (foreign) return foreignPolicy(id, foreign[2]?.split(',') ?? []);
  const scheme = schemes.find((known) => known.id === id);
  if (!scheme) return null;
  const known = POLICIES.get(scheme);
  if (known) return known;
  const policy = schemePolicy(scheme);
  POLICIES.set(scheme, policy);
  return policy;
}

/** Policies by the scheme object they were made of: making one normalises every form of every level. */
const POLICIES = new WeakMap<Scheme, Policy>();

const FOREIGN_LEVELS: readonly (readonly [string, string])[] = [
  ['U', 'UNCLASSIFIED'],
  ['R', 'RESTRICTED'],
  ['C', 'CONFIDENTIAL'],
  ['S', 'SECRET'],
  ['TS', 'TOP SECRET'],
];

/** Foreign levels are written with the letters of US portion marks; they order inside one source only. */
function foreignPolicy(id: string, sources: readonly string[]): Policy {
  return {
    id,
    chains: [FOREIGN_LEVELS.map(([key]) => key)],
    levels: FOREIGN_LEVELS.map(([key, name]) => ({ key, name: key, forms: [key, name] })),
    owners: [...new Set([...sources, 'USA'])],
    organisation: false,
    openLevels: [],
  };
}

function schemePolicy(scheme: Scheme): Policy {
  const { code, kind } = scheme.holder;
  return {
    id: scheme.id,
    chains: scheme.chains,
    levels: scheme.levels.map((level) => ({
      key: level.key,
      name: level.nativeName.split(' / ')[0] as string,
      forms: formsOf(level.nativeName, level.abbreviation, level.key),
    })),
    owners: [isGroup(code) ? code : (readCode(code) ?? alpha3Of(code) ?? code)],
    organisation: kind === 'ORGANISATION',
    openLevels: OPEN_LEVELS[scheme.id] ?? [],
  };
}

/** The name as a whole, each of its language variants, without umlauts, the abbreviation and the key. */
function formsOf(nativeName: string, abbreviation: string | null, key: string): string[] {
  const names = [nativeName, ...nativeName.split(' / '), abbreviation ?? key, key];
  const bilingual = /^\S.* UE\/EU \S/.test(nativeName) ? nativeName.split('/') : [];
  const written = [...names, ...bilingual];
  const umlauts = written.map((name) => name.toUpperCase().replace(/[ÄÖÜ]/g, (letter) => `${letter}E`));
  return [...new Set([...written, ...umlauts].map(comparableText))];
}

/** The level whose form begins `text` (comparable), the longest form first, and how long that form is. */
export function leadingLevel(policy: Policy, text: string): { key: string; length: number } | null {
  let found: { key: string; length: number } | null = null;
  for (const level of policy.levels) {
    for (const form of level.forms) {
      const ends = text.length === form.length || /[ /(]/.test(text.charAt(form.length));
      if (text.startsWith(form) && ends && form.length > (found?.length ?? 0)) {
        found = { key: level.key, length: form.length };
      }
    }
  }
  return found;
}
