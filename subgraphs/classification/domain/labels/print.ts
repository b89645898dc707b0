import type { Scheme } from '../levels.ts';
import { alpha2Of } from './countries.ts';
import type { ReleaseCode } from './audience.ts';
import { impliedCategories } from './categories.ts';
import type { Label } from './label.ts';
import { policyOf, type Policy } from './policies.ts';
import { usesUsNotation } from './read-us.ts';
import { US_CONTROLS } from './us-controls.ts';

/** `BANNER`: words, `SECRET//NOFORN`. `PORTION`: letters in brackets, `(S//NF)`, for US markings only. */
export type LabelForm = 'BANNER' | 'PORTION';

/**
 * Prints the label in the one canonical form of its policy's notation. Reading the text again by the
 * label's policy gives the same label. Empty where the policy is not among the schemes.
 */
export function printLabel(label: Label, schemes: readonly Scheme[], form: LabelForm = 'BANNER'): string {
  const policy = policyOf(label.policy, schemes);
  if (!policy) return '';
  if (!usesUsNotation(policy)) return printNational(label, policy);
  const text = printUs(label, policy, form);
  return form === 'PORTION' ? `(${text})` : text;
}

function printUs(label: Label, policy: Policy, form: LabelForm): string {
  const fields = [usLevel(label, policy, form)];
  const categories = label.categories.filter((category) => category !== 'CUI');
  const compartments = categories.filter((category) => /^(SI|TK|HCS|RSV|KDK)\b/.test(category));
  const programmes = categories.filter((category) => category.startsWith('SAR-'));
  const others = categories.filter((one) => !compartments.includes(one) && !programmes.includes(one));
  // Below CONFIDENTIAL the first field says CUI already.
  const cui = label.level !== 'U' && label.categories.includes('CUI') ? ['CUI'] : [];
  fields.push(compartments.join('/'), programmes.join('/'), [...cui, ...others].join('/'));
  fields.push(printForeignSources(label.obligations));
  const controls = US_CONTROLS.filter((control) => label.obligations.includes(control.name));
  const { release } = label;
  const dissemination = controls.map((control) => (form === 'PORTION' ? control.short : control.name));
  if (release.kind === 'NOFORN') dissemination.push(form === 'PORTION' ? 'NF' : 'NOFORN');
  if (release.kind === 'LISTED') dissemination.push(`REL TO ${usList(release.to)}`);
  if (label.relido) dissemination.push('RELIDO');
  if (label.displayOnly) dissemination.push(`DISPLAY ONLY ${label.displayOnly.join(', ')}`);
  fields.push(dissemination.join('/'));
  if (release.kind === 'EYES_ONLY') fields.push(`${release.to.join('/')} EYES ONLY`);
  return fields.filter((field) => field !== '').join('//');
}

const US_NAMES: Readonly<Record<string, string>> = {
  U: 'UNCLASSIFIED',
  C: 'CONFIDENTIAL',
  S: 'SECRET',
  TS: 'TOP SECRET',
};

function usLevel(label: Label, policy: Policy, form: LabelForm): string {
  const [kind, sources] = policy.id.split(':');
  if (sources === undefined) {
    if (label.level === 'U' && impliedCategories(label.categories).has('CUI')) return 'CUI';
    return form === 'PORTION' ? label.level : (US_NAMES[label.level] as string);
  }
  const names = sources.replaceAll(',', ' ');
  if (kind === 'JOINT') return `//JOINT ${label.level} ${names}`;
  return names === '' ? `//FGI ${label.level}` : `//${names} ${label.level}`;
}

function printForeignSources(obligations: readonly string[]): string {
  const sources = obligations
    .filter((obligation) => obligation.startsWith('FGI '))
    .map((one) => one.slice(4));
  const concealed = obligations.includes('FGI') ? ['FGI'] : [];
  return [...concealed, ...(sources.length > 0 ? [`FGI ${sources.join(' ')}`] : [])].join('/');
}

/** US lists begin with USA, whoever owns the information. */
function usList(to: readonly ReleaseCode[]): string {
  return [...to].sort((a, b) => Number(b === 'USA') - Number(a === 'USA')).join(', ');
}

/** The caveats by which policies say that only their own nationals may see it. */
const NATIONAL_EYES: Readonly<Record<string, string>> = {
  AU: ' AUSTEO',
  NZ: ' NZEO',
  CA: ' – CANADIAN EYES ONLY',
  FR: ' – SPÉCIAL FRANCE',
  'FR-DR': ' – SPÉCIAL FRANCE',
};

function printNational(label: Label, policy: Policy): string {
  const level = policy.levels.find((known) => known.key === label.level)?.name ?? label.level;
  const caveats = [...label.categories, ...label.obligations].map((caveat) =>
    caveat === 'SENSITIVE' ? '-SENSITIVE' : ` ${caveat}`,
  );
  return level + caveats.join('') + printNationalRelease(label, policy);
}

function printNationalRelease(label: Label, policy: Policy): string {
  const { release } = label;
  if (release.kind === 'LISTED') {
    const others = release.to.filter((code) => !policy.owners.includes(code));
    return policy.organisation ? ` RELEASABLE TO ${others.join(', ')}` : ` REL ${release.to.join('/')}`;
  }
  if (release.kind !== 'EYES_ONLY') return '';
  const own = release.to.length === policy.owners.length ? NATIONAL_EYES[policy.id] : undefined;
  return own ?? ` – ${release.to.map((code) => eyesName(code, policy)).join('/')} EYES ONLY`;
}

/** British caveats write countries with two letters, the United Kingdom as UK. */
function eyesName(code: ReleaseCode, policy: Policy): string {
  if (!policy.owners.includes('GBR')) return code;
  return code === 'GBR' ? 'UK' : (alpha2Of(code) ?? code);
}
