import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLabel } from '../../../../subgraphs/classification/domain/labels/label.ts';
import { parseLabel } from '../../../../subgraphs/classification/domain/labels/parse.ts';
import { policyOf } from '../../../../subgraphs/classification/domain/labels/policies.ts';
import { printLabel } from '../../../../subgraphs/classification/domain/labels/print.ts';
import { schemes } from '../facts.ts';
import { findings, printed, read, today } from './support.ts';
import { labels } from './arbitrary.ts';

const policyAndLevel = (text: string, policy?: string) => {
  const { label } = read(text, policy);
  return `${label.policy}:${label.level}`;
};

describe('US markings', () => {
  it.each([
    ['S//REL TO USA, AUS, GBR', 'SECRET//REL TO USA, AUS, GBR'],
    ['TS//SI/TK//OC/NF', 'TOP SECRET//SI/TK//ORCON/NOFORN'],
    ['top secret // si // noforn', 'TOP SECRET//SI//NOFORN'],
    ['(S//NF)', 'SECRET//NOFORN'],
    ['(U)', 'UNCLASSIFIED'],
    ['US S//NF', 'SECRET//NOFORN'],
    ['S//REL TO USA AUS GBR', 'SECRET//REL TO USA, AUS, GBR'],
    ['S//REL TO USA, FVEY, GBR', 'SECRET//REL TO USA, GBR, FVEY'],
    ['CUI//NF', 'CUI//NOFORN'],
    ['CUI//SP-CTI//NOFORN', 'CUI//SP-CTI//NOFORN'],
    ['U//FOUO', 'UNCLASSIFIED//FOUO'],
    ['(TS//SI-G ABCD EFGH/TK//OC/NF)', 'TOP SECRET//SI-G ABCD/SI-G EFGH/TK//ORCON/NOFORN'],
    ['TS//SI/SI-G//NF', 'TOP SECRET//SI-G//NOFORN'],
    ['SECRET//HCS-P//PROPIN/RELIDO', 'SECRET//HCS-P//PROPIN/RELIDO'],
    ['SECRET//SAR-BP/GB//NF', 'SECRET//SAR-BP/SAR-GB//NOFORN'],
    ['S//RD-CNWDI', 'SECRET//RD-CNWDI'],
    ['S//SBU-NF', 'SECRET//SBU/NOFORN'],
    ['S//DISPLAY ONLY AUS', 'SECRET//DISPLAY ONLY AUS'],
    ['S//USA/GBR EYES ONLY', 'SECRET//USA/GBR EYES ONLY'],
    ['TOP SECRET//FGI CAN DEU', 'TOP SECRET//FGI CAN DEU'],
    ['TOP SECRET//FGI', 'TOP SECRET//FGI'],
  ])('%s prints as %s', (text, canonical) => {
    expect(printed(text)).toBe(canonical);
    expect(read(canonical, 'US').label).toEqual(read(text).label);
  });

  it('prints portion marks that read back as the same label', () => {
    const portion = (text: string) => printLabel(read(text).label, schemes, 'PORTION');
    expect(portion('TOP SECRET//SI/TK//ORCON/NOFORN')).toBe('(TS//SI/TK//OC/NF)');
    expect(portion('CUI//NOFORN')).toBe('(CUI//NF)');
    expect(portion('//DEU TS')).toBe('(//DEU TS)');
  });

  it('keeps foreign information apart from the US level of the same letter', () => {
    expect(policyAndLevel('//DEU TS')).toBe('FGI:DEU:TS');
    expect(policyAndLevel('(//CAN S//REL TO USA, AUS, CAN, GBR)')).toBe('FGI:CAN:S');
    expect(policyAndLevel('//JOINT S GBR CAN USA')).toBe('JOINT:CAN,GBR,USA:S');
    expect(policyAndLevel('//FGI S')).toBe('FGI::S');
    expect(policyAndLevel('//NS')).toBe('NATO:NS');
    expect(printed('//CTS-A')).toBe('COSMIC TOP SECRET ATOMAL');
  });

  it('gives information that is marked in the same letters by the same owner one label', () => {
    expect(read('//DEU TS', 'US').label).toEqual(read('(//DEU TOP SECRET)', 'DE').label);
  });

  it.each([
    ['S//NF//REL TO USA, GBR', ['NOFORN_EXCLUDES_REL']],
    ['S//NF/RELIDO', ['NOFORN_EXCLUDES_RELIDO']],
    ['S//NF/DISPLAY ONLY AUS', ['NOFORN_EXCLUDES_DISPLAY_ONLY']],
    ['S//NF//USA/GBR EYES ONLY', ['NOFORN_EXCLUDES_EYES_ONLY']],
    ['S//REL TO USA, GBR//REL TO USA, AUS', ['CONFLICTING_RELEASE']],
    ['S//REL TO AUS, GBR', ['REL_TO_MUST_LIST_USA_FIRST']],
    ['S//REL TO FVEY', ['REL_TO_MUST_LIST_USA_FIRST']],
    ['S//REL TO GBR, USA', ['REL_TO_ORDER']],
    ['S//REL', ['RELEASE_WITHOUT_LIST']],
    ['S//REL TO USA, XYZ', ['UNKNOWN_CODE']],
    ['S//REL TO USA, GB', ['UNKNOWN_CODE']],
    ['S//XX', ['UNKNOWN_MARKING']],
    ['S//EYES ONLY', ['UNKNOWN_MARKING']],
    ['R//NF', ['UNKNOWN_MARKING']],
    ['//DEU', ['UNKNOWN_MARKING']],
    ['//USA S', ['UNKNOWN_MARKING']],
    ['S//CUI', ['CUI_ON_CLASSIFIED']],
    ['S', ['POLICY_ASSUMED']],
  ])('%s: %s', (text, codes) => {
    expect(findings(text)).toEqual(codes);
  });
});

describe('the markings of other policies', () => {
  it.each([
    ['SECRET – UK EYES ONLY', 'SECRET – UK EYES ONLY'],
    ['TOP SECRET – UK / US EYES ONLY', 'TOP SECRET – UK/US EYES ONLY'],
    ['SECRET UK/AUS/USA EYES ONLY', 'SECRET – UK/AU/US EYES ONLY'],
    ['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE'],
    ['OFFICIAL – SENSITIVE', 'OFFICIAL-SENSITIVE'],
    ['OFFICIAL: Sensitive', 'OFFICIAL: Sensitive'],
    ['SECRET AUSTEO', 'SECRET AUSTEO'],
    ['SECRET AGAO', 'SECRET AGAO'],
    ['SECRET REL AUS/USA', 'SECRET REL AUS/USA'],
    ['TOP SECRET//COMINT//AUSTEO', 'TOP SECRET SI AUSTEO'],
    ['COSMIC TOP SECRET ATOMAL', 'COSMIC TOP SECRET ATOMAL'],
    ['NS-A', 'NATO SECRET ATOMAL'],
    ['COSMIC TOP SECRET BOHEMIA', 'COSMIC TOP SECRET BOHEMIA'],
    ['NATO RESTRICTED RELEASABLE TO SWE, AUS', 'NATO RESTRICTED RELEASABLE TO AUS, SWE'],
    ['NATO RESTRICTED RELEASABLE TO SWE AND AUS', 'NATO RESTRICTED RELEASABLE TO AUS, SWE'],
    ['NATO RESTRICTED RELEASABLE TO SWE AUS', 'NATO RESTRICTED RELEASABLE TO AUS, SWE'],
    ['NATO SECRET RELEASABLE TO EU', 'NATO SECRET RELEASABLE TO EU'],
    ['SECRET – UK AND US EYES ONLY', 'SECRET – UK/US EYES ONLY'],
    ['SECRET – NEW ZEALAND EYES ONLY', 'SECRET NZEO'],
    ['PROTÉGÉ B', 'PROTECTED B'],
    ['SECRET – CANADIAN EYES ONLY', 'SECRET – CANADIAN EYES ONLY'],
    ['EU RESTRICTED', 'RESTREINT UE/EU RESTRICTED'],
    ['SECRET UE/EU SECRET', 'SECRET UE/EU SECRET'],
    ['TRES SECRET UE/EU TOP SECRET RELEASABLE TO NOR', 'TRÈS SECRET UE/EU TOP SECRET RELEASABLE TO NOR'],
    ['VS-NUR FÜR DEN DIENSTGEBRAUCH', 'VS-NUR FÜR DEN DIENSTGEBRAUCH'],
    ['VS – Nur fuer den Dienstgebrauch', 'VS-NUR FÜR DEN DIENSTGEBRAUCH'],
    ['VS-NfD', 'VS-NUR FÜR DEN DIENSTGEBRAUCH'],
    ['VS-VERTRAULICH – amtlich geheim gehalten', 'VS-VERTRAULICH'],
    ['SECRET – SPÉCIAL FRANCE', 'SECRET – SPÉCIAL FRANCE'],
    ['DIFFUSION RESTREINTE', 'DIFFUSION RESTREINTE'],
  ])('%s is recognised and prints as %s', (text, canonical) => {
    expect(printed(text)).toBe(canonical);
  });

  it('reads DIFFUSION RESTREINTE for France by the scheme that has it', () => {
    expect(policyAndLevel('DIFFUSION RESTREINTE', 'FR')).toBe('FR-DR:DR');
    expect(policyAndLevel('SECRET', 'FRA')).toBe('FR:S');
  });

  it('reads a marking of a scheme that ended, and says so', () => {
    expect(policyAndLevel('CONFIDENTIAL', 'UK')).toBe('GB-GPMS:C');
    expect(findings('CONFIDENTIAL', 'UK')).toEqual(['SCHEME_OUT_OF_FORCE']);
  });

  it('never guesses whose SECRET, RESERVADO or OFFICIAL SENSITIVE it is', () => {
    for (const text of ['SECRET', 'RESERVADO', 'GEHEIM', 'TOP SECRET', 'OFFICIAL', 'OFFICIAL SENSITIVE']) {
      expect(findings(text)).toEqual(['AMBIGUOUS_POLICY']);
    }
  });

  it('never takes a compartment for a country: SI and TK are also Slovenia and Tokelau', () => {
    expect(read('TOP SECRET SI/TK REL AUS/USA', 'AU').label.categories).toEqual(['SI', 'TK']);
    expect(read('SECRET TK – UK EYES ONLY', 'GB').label.release).toEqual({ kind: 'EYES_ONLY', to: ['GBR'] });
    expect(read('SECRET REL AUS/USA SI', 'AU').label).toMatchObject({
      categories: ['SI'],
      release: { to: ['AUS', 'USA'] },
    });
    expect(findings('SECRET REL AUS/SI', 'AU')).toEqual(['UNKNOWN_CODE']);
    expect(findings('SECRET UK US EYES ONLY', 'GB')).toEqual(['UNKNOWN_MARKING']);
  });

  it('refuses what it does not know, whatever the rest says', () => {
    expect(findings('KLINGON')).toEqual(['UNKNOWN_MARKING']);
    expect(findings('NATO SECRET CRYPTO')).toEqual(['UNKNOWN_MARKING']);
    expect(findings('NATO SECRET RELEASABLE TO AUSTRALIA')).toContain('UNKNOWN_CODE');
    expect(findings('SECRET', 'XX')).toEqual(['UNKNOWN_POLICY']);
    expect(findings('UK SECRET', 'US')).toEqual(['POLICY_CONFLICT']);
    expect(findings('SECRET-SENSITIVE', 'GB')).toEqual(['UNKNOWN_MARKING']);
    expect(findings('SECRET – UK EYES ONLY REL TO USA', 'GB')).toEqual(['EYES_ONLY_EXCLUDES_REL']);
    expect(findings('  ')).toEqual(['EMPTY_MARKING']);
  });

  it('reads back every level of every published scheme, by its name and by every other form', () => {
    for (const { id } of schemes) {
      const policy = policyOf(id, schemes)!;
      const unmarked = { categories: [], obligations: [], displayOnly: null, relido: false };
      for (const level of policy.levels) {
        const label = makeLabel(policy, { ...unmarked, level: level.key, release: { kind: 'UNMARKED' } });
        expect(parseLabel(printLabel(label, schemes), today, id).label, `${id}:${level.key}`).toEqual(label);
        for (const form of level.forms) {
          expect(parseLabel(form, today, id).label, `${id} ${form}`).toEqual(label);
        }
      }
    }
  });
});

describe('reading and printing', () => {
  it('print and parse are inverse: the canonical text of any label reads as that label', () => {
    fc.assert(
      fc.property(labels, (label) => {
        const text = printLabel(label, schemes);
        expect(parseLabel(text, today, label.policy.split(':')[0]).label, text).toEqual(label);
      }),
      { numRuns: 3000 },
    );
  });

  it('print and parse are inverse for portion marks of US labels too', () => {
    const us = labels.filter((label) => label.policy === 'US');
    fc.assert(
      fc.property(us, (label) => {
        const text = printLabel(label, schemes, 'PORTION');
        expect(parseLabel(text, today).label, text).toEqual(label);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and gives no label without a level it knows', () => {
    const word = fc.constantFrom(
      'S',
      'TS',
      '//',
      '/',
      'REL TO',
      'USA',
      'NF',
      '-',
      '(',
      ')',
      'EYES ONLY',
      ',',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    const policy = fc.option(fc.oneof(fc.constantFrom('US', 'GB', 'NATO'), fc.string()), { nil: undefined });
    fc.assert(
      fc.property(text, policy, (marking, asked) => {
        const reading = parseLabel(marking, today, asked);
        const failed = reading.findings.some((finding) => finding.severity === 'ERROR');
        expect(reading.label === null).toBe(failed);
      }),
      { numRuns: 3000 },
    );
  });

  it('answers a long marking without delay', () => {
    const started = performance.now();
    parseLabel(`S//REL TO USA${', AUS'.repeat(20_000)}`, today);
    parseLabel(`SECRET ${'- '.repeat(50_000)}`, today, 'GB');
    parseLabel('A '.repeat(50_000), today, 'NATO');
    parseLabel(`//${'AUS '.repeat(20_000)}S`, today);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
