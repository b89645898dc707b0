import { describe, expect, it } from 'vitest';
import { readAuthorisationStatus } from '../../../subgraphs/classification/domain/authorisations.ts';
import { authorisations } from './facts.ts';

describe('readAuthorisationStatus', () => {
  it('reads every published status and keeps its words', () => {
    expect(authorisations.length).toBeGreaterThan(40);
    for (const { id, status } of authorisations) {
      expect(readAuthorisationStatus(status)?.words, id).toBe(status);
    }
  });

  it('takes the dates that the words state, with their precision', () => {
    const read = (words: string) => {
      const { status, from, announced } = readAuthorisationStatus(words)!;
      return [status, from, announced];
    };
    expect(read('IN_FORCE since 24 June 2026 (Consolidated Rules 2026)')).toEqual([
      'IN_FORCE',
      '2026-06-24',
      null,
    ]);
    expect(read('IN_FORCE since 2020')).toEqual(['IN_FORCE', '2020', null]);
    expect(read('ANNOUNCED 20 April 2026, full use from July 2027')).toEqual([
      'ANNOUNCED',
      '2027-07',
      '2026-04-20',
    ]);
    expect(read('LEGACY (being replaced by classes A-D)')).toEqual(['LEGACY', null, null]);
    expect(read('DRAFT, not adopted as of mid-2026')).toEqual(['DRAFT', null, null]);
    expect(read('IN_FORCE (SS 584:2020)')).toEqual(['IN_FORCE', null, null]);
  });

  it('refuses words that start with no known status', () => {
    expect(readAuthorisationStatus('probably IN_FORCE')).toBeNull();
    expect(readAuthorisationStatus('IN_FORCED')).toBeNull();
  });
});
