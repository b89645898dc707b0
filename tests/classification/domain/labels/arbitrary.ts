import fc from 'fast-check';
import {
  makeLabel,
  type Label,
  type Release,
} from '../../../../subgraphs/classification/domain/labels/label.ts';
import { policyOf } from '../../../../subgraphs/classification/domain/labels/policies.ts';
import { schemes } from '../facts.ts';

/** What labels of a policy may carry. */
interface Notation {
  readonly policy: string;
  readonly categories: readonly string[];
  readonly obligations: readonly string[];
  readonly kinds: readonly Release['kind'][];
  readonly codes: readonly string[];
  /** Display and disclosure officials are of US markings. */
  readonly display: boolean;
}

const US: Notation = {
  policy: 'US',
  categories: ['SI', 'SI-G', 'SI-G ABCD', 'TK', 'HCS-P', 'RD-CNWDI', 'SAR-BP', 'CUI', 'SP-CTI'],
  obligations: ['ORCON', 'PROPIN', 'FGI CAN', 'FGI DEU'],
  kinds: ['UNMARKED', 'NOFORN', 'LISTED', 'EYES_ONLY'],
  codes: ['USA', 'AUS', 'CAN', 'GBR', 'NZL', 'DEU', 'FVEY', 'ACGU', 'NATO'],
  display: true,
};
const NATIONAL: Omit<Notation, 'policy'> = {
  categories: [],
  obligations: [],
  kinds: ['UNMARKED', 'LISTED', 'EYES_ONLY'],
  codes: ['AUS', 'CAN', 'GBR', 'USA', 'FVEY', 'NATO', 'SWE'],
  display: false,
};
const NOTATIONS: readonly Notation[] = [
  US,
  { ...US, policy: 'FGI:DEU', categories: ['SI'], obligations: ['ORCON'] },
  { ...US, policy: 'JOINT:CAN,USA', categories: [], obligations: ['ORCON'] },
  { ...NATIONAL, policy: 'GB', categories: ['SI', 'TK'], obligations: ['ORCON'] },
  { ...NATIONAL, policy: 'AU', categories: ['SI'], obligations: ['AGAO'] },
  { ...NATIONAL, policy: 'CA' },
  { ...NATIONAL, policy: 'DE' },
  { ...NATIONAL, policy: 'NATO', categories: ['ATOMAL', 'BOHEMIA'], kinds: ['UNMARKED', 'LISTED'] },
];

/** Well-formed labels of one policy, in normal form. */
export function labelsOf(id: string): fc.Arbitrary<Label> {
  const notation = NOTATIONS.find((known) => known.policy === id);
  const policy = policyOf(id, schemes);
  if (!notation || !policy) throw new Error(`There are no labels of ${id} to make.`);
  const codes = fc.subarray([...notation.codes]);
  return fc
    .record({
      level: fc.constantFrom(...policy.levels.map((level) => level.key)),
      categories: fc.subarray([...notation.categories], {
        maxLength: Math.min(3, notation.categories.length),
      }),
      obligations: fc.subarray([...notation.obligations], {
        maxLength: Math.min(2, notation.obligations.length),
      }),
      kind: fc.constantFrom(...notation.kinds),
      to: codes,
      displayOnly: notation.display
        ? fc.option(fc.subarray([...notation.codes], { minLength: 1 }), { freq: 4 })
        : fc.constant(null),
      relido: notation.display ? fc.boolean() : fc.constant(false),
    })
    .map(({ kind, to, ...parts }) => {
      // A release list of the United States names USA, whoever owns the information.
      const named = policy.owners.includes('USA') ? ['USA', ...to] : to;
      const release: Release = kind === 'LISTED' || kind === 'EYES_ONLY' ? { kind, to: named } : { kind };
      const barred = kind === 'NOFORN' ? { displayOnly: null, relido: false } : {};
      return makeLabel(policy, { ...parts, ...barred, release });
    });
}

export const policies = NOTATIONS.map((notation) => notation.policy);

/** Well-formed labels of every notation. */
export const labels: fc.Arbitrary<Label> = fc.oneof(...policies.map(labelsOf));
