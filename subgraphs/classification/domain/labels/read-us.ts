import { readTrigraph, type ReleaseCode } from './audience.ts';
import { readUsCategory } from './categories.ts';
import { Draft } from './draft.ts';
import { error, unreadable, type LabelReading } from './label.ts';
import { readNationalRest } from './read-national.ts';
import { foreignPolicyId, leadingLevel, policyOf, type Policy } from './policies.ts';
import type { Scheme } from '../levels.ts';
import { plainText } from './text.ts';
import { readNoforn, readUsControl } from './us-controls.ts';

/**
 * Reads a US banner (`SECRET//SI//REL TO USA, GBR`), a portion mark (`(S//NF)`), and what US papers hold of
 * others: `//DEU TS`, `//JOINT S CAN GBR`, `//NS`.
 */
export function readUs(text: string, schemes: readonly Scheme[]): LabelReading {
  const inner = plainText(text).replace(/^\((.*)\)$/, '$1');
  if (inner.startsWith('//')) return readForeign(inner.slice(2), schemes);
  const [first = '', ...segments] = inner.split('//');
  const level = usLevel(first);
  const policy = policyOf('US', schemes);
  if (!policy) return unreadable(null, error('UNKNOWN_POLICY', 'The scheme US is not known.'));
  if (!level) return unreadable('US', error('UNKNOWN_MARKING', `"${first}" is no level of US.`));
  const draft = new Draft(policy, level.key);
  if (level.category) draft.categories.add(level.category);
  readSegments(draft, segments);
  return draft.finish();
}

const US_LEVELS: Readonly<Record<string, string>> = {
  U: 'U',
  UNCLASSIFIED: 'U',
  C: 'C',
  CONFIDENTIAL: 'C',
  S: 'S',
  SECRET: 'S',
  TS: 'TS',
  'TOP SECRET': 'TS',
};

/** The level that the first field names. CUI stands there too: a category on unclassified information. */
function usLevel(field: string): { key: string; category: string | null } | null {
  const name = field.replace(/^(US|USA) /, '');
  if (name === 'CUI' || name === 'CONTROLLED') return { key: 'U', category: 'CUI' };
  const key = Object.hasOwn(US_LEVELS, name) ? US_LEVELS[name] : undefined;
  return key ? { key, category: null } : null;
}

/** Information of others in a US paper: the field after the leading `//` names its source and level. */
function readForeign(text: string, schemes: readonly Scheme[]): LabelReading {
  const [first = '', ...segments] = text.split('//');
  const nato = policyOf('NATO', schemes);
  const natoLevel = nato && leadingLevel(nato, first.replaceAll('-', ' '));
  if (nato && natoLevel) {
    const draft = new Draft(nato, natoLevel.key);
    readNationalRest(draft, [first.slice(natoLevel.length), ...segments].join('//'));
    return draft.finish();
  }
  const source = foreignSource(first);
  const policy = source && policyOf(source.policy, schemes);
  if (!policy) {
    return unreadable(null, error('UNKNOWN_MARKING', `"//${first}" names no known source and level.`));
  }
  const draft = new Draft(policy, source.level);
  readSegments(draft, segments);
  return draft.finish();
}

/** `DEU TS`, `FGI S` (source concealed), `CAN DEU S`, `JOINT S CAN GBR USA`. */
function foreignSource(field: string): { policy: string; level: string } | null {
  const joint = /^JOINT (TOP SECRET|[A-Z]+) (.+)$/.exec(field);
  const foreign = /^(.+?) (TOP SECRET|[A-Z]+)$/.exec(field);
  const [level, names] = joint ? [joint[1], joint[2]] : [foreign?.[2], foreign?.[1]];
  const key = level === 'R' || level === 'RESTRICTED' ? 'R' : US_LEVELS[level ?? ''];
  if (!key || !names) return null;
  if (!joint && names === 'FGI') return { policy: foreignPolicyId('FGI', []), level: key };
  const codes = names.split(' ').map(readTrigraph);
  if (codes.some((code) => code === null || code === 'USA') && !joint) return null;
  if (codes.includes(null)) return null;
  return { policy: foreignPolicyId(joint ? 'JOINT' : 'FGI', codes as ReleaseCode[]), level: key };
}

/** Reads the fields after the level. Controls of one field are separated by `/`. */
function readSegments(draft: Draft, segments: readonly string[]): void {
  for (const segment of segments) {
    const eyes = /^(.+) EYES ONLY$/.exec(segment);
    if (eyes) {
      draft.list('eyesOnly', codesOf(draft, (eyes[1] as string).split(/[/, ]+/)));
      continue;
    }
    let programme = false;
    for (const token of segment.split('/')) {
      const text = token.trim().replace(/^SPECIAL ACCESS REQUIRED-/, 'SAR-');
      // Programmes share one prefix: `SAR-BP/GB` names SAR-BP and SAR-GB.
      const control = programme && !text.includes('-') ? `SAR-${text}` : text;
      programme ||= text.startsWith('SAR-');
      readControl(draft, control);
    }
  }
}

/** Reads one control of a US label into the draft. Structured labels give theirs through it too. */
export function readControl(draft: Draft, text: string): void {
  const release = /^REL(?:EASABLE)?(?: TO)?(?: (.*))?$/.exec(text);
  const display = /^DISPLAY ?ONLY(?: TO)?(?: (.*))?$/.exec(text);
  const foreign = /^FGI(?: (.+))?$/.exec(text);
  const category = readUsCategory(text);
  const control = readUsControl(text);
  const noforn = readNoforn(text);
  if (release) draft.list('listed', codesOf(draft, words(release[1])));
  else if (display) draft.list('displayOnly', codesOf(draft, words(display[1])));
  else if (foreign) for (const source of foreignSources(draft, foreign[1])) draft.obligations.add(source);
  else if (text === 'RELIDO') draft.relido = true;
  else if (noforn) {
    draft.noforn = true;
    if (noforn.obligation) draft.obligations.add(noforn.obligation);
  } else if (control) draft.obligations.add(control.name);
  else if (category) draft.categories.add(category);
  else draft.unknown(text);
}

/** The owner of foreign information stays its owner: each source is an obligation towards it. */
function foreignSources(draft: Draft, list: string | undefined): string[] {
  return list === undefined ? ['FGI'] : codesOf(draft, words(list)).map((code) => `FGI ${code}`);
}

function words(list: string | undefined): string[] {
  return (list ?? '').split(/[, ]+/).filter((word) => word !== '' && word !== 'AND');
}

function codesOf(draft: Draft, names: readonly string[]): ReleaseCode[] {
  const codes: ReleaseCode[] = [];
  for (const name of names.filter((word) => word !== '')) {
    const code = readTrigraph(name);
    if (code === null) draft.unknownCode(name);
    else codes.push(code);
  }
  return codes;
}

/** Whether the policy's labels are written in the US notation. */
export function usesUsNotation(policy: Policy): boolean {
  return policy.id === 'US' || /^(FGI|JOINT):/.test(policy.id);
}
