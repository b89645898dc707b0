import { readCode, readTrigraph, type ReleaseCode } from './audience.ts';
import { readUsCategory } from './categories.ts';
import { Draft } from './draft.ts';
import { error, unreadable, type LabelReading } from './label.ts';
import { leadingLevel, type Policy } from './policies.ts';
import { plainText } from './text.ts';

/** A marking of one policy beside its levels, by the words it is written with. */
interface Caveat {
  readonly words: string;
  readonly policies: readonly string[];
  /** The only level that it stands beside, where there is one. */
  readonly level?: string;
  readonly apply: (draft: Draft) => void;
}

const category = (words: string, policies: readonly string[], name = words): Caveat => ({
  words,
  policies,
  apply: (draft) => draft.categories.add(name),
});
const obligation = (words: string, policies: readonly string[]): Caveat => ({
  words,
  policies,
  apply: (draft) => draft.obligations.add(words),
});
const nationalEyes = (words: string, policy: string): Caveat => ({
  words,
  policies: [policy],
  apply: (draft) => draft.list('eyesOnly', draft.policy.owners),
});

const WITH_COMPARTMENTS = ['AU', 'CA', 'GB', 'NZ'];

const CAVEATS: readonly Caveat[] = [
  category('ATOMAL', ['NATO']),
  category('A', ['NATO'], 'ATOMAL'),
  category('BOHEMIA', ['NATO']),
  category('B', ['NATO'], 'BOHEMIA'),
  nationalEyes('AUSTEO', 'AU'),
  obligation('AGAO', ['AU']),
  nationalEyes('NZEO', 'NZ'),
  nationalEyes('NEW ZEALAND EYES ONLY', 'NZ'),
  nationalEyes('CANADIAN EYES ONLY', 'CA'),
  nationalEyes('SPECIAL FRANCE', 'FR'),
  nationalEyes('SPECIAL FRANCE', 'FR-DR'),
  { ...obligation('SENSITIVE', ['GB']), level: 'O' },
  obligation('ORCON', WITH_COMPARTMENTS),
  // The words that German markings add from VS-VERTRAULICH upwards say nothing more than the level.
  { words: 'AMTLICH GEHEIM GEHALTEN', policies: ['DE'], apply: () => undefined },
];

/** Names of countries in EYES ONLY caveats that are no codes. */
const DEMONYMS: Readonly<Record<string, ReleaseCode>> = {
  CANADIAN: 'CAN',
  AUSTRALIAN: 'AUS',
  BRITISH: 'GBR',
  AMERICAN: 'USA',
};

/**
 * Reads a marking of any policy but the US one: a level's name, then caveats, separated by dashes, slashes
 * or spaces (`SECRET – UK EYES ONLY`, `COSMIC TOP SECRET ATOMAL`, `SECRET REL AUS/USA`).
 */
export function readNational(text: string, policy: Policy): LabelReading {
  const plain = plainText(text);
  const level = leadingLevel(policy, plain.replaceAll('-', ' '));
  if (!level) {
    const message = `"${text.trim()}" begins with no level of ${policy.id}.`;
    return unreadable(policy.id, error('UNKNOWN_MARKING', message));
  }
  const draft = new Draft(policy, level.key);
  readNationalRest(draft, plain.slice(level.length));
  return draft.finish();
}

/**
 * Reads what follows the level into the draft. A list is held together by commas, slashes or AND; spaces
 * end it but before a trigraph, since `SI` and `TK` are compartments as well as countries.
 */
export function readNationalRest(draft: Draft, rest: string): void {
  for (const field of rest.split('//')) {
    let words = field
      .replace(/^-/, '')
      .replace(/ ?[,/&+] ?| AND /g, '/')
      .split(/[; ]+/)
      .filter((word) => word !== '');
    while (words.length > 0) words = words.slice(readNext(draft, words));
  }
}

/** Reads the marking that begins the words; gives how many words it took. */
function readNext(draft: Draft, words: readonly string[]): number {
  const caveat = caveatAt(draft, words);
  if (caveat) {
    caveat.apply(draft);
    return caveat.words.split(' ').length;
  }
  const [first = '', second, third] = words;
  if (first === 'REL' || first === 'RELEASABLE') return readRelease(draft, words, second === 'TO' ? 2 : 1);
  if (second === 'EYES' && third === 'ONLY') {
    draft.list('eyesOnly', codesOf(draft, first));
    return 3;
  }
  readCompartments(draft, first);
  return 1;
}

function caveatAt(draft: Draft, words: readonly string[]): Caveat | undefined {
  return CAVEATS.find((caveat) => {
    const length = caveat.words.split(' ').length;
    const stands = caveat.policies.includes(draft.policy.id) && (caveat.level ?? draft.level) === draft.level;
    return stands && words.slice(0, length).join(' ') === caveat.words;
  });
}

/** A release list: one list, and the trigraphs that follow it. */
function readRelease(draft: Draft, words: readonly string[], start: number): number {
  const codes = codesOf(draft, words[start] ?? '');
  let at = start + 1;
  for (; readTrigraph(words[at] ?? '') !== null && words[at + 1] !== 'EYES'; at++) {
    codes.push(words[at] as string);
  }
  draft.list('listed', codes);
  return at;
}

function codesOf(draft: Draft, list: string): ReleaseCode[] {
  const codes: ReleaseCode[] = [];
  for (const name of list.split('/').filter((word) => word !== '')) {
    const code = isCompartment(draft, name) ? null : (DEMONYMS[name] ?? readCode(name));
    if (code !== null) codes.push(code);
    else draft.unknownCode(name);
  }
  return codes;
}

/** Whether the word is a compartment of a partner that uses the US control systems. */
function isCompartment(draft: Draft, word: string): boolean {
  return WITH_COMPARTMENTS.includes(draft.policy.id) && /^(SI|TK|HCS)\b/.test(readUsCategory(word) ?? '');
}

function readCompartments(draft: Draft, list: string): void {
  for (const word of list.split('/')) {
    if (isCompartment(draft, word)) draft.categories.add(readUsCategory(word) as string);
    else draft.unknown(word);
  }
}
