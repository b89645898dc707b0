/**
 * Categories beside a level: every one that a label carries is needed to read it. Compartments form small
 * trees (`SI-G ABCD` lies in `SI-G`, which lies in `SI`), so holding a child is holding its parents too.
 */

/** Control systems of US intelligence; their compartments are unpublished, so these go by their form. */
const COMPARTMENT = /^(SI|TK|HCS|RSV|KDK)(?:-([A-Z0-9]{1,4})((?: [A-Z0-9]{2,6})*))?$/;
const RESTRICTED_DATA = /^(RD|FRD)-(CNWDI|SIGMA \d{1,2})$/;

/** Other categories that US markings use, by every form that they are written in. */
const US_CATEGORIES: Readonly<Record<string, string>> = {
  COMINT: 'SI',
  'SI-GAMMA': 'SI-G',
  KLONDIKE: 'KDK',
  RD: 'RD',
  'RESTRICTED DATA': 'RD',
  FRD: 'FRD',
  'FORMERLY RESTRICTED DATA': 'FRD',
  CNWDI: 'RD-CNWDI',
  'RD-N': 'RD-CNWDI',
  TFNI: 'TFNI',
  UCNI: 'DOE UCNI',
  'DOE UCNI': 'DOE UCNI',
  DCNI: 'DOD UCNI',
  'DOD UCNI': 'DOD UCNI',
  CUI: 'CUI',
  CONTROLLED: 'CUI',
};

/** Reads a category of a US marking; null where it is none. Special access programmes: `SAR-BP`. */
export function readUsCategory(text: string): string | null {
  const named = US_CATEGORIES[text];
  if (named) return named;
  if (/^SAR-[A-Z0-9]+(?: [A-Z0-9]+)*$/.test(text) || /^SP-[A-Z][A-Z0-9]*$/.test(text)) return text;
  if (RESTRICTED_DATA.test(text)) return text;
  return COMPARTMENT.test(text) ? text : null;
}

/** The categories that `category` implies, itself left out. */
function parentsOf(category: string): string[] {
  if (category.startsWith('SP-')) return ['CUI'];
  const restricted = RESTRICTED_DATA.exec(category)?.[1];
  if (restricted) return [restricted];
  const [, system, compartment, subs] = COMPARTMENT.exec(category) ?? [];
  if (!system || !compartment) return [];
  return subs ? [system, `${system}-${compartment}`] : [system];
}

/** Several sub-compartments written together, `SI-G ABCD EFGH`, one by one. */
export function separateCompartments(category: string): string[] {
  const [, system, compartment, subs] = COMPARTMENT.exec(category) ?? [];
  if (!subs) return [category];
  return subs
    .trim()
    .split(' ')
    .map((sub) => `${system}-${compartment} ${sub}`);
}

/** The categories with everything that they imply. */
export function impliedCategories(categories: Iterable<string>): Set<string> {
  return new Set([...categories].flatMap((category) => [category, ...parentsOf(category)]));
}

/** The categories without those that others imply, sorted. */
export function minimalCategories(categories: Iterable<string>): string[] {
  const all = new Set([...categories].flatMap(separateCompartments));
  const implied = new Set([...all].flatMap(parentsOf));
  return [...all].filter((category) => !implied.has(category)).sort();
}
