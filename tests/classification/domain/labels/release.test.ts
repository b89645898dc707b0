import { describe, expect, it } from 'vitest';
import { alpha2Of, alpha3Of } from '../../../../subgraphs/classification/domain/labels/countries.ts';
import { compareLabels } from '../../../../subgraphs/classification/domain/labels/order.ts';
import { parseLabel } from '../../../../subgraphs/classification/domain/labels/parse.ts';
import { releasableTo } from '../../../../subgraphs/classification/domain/labels/release.ts';
import { readStructured } from '../../../../subgraphs/classification/domain/labels/structured.ts';
import { memberships, schemes } from '../facts.ts';
import { on, today } from './support.ts';

const release = (text: string, recipients: string[], day = '2026-11-23', policy?: string) =>
  releasableTo(parseLabel(text, on(day), policy), recipients, on(day));
const code = (...question: Parameters<typeof release>) => release(...question).code;

describe('releasableTo', () => {
  it('takes recipients as alpha-2, alpha-3, UK and groups', () => {
    for (const name of ['GBR', 'GB', 'UK', 'gbr']) {
      expect(code('S//REL TO USA, GBR', [name])).toBe('IN_RELEASE_SET');
    }
    expect(code('S//REL TO USA, AUS, CAN, GBR, NZL', ['FVEY'])).toBe('IN_RELEASE_SET');
    expect(code('S//REL TO USA, ACGU', ['FVEY'])).toBe('NOT_IN_RELEASE_SET');
    expect(release('S//REL TO USA, GBR', ['GBR', 'Narnia'])).toMatchObject({
      releasable: false,
      code: 'UNKNOWN_RECIPIENT',
      refused: ['Narnia'],
    });
  });

  it('needs a recipient, and every recipient', () => {
    expect(code('S//REL TO USA, GBR', [])).toBe('NO_RECIPIENT');
    expect(release('S//REL TO USA, GBR', ['GBR', 'FRA'])).toMatchObject({
      releasable: false,
      refused: ['FRA'],
    });
  });

  it('denies what it could not read, and never takes it for unclassified', () => {
    expect(code('S//REL TO USA, XYZ', ['USA'])).toBe('UNKNOWN_MARKING');
    expect(code('KLINGON', ['USA'])).toBe('UNKNOWN_MARKING');
    expect(code('', ['USA'])).toBe('INVALID_LABEL');
    expect(code('SECRET', ['USA'])).toBe('INVALID_LABEL');
  });

  it('keeps UNCLASSIFIED apart from NATO UNCLASSIFIED, CUI and OFFICIAL, which stay with their owner', () => {
    expect(code('U', ['FRA'])).toBe('NO_MARKING_BAR');
    expect(code('NATO UNCLASSIFIED', ['AUS'])).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('NATO UNCLASSIFIED', ['FRA'])).toBe('IN_RELEASE_SET');
    expect(code('CUI', ['GBR'])).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('UK OFFICIAL', ['USA'])).toBe('NEEDS_DISCLOSURE_REVIEW');
  });

  it('takes membership on the day, and leaves a month of accession open', () => {
    expect(code('NATO SECRET', ['SWE'], '2024-02-29')).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('NATO SECRET', ['SWE'], '2024-03-10')).toBe('MEMBERSHIP_UNCERTAIN');
    expect(code('NATO SECRET', ['SWE'], '2024-04-01')).toBe('IN_RELEASE_SET');
    expect(code('S//REL TO USA, NATO', ['FIN'], '2023-03-31')).toBe('NOT_IN_RELEASE_SET');
    expect(code('SECRET UE/EU SECRET', ['AUT'])).toBe('IN_RELEASE_SET');
    expect(release('SECRET UE/EU SECRET', ['GBR']).releasable).toBe(false);
  });

  it('gives organisations their own, and what was released to them', () => {
    expect(code('NATO SECRET', ['NATO'])).toBe('OWNER');
    expect(code('NATO SECRET RELEASABLE TO EU', ['EU'])).toBe('IN_RELEASE_SET');
    expect(code('NATO SECRET RELEASABLE TO EU', ['AUT'])).toBe('IN_RELEASE_SET');
    expect(code('NATO SECRET', ['EU'])).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('NATO SECRET RELEASABLE TO AUS', ['AUS', 'FIN'])).toBe('IN_RELEASE_SET');
  });

  it('says which of the markings bars it', () => {
    expect(code('S//NF', ['GBR'])).toBe('NOFORN');
    expect(code('SECRET AUSTEO', ['GBR'])).toBe('EYES_ONLY');
    expect(code('SECRET – CANADIAN EYES ONLY', ['USA'])).toBe('EYES_ONLY');
    expect(code('SECRET – SPÉCIAL FRANCE', ['DEU'])).toBe('EYES_ONLY');
    expect(code('SECRET AGAO', ['NZL'])).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('S//DISPLAY ONLY AUS', ['AUS'])).toBe('DISPLAY_ONLY');
    expect(code('S//DISPLAY ONLY AUS', ['NZL'])).toBe('NEEDS_DISCLOSURE_REVIEW');
    expect(code('S//REL TO USA, GBR/DISPLAY ONLY AUS', ['GBR'])).toBe('IN_RELEASE_SET');
  });

  it('asks the foreign owner: German information in a US paper, and a Canadian release of Canadian', () => {
    expect(code('//DEU TS', ['GBR'])).toBe('THIRD_PARTY_CONSENT');
    expect(code('//DEU TS', ['USA', 'DEU'])).toBe('OWNER');
    expect(code('(//CAN S//REL TO USA, AUS, CAN, GBR)', ['AUS'])).toBe('IN_RELEASE_SET');
    expect(code('//FGI S', ['GBR'])).toBe('THIRD_PARTY_CONSENT');
    expect(release('TOP SECRET//FGI DEU//REL TO USA, GBR', ['GBR']).conditions).toEqual([
      'FGI DEU: passing on needs the consent of its foreign owner',
    ]);
  });

  it('offers a disclosure official where RELIDO leaves the decision to one', () => {
    expect(release('S//RELIDO', ['GBR']).unlock).toContain('RELIDO');
    expect(release('S//NF', ['GBR']).unlock).toBeNull();
  });
});

describe('compareLabels on controls', () => {
  const compare = (a: string, b: string, policy?: string) =>
    compareLabels(parseLabel(a, today, policy), parseLabel(b, today, policy), today);

  it('puts a compartment above the one it lies in', () => {
    expect(compare('TS//SI-G//NF', 'TS//SI//NF')).toBe('A_DOMINATES');
    expect(compare('TS//SI-G//NF', 'TS//TK//NF')).toBe('INCOMPARABLE');
    expect(compare('CUI//SP-CTI//NF', 'CUI//NF')).toBe('A_DOMINATES');
  });

  it('counts obligations upwards, and the leave of RELIDO downwards', () => {
    expect(compare('S//OC/NF', 'S//NF')).toBe('A_DOMINATES');
    expect(compare('S//OC/NF', 'S//PR/NF')).toBe('INCOMPARABLE');
    expect(compare('SECRET AGAO', 'SECRET REL AUS/USA')).toBe('A_DOMINATES');
    expect(compare('S//RELIDO', 'S//NF')).toBe('B_DOMINATES');
    expect(compare('U', 'U//RELIDO')).toBe('B_DOMINATES');
    expect(compare('S//DISPLAY ONLY AUS', 'S//DISPLAY ONLY AUS, GBR')).toBe('A_DOMINATES');
  });

  it('says INVALID of what contradicts itself, NOT_COMPARABLE of what is only not settled', () => {
    expect(compare('S//NF//REL TO USA, GBR', 'UK SECRET')).toBe('INVALID');
    expect(compare('S//XX', 'S')).toBe('INVALID');
    expect(compare('SECRET', 'S')).toBe('NOT_COMPARABLE');
    expect(compare('UK SECRET', 'US SECRET', 'US')).toBe('NOT_COMPARABLE');
    expect(compare('CONFIDENTIAL', 'SECRET', 'GB')).toBe('NOT_COMPARABLE');
  });
});

describe('structured labels', () => {
  const codes = (input: Parameters<typeof readStructured>[0]) =>
    readStructured(input, schemes).findings.map((finding) => finding.code);

  it('read as their text does', () => {
    expect(
      readStructured(
        { policy: 'USA', level: 'US:TS', categories: ['SI'], controls: ['OC'], releasableTo: ['US', 'GB'] },
        schemes,
      ),
    ).toEqual(parseLabel('TS//SI//OC/REL TO USA, GBR', today, 'US'));
    expect(readStructured({ policy: 'NATO', level: 'NATO SECRET', categories: ['ATOMAL'] }, schemes)).toEqual(
      parseLabel('NATO SECRET ATOMAL', today),
    );
    expect(readStructured({ policy: 'UK', level: 'S', noforn: true }, schemes)).toEqual(
      parseLabel('SECRET – UK EYES ONLY', today),
    );
    expect(
      readStructured({ policy: 'US', level: 'S', controls: ['DISPLAYONLY:AUS', 'DISPLAYONLY:NZL'] }, schemes),
    ).toEqual(parseLabel('S//DISPLAY ONLY AUS, NZL', today, 'US'));
  });

  it('are refused where they contradict themselves or are not understood', () => {
    expect(codes({ policy: 'US', level: 'S', releasableTo: 'ALL' })).toEqual(['OPEN_RELEASE_ON_CONTROLLED']);
    expect(codes({ policy: 'US', level: 'S', releasableTo: [] })).toEqual(['RELEASE_WITHOUT_LIST']);
    expect(codes({ policy: 'US', level: 'S', releasableTo: ['USA', 'ZZZ'] })).toEqual(['UNKNOWN_CODE']);
    expect(codes({ policy: 'US', level: 'X' })).toEqual(['UNKNOWN_MARKING']);
    expect(codes({ policy: 'XX', level: 'S' })).toEqual(['UNKNOWN_POLICY']);
    expect(codes({ policy: 'US', level: 'S', controls: ['WHATEVER'] })).toEqual(['UNKNOWN_MARKING']);
    expect(codes({ policy: 'GB', level: 'S', controls: ['DISPLAYONLY:USA'] })).toContain('UNKNOWN_MARKING');
    expect(codes({ policy: 'US', level: 'constructor', categories: ['toString'] })).toEqual([
      'UNKNOWN_MARKING',
    ]);
  });
});

describe('country codes', () => {
  it('translate both ways, for every country of the memberships', () => {
    for (const { member } of memberships) expect(alpha2Of(alpha3Of(member)!)).toBe(member);
    expect(alpha3Of('GB')).toBe('GBR');
    expect(alpha3Of('UK')).toBeNull();
    expect(alpha2Of('XYZ')).toBeNull();
  });
});
