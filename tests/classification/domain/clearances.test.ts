import { describe, expect, it } from 'vitest';
import {
  clearancePermits,
  compareClearances,
  readGrantor,
} from '../../../subgraphs/classification/domain/clearances.ts';
import { clearances, schemes } from './facts.ts';

const clearance = (id: string) => clearances.find((one) => one.id === id)!;
const compare = (a: string, b: string) => compareClearances(clearance(a), clearance(b), schemes);
const permits = (id: string, level: string) => clearancePermits(clearance(id), level, schemes);

describe('readGrantor', () => {
  it('reads every published grantor', () => {
    expect(clearances).toHaveLength(67);
    expect(readGrantor('NATO (issued by the national NSA)')).toEqual({
      grantor: 'NATO',
      issuedBy: 'the national NSA',
    });
    expect(readGrantor('somebody')).toBeNull();
  });
});

describe('compareClearances', () => {
  it('orders the clearances of one grantor', () => {
    expect(compare('UK-SC', 'UK-DV')).toBe('LOWER');
    expect(compare('UK-ESC', 'UK-SC')).toBe('HIGHER');
    expect(compare('US-TS-SCI', 'US-TS')).toBe('HIGHER');
    expect(compare('AU-NV1', 'AU-NV1')).toBe('EQUAL');
  });

  it('never orders clearances of two grantors', () => {
    expect(compare('US-SECRET', 'UK-SC')).toBe('NOT_COMPARABLE');
    expect(compare('NATO-PSC-NS', 'EU-PSC-S')).toBe('NOT_COMPARABLE');
  });

  it('leaves out checks that are no rung: a counter-terrorist check stands nowhere between BPSS and SC', () => {
    expect(compare('UK-BPSS', 'UK-CTC')).toBe('NOT_COMPARABLE');
    expect(compare('UK-CTC', 'UK-SC')).toBe('NOT_COMPARABLE');
  });

  it('does not order across chains, across schemes, or against the levels permitted', () => {
    expect(compare('CA-RS', 'CA-SECRET')).toBe('NOT_COMPARABLE');
    expect(compare('JP-SDS', 'JP-CESI')).toBe('NOT_COMPARABLE');
    expect(compare('US-LAA', 'US-CONF')).toBe('NOT_COMPARABLE');
  });
});

describe('clearancePermits', () => {
  it('permits the levels at or below its own', () => {
    expect(permits('UK-SC', 'GB:S')).toMatchObject({ permits: true, code: 'WITHIN_CLEARANCE' });
    expect(permits('UK-SC', 'GB:O').permits).toBe(true);
    expect(permits('UK-SC', 'GB:TS')).toMatchObject({ permits: false, code: 'ABOVE_CLEARANCE' });
    expect(permits('UK-SC', 'GB:TS').message).toContain('occasional supervised TOP SECRET');
  });

  it('permits nothing of another scheme by itself', () => {
    expect(permits('UK-DV', 'US:C')).toMatchObject({ permits: false, code: 'OTHER_SCHEME' });
    expect(permits('UK-SC', 'GB-GPMS:R')).toMatchObject({ permits: false, code: 'OTHER_SCHEME' });
  });

  it('permits nothing across chains, nor where it is no step of a ladder', () => {
    expect(permits('CA-RS', 'CA:C')).toMatchObject({ permits: false, code: 'OTHER_CHAIN' });
    expect(permits('UK-CTC', 'GB:O')).toMatchObject({ permits: false, code: 'PERMITS_NO_LEVEL' });
  });
});
