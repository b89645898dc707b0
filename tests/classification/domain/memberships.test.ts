import { describe, expect, it } from 'vitest';
import {
  membershipPeriod,
  membersOn,
  organisationsOn,
  type PublishedMembership,
} from '../../../subgraphs/classification/domain/memberships.ts';
import { memberships } from './facts.ts';

const member = (published: PublishedMembership, verified = true) => ({
  organisation: 'CLUB',
  member: 'AA',
  verified,
  period: membershipPeriod(published),
});
const on = (day: string, published: PublishedMembership, verified?: boolean) => {
  const { certain, possible } = membersOn('CLUB', day, [member(published, verified)]);
  return certain.length > 0 ? 'CERTAIN' : possible.length > 0 ? 'POSSIBLE' : 'NO';
};

describe('membersOn', () => {
  it('reads membership as a half-open interval', () => {
    const published = { from: '2000-01-01', until: '2010-01-01' };
    expect(on('1999-12-31', published)).toBe('NO');
    expect(on('2000-01-01', published)).toBe('CERTAIN');
    expect(on('2009-12-31', published)).toBe('CERTAIN');
    expect(on('2010-01-01', published)).toBe('NO');
  });

  it('leaves the month open in which a first day lies whose day was not verified', () => {
    const published = { from: '1949-08-24', until: null, unverifiedFields: ['from.day'] };
    expect(on('1949-07-31', published)).toBe('NO');
    expect(on('1949-08-30', published)).toBe('POSSIBLE');
    expect(on('1949-08-31', published)).toBe('CERTAIN');
  });

  it('ends a membership whose published end has passed, verified or not', () => {
    const published = { from: '1973-01-01', until: '2020-02-01', unverifiedFields: ['until'] };
    expect(on('2019-06-01', published)).toBe('POSSIBLE');
    expect(on('2020-02-01', published)).toBe('NO');
  });

  it('never takes an unverified row for certain', () => {
    expect(on('2005-01-01', { from: '2000-01-01', until: null }, false)).toBe('POSSIBLE');
  });

  it('finds 32 members of NATO and 27 of the EU today', () => {
    expect(membersOn('NATO', '2026-11-23', memberships).possible).toHaveLength(32);
    expect(membersOn('EU', '2026-11-23', memberships).possible).toHaveLength(27);
    expect(organisationsOn('SE', '2024-02-29', memberships)).toEqual(['EU']);
    // The day of accession was not verified, so its month is open.
    expect(organisationsOn('SE', '2024-03-01', memberships)).toEqual(['EU', 'NATO']);
    expect(organisationsOn('GB', '2026-11-23', memberships)).toEqual(['NATO']);
  });
});
