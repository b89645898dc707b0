import { describe, expect, it } from 'vitest';
import {
  agreementCoverage,
  agreementPeriod,
  partiesOn,
  readAgreementStatus,
  readLevelCoverage,
  readParty,
  readScope,
} from '../../../subgraphs/classification/domain/agreements.ts';
import { agreements, memberships, schemes } from './facts.ts';

const byId = (id: string) => agreements.find((one) => one.id === id)!;

describe('the words of the published agreements', () => {
  it('are all read: every status, party and scope of the facts', () => {
    for (const { id, status, parties } of agreements) {
      expect(readAgreementStatus(status)?.words, id).toBe(status);
      for (const party of parties) expect(readParty(party), `${id} ${party}`).not.toBeNull();
    }
  });

  it('become statuses, the weaker one where two stages are left open', () => {
    const status = (words: string) => readAgreementStatus(words)?.status ?? null;
    expect(status('IN_FORCE')).toBe('IN_FORCE');
    expect(status('BELIEVED_IN_FORCE')).toBe('BELIEVED_IN_FORCE');
    expect(status('BELIEVED_SIGNED_OR_IN_FORCE')).toBe('SIGNED');
    expect(status('CONCLUDED_BY_2011')).toBe('CONCLUDED');
    expect(status('LAID_2021')).toBe('LAID_BEFORE_PARLIAMENT');
    expect(status('SIGNED')).toBe('SIGNED');
    expect(status('SIGNED; entry into force to be checked')).toBe('SIGNED');
    expect(status('SIGNED; ratification bill HE 22/2023')).toBe('RATIFICATION_PENDING');
    expect(status('RATIFICATION_BILL 2016')).toBe('RATIFICATION_PENDING');
    expect(status('NOT_LEGALLY_BINDING')).toBe('NOT_LEGALLY_BINDING');
    expect(status('NOT_A_GENERAL_SECURITY_AGREEMENT')).toBe('NOT_A_SECURITY_AGREEMENT');
    expect(status('IN_FORCE perhaps')).toBeNull();
    expect(status('')).toBeNull();
  });

  it('name the successor of a superseded agreement', () => {
    expect(readAgreementStatus('SUPERSEDED by AUKUS-NNP-2024')).toEqual({
      status: 'SUPERSEDED',
      words: 'SUPERSEDED by AUKUS-NNP-2024',
      supersededBy: 'AUKUS-NNP-2024',
    });
  });

  it('become parties: a code, or the members of a group', () => {
    expect(readParty('GB')).toEqual({ partner: 'GB', membersOf: null });
    expect(readParty('EU')).toEqual({ partner: 'EU', membersOf: null });
    expect(readParty('EU member states')).toEqual({ partner: null, membersOf: 'EU' });
    expect(readParty('NATO members')).toEqual({ partner: null, membersOf: 'NATO' });
    expect(readParty('some friends')).toBeNull();
  });

  it('become scopes', () => {
    expect(readScope('general')).toEqual({ scope: 'GENERAL', words: null });
    expect(readScope('defence only')).toEqual({ scope: 'LIMITED', words: 'defence only' });
  });

  it('become levels only where they say which without doubt', () => {
    const read = (id: string) => readLevelCoverage(byId(id).levelsCovered);
    expect(read('EU-MS-2011').levels).toEqual(['EU:R', 'EU:C', 'EU:S', 'EU:TS']);
    expect(read('EU-US-2007')).toMatchObject({
      coverage: 'LISTED',
      levels: ['EU:C', 'EU:S', 'EU:TS', 'US:C', 'US:S', 'US:TS'],
    });
    expect(read('NORDIC-GSA-2010')).toMatchObject({ coverage: 'ALL', levels: [] });
    expect(read('JP-KR-2016').levels).not.toContain('KR:I');
    for (const id of ['EU-UK-2020', 'EU-AU-2010', 'EU-CA-2017', 'EU-IL-2009', 'NATO-ATOMAL-1964', 'US-GB']) {
      expect(read(id), id).toMatchObject({ coverage: 'NOT_PUBLISHED', levels: [] });
      expect(read(id).words).toBe(byId(id).levelsCovered);
    }
  });

  it('list only levels that the schemes have', () => {
    const known = new Set(schemes.flatMap((one) => one.levels.map((level) => level.id)));
    const listed = agreements.flatMap((one) => readLevelCoverage(one.levelsCovered).levels);
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.filter((level) => !known.has(level))).toEqual([]);
  });
});

describe('agreementCoverage', () => {
  const at = (status: Parameters<typeof agreementCoverage>[0], day: string, datesVerified = true) =>
    agreementCoverage(status, agreementPeriod({ inForce: '2013-02-09', datesVerified }), day);

  it('is in force from its entry into force', () => {
    expect(at('IN_FORCE', '2013-02-08')).toBe('BEFORE');
    expect(at('IN_FORCE', '2013-02-09')).toBe('IN');
  });

  it('is uncertain on dates that were not verified and on statuses that are only believed', () => {
    expect(at('IN_FORCE', '2013-02-09', false)).toBe('UNCERTAIN');
    expect(at('BELIEVED_IN_FORCE', '2020-01-01')).toBe('UNCERTAIN');
  });

  it('never counts a signature, a supersession or a declaration as in force', () => {
    for (const status of ['SIGNED', 'CONCLUDED', 'SUPERSEDED', 'NOT_LEGALLY_BINDING'] as const) {
      expect(at(status, '2020-01-01')).not.toBe('IN');
    }
  });
});

describe('partiesOn', () => {
  const parties = (id: string, day: string) =>
    partiesOn({ parties: byId(id).parties.map((words) => readParty(words)!) }, day, memberships);
  const named = (id: string, day: string) => parties(id, day).map((party) => party.partner);

  it('expands the members of NATO on the day: Sweden in 2026 and not in 2023', () => {
    expect(parties('NATO-ASI-1997', '2026-11-23')).toContainEqual({
      partner: 'SE',
      through: 'NATO',
      certain: true,
    });
    expect(named('NATO-ASI-1997', '2023-06-01')).not.toContain('SE');
    expect(named('NATO-ASI-1997', '2026-11-23')).toHaveLength(32);
  });

  it('leaves the month of accession open, since its day was not verified', () => {
    expect(named('NATO-ASI-1997', '2024-02-29')).not.toContain('SE');
    for (const day of ['2024-03-01', '2024-03-30']) {
      expect(parties('NATO-ASI-1997', day)).toContainEqual({
        partner: 'SE',
        through: 'NATO',
        certain: false,
      });
    }
    expect(parties('NATO-ASI-1997', '2024-03-31')).toContainEqual({
      partner: 'SE',
      through: 'NATO',
      certain: true,
    });
  });

  it('does not take the EU for its member states, nor the reverse', () => {
    expect(named('EU-US-2007', '2026-11-23')).toEqual(['EU', 'US']);
    expect(named('EU-MS-2011', '2026-11-23')).not.toContain('EU');
    expect(named('EU-MS-2011', '2026-11-23')).toContain('HR');
  });

  it('says that it is not certain whether the United Kingdom was in the EU, whose end was not verified', () => {
    expect(parties('EU-MS-2011', '2019-01-01')).toContainEqual({
      partner: 'GB',
      through: 'EU',
      certain: false,
    });
  });

  it('gives a party once where it is named and a member too', () => {
    const found = partiesOn(
      { parties: [readParty('NATO members')!, readParty('US')!] },
      '2026-11-23',
      memberships,
    );
    expect(found.filter((party) => party.partner === 'US')).toEqual([
      { partner: 'US', through: null, certain: true },
    ]);
  });
});
