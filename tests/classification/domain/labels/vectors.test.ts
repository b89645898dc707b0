import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../platform/facts/data-directory.ts';
import { checkDeclared, joinLabels } from '../../../../subgraphs/classification/domain/labels/combine.ts';
import type { LabelReading } from '../../../../subgraphs/classification/domain/labels/label.ts';
import { compareLabels } from '../../../../subgraphs/classification/domain/labels/order.ts';
import { parseLabel } from '../../../../subgraphs/classification/domain/labels/parse.ts';
import { releasableTo } from '../../../../subgraphs/classification/domain/labels/release.ts';
import { readStructured } from '../../../../subgraphs/classification/domain/labels/structured.ts';
import { schemes } from '../facts.ts';
import { on, today } from './support.ts';

interface MachineLabel {
  policy: string;
  level: string;
  cats?: string[];
  flags?: string[];
  rel?: string[] | 'ALL';
  nf?: boolean;
}
interface Vector {
  n: number;
  a: MachineLabel;
  b: MachineLabel;
  expected: string;
  recipients: string[];
  releasableA: boolean;
  asOf: string;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(join(projectRoot(), 'tests/support/facts/marking-vectors.json'), 'utf8'),
).vectors;

const machine = ({ policy, level, cats, flags, rel, nf }: MachineLabel) =>
  readStructured(
    { policy, level, categories: cats, controls: flags, releasableTo: rel, noforn: nf },
    schemes,
  );

describe('the published vectors in their machine form', () => {
  it('are all there', () => expect(vectors).toHaveLength(18));

  for (const { n, a, b, expected, recipients, releasableA, asOf } of vectors) {
    it(`${n}: stands ${expected} and is ${releasableA ? '' : 'not '}releasable to ${recipients}`, () => {
      expect(compareLabels(machine(a), machine(b), on(asOf))).toBe(expected);
      expect(releasableTo(machine(a), recipients, on(asOf)).releasable).toBe(releasableA);
    });
  }
});

type Side = string | { policy: string; text: string } | { join: string[] };

/** Number, A, B, how A stands to B, recipients, whether A may go to them by marking, and the reason. */
const TABLE: readonly [number, Side, Side, string, string[], boolean, string][] = [
  [1, 'S//NF', 'S//NF', 'EQUAL', ['GBR'], false, 'NOFORN'],
  [2, 'TS', 'S', 'A_DOMINATES', ['USA'], true, 'OWNER'],
  [3, 'S//REL TO USA, AUS, GBR', 'S//REL TO USA, GBR', 'B_DOMINATES', ['AUS'], true, 'IN_RELEASE_SET'],
  [
    4,
    'S//REL TO USA, AUS',
    'S//REL TO USA, GBR',
    'INCOMPARABLE',
    ['AUS', 'GBR'],
    false,
    'NOT_IN_RELEASE_SET',
  ],
  [5, 'S//NF', 'S//REL TO USA, FVEY', 'A_DOMINATES', ['CAN'], false, 'NOFORN'],
  [6, 'S//REL TO USA, FVEY', 'S//REL TO USA, AUS, CAN, GBR, NZL', 'EQUAL', ['NZL'], true, 'IN_RELEASE_SET'],
  [7, 'TS//SI', 'TS//TK', 'INCOMPARABLE', ['USA'], true, 'OWNER'],
  [8, 'TS//SI/TK', 'TS//SI', 'A_DOMINATES', ['GBR'], false, 'NEEDS_DISCLOSURE_REVIEW'],
  [9, 'S//SI//NF', 'TS//NF', 'INCOMPARABLE', ['USA'], true, 'OWNER'],
  [10, 'TS//SI//NF', 'S//SI//REL TO USA, FVEY', 'A_DOMINATES', ['AUS'], false, 'NOFORN'],
  [11, { join: ['S//REL TO USA, AUS', 'S//REL TO USA, GBR'] }, 'S//NF', 'EQUAL', ['AUS'], false, 'NOFORN'],
  [
    12,
    { join: ['U', 'C//REL TO USA, GBR', 'S//REL TO USA, AUS, GBR'] },
    'S//REL TO USA, GBR',
    'EQUAL',
    ['GBR'],
    true,
    'IN_RELEASE_SET',
  ],
  [
    13,
    { join: ['C//REL TO USA, GBR', '(S)'] },
    'S//REL TO USA, GBR',
    'A_DOMINATES',
    ['GBR'],
    false,
    'NEEDS_DISCLOSURE_REVIEW',
  ],
  [14, 'U', 'C//REL TO USA, GBR', 'B_DOMINATES', ['FRA'], true, 'NO_MARKING_BAR'],
  [15, 'CUI//NF', 'S//REL TO USA, AUS', 'INCOMPARABLE', ['AUS'], false, 'NOFORN'],
  [16, 'S//NF//REL TO USA, GBR', 'S//NF', 'INVALID', ['GBR'], false, 'INVALID_LABEL'],
  [17, 'S//REL TO AUS, GBR', 'S//REL TO USA, AUS, GBR', 'INVALID', ['AUS'], false, 'INVALID_LABEL'],
  [18, 'S//REL TO USA, GBR, AUS', 'S//REL TO USA, AUS, GBR', 'EQUAL', ['GBR'], true, 'IN_RELEASE_SET'],
  [19, 'S//OC//REL TO USA, AUS', 'S//REL TO USA, AUS', 'A_DOMINATES', ['AUS'], true, 'IN_RELEASE_SET'],
  [20, 'SECRET - UK EYES ONLY', 'SECRET - UK/US EYES ONLY', 'A_DOMINATES', ['USA'], false, 'EYES_ONLY'],
  [21, 'UK SECRET', 'US SECRET', 'NOT_COMPARABLE', ['USA'], false, 'NEEDS_DISCLOSURE_REVIEW'],
  [22, 'NATO SECRET', 'NATO CONFIDENTIAL ATOMAL', 'INCOMPARABLE', ['FIN'], true, 'IN_RELEASE_SET'],
  [
    23,
    'NATO RESTRICTED',
    'RESTREINT UE/EU RESTRICTED',
    'NOT_COMPARABLE',
    ['AUT'],
    false,
    'NEEDS_DISCLOSURE_REVIEW',
  ],
  [24, 'SECRET AUSTEO', 'SECRET REL AUS/USA', 'A_DOMINATES', ['USA'], false, 'EYES_ONLY'],
  [
    25,
    { policy: 'AU', text: 'PROTECTED' },
    { policy: 'AU', text: 'SECRET' },
    'B_DOMINATES',
    ['NZL'],
    false,
    'NEEDS_DISCLOSURE_REVIEW',
  ],
  [
    26,
    { policy: 'CA', text: 'PROTECTED B' },
    { policy: 'CA', text: 'CONFIDENTIAL' },
    'NOT_COMPARABLE',
    ['USA'],
    false,
    'NEEDS_DISCLOSURE_REVIEW',
  ],
  [27, 'S//DISPLAY ONLY AUS', 'S', 'A_DOMINATES', ['AUS'], false, 'DISPLAY_ONLY'],
  [28, 'NATO RESTRICTED', 'NATO RESTRICTED', 'EQUAL', ['SWE'], true, 'IN_RELEASE_SET'],
  [29, 'TS', { join: ['S', 'S'] }, 'A_DOMINATES', ['USA'], true, 'OWNER'],
  [30, '//DEU TS', 'US TS', 'NOT_COMPARABLE', ['GBR'], false, 'THIRD_PARTY_CONSENT'],
];

function reading(side: Side): LabelReading {
  if (typeof side === 'string') return parseLabel(side, today);
  if ('text' in side) return parseLabel(side.text, today, side.policy);
  return joinLabels(
    side.join.map((text) => parseLabel(text, today)),
    today,
  );
}

const words = (side: Side) =>
  typeof side === 'string' ? side : 'text' in side ? side.text : `the join of ${side.join.join(' and ')}`;

describe('the thirty vectors in words', () => {
  for (const [n, a, b, expected, recipients, releasable, code] of TABLE) {
    it(`${n}: ${words(a)} against ${words(b)} is ${expected}, to ${recipients} ${code}`, () => {
      expect(compareLabels(reading(a), reading(b), today)).toBe(expected);
      expect(releasableTo(reading(a), recipients, today)).toMatchObject({ releasable, code });
    });
  }

  it('17 and 18: a missing USA is an error, a wrong order is a warning', () => {
    const codes = (text: string) => parseLabel(text, today).findings.map((one) => [one.severity, one.code]);
    expect(codes('S//REL TO AUS, GBR')).toEqual([['ERROR', 'REL_TO_MUST_LIST_USA_FIRST']]);
    expect(codes('S//REL TO USA, GBR, AUS')).toEqual([['WARNING', 'REL_TO_ORDER']]);
    expect(codes('S//REL TO USA, FVEY, AUS')).toEqual([['WARNING', 'REL_TO_ORDER']]);
    expect(codes('S//REL TO USA, AUS, FVEY')).toEqual([]);
  });

  it('28: Sweden was not in NATO on 1 June 2023', () => {
    const nr = parseLabel('NATO RESTRICTED', today);
    expect(releasableTo(nr, ['SWE'], on('2023-06-01')).releasable).toBe(false);
    expect(releasableTo(nr, ['SWE'], on('2026-11-23')).releasable).toBe(true);
  });

  it('29: a declared CONFIDENTIAL on a compilation of SECRET items is under-marked', () => {
    const items = [parseLabel('S', today), parseLabel('S', today)];
    expect(checkDeclared(parseLabel('C', today), items, today).code).toBe('UNDER_MARKED');
    expect(checkDeclared(parseLabel('TS', today), items, today).code).toBe('SUFFICIENT');
    expect(checkDeclared(parseLabel('S//NF', today), items, today).sufficient).toBe(true);
  });

  it('19: what originator control asks goes with the release', () => {
    const answer = releasableTo(parseLabel('S//OC//REL TO USA, AUS', today), ['AUS'], today);
    expect(answer.conditions).toEqual(['ORCON: the originator decides on every further release']);
  });

  it('8 and 1: a missing release marking can be unlocked by a decision, NOFORN by nothing', () => {
    const unlock = (text: string) => releasableTo(parseLabel(text, today), ['GBR'], today).unlock;
    expect(unlock('TS//SI/TK')).toContain('disclosure authority');
    expect(unlock('S//NF')).toBeNull();
    expect(unlock('SECRET - UK EYES ONLY'), 'GBR owns it').toBeNull();
  });
});
