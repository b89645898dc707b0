import { describe, expect, it } from 'vitest';
import { Probation, PROBATION } from '../../../gateway/supergraph/probation.ts';

const KNOWN = { documentId: 'a', operationName: 'A' };
const SWAPPED = 1_000;
const LATER = SWAPPED + 1;

const started = () => new Probation([KNOWN], SWAPPED, { milliseconds: 60_000, failures: 3, share: 0.1 });

/** Counts executions, `x` for one that failed; gives after which the supergraph was given up. */
function givenUpAt(executions: string, probation = started()): number {
  return [...executions].findIndex((it) => probation.fails(KNOWN, it === 'x', LATER));
}

describe('a supergraph on probation', () => {
  it('is given up with the third failure where that is a tenth of all or more', () => {
    expect(givenUpAt('xx')).toBe(-1);
    expect(givenUpAt('xxx')).toBe(2);
    expect(givenUpAt(`${'.'.repeat(27)}xxx`)).toBe(29);
  });

  it('stays while failures are fewer than a tenth, and is given up when they are as many', () => {
    expect(givenUpAt(`${'.'.repeat(28)}xxx`)).toBe(-1);
    expect(givenUpAt(`${'.'.repeat(28)}xxxx`)).toBe(31);
  });

  it('stays however much works', () => {
    expect(givenUpAt('.'.repeat(1000))).toBe(-1);
  });

  it('is not held to operations that the one before did not know, or knew under another name', () => {
    const probation = started();
    for (let times = 0; times < 10; times++) {
      expect(probation.fails({ documentId: 'b', operationName: 'A' }, true, LATER)).toBe(false);
      expect(probation.fails({ documentId: 'a', operationName: 'B' }, true, LATER)).toBe(false);
    }
    expect(probation.counted).toEqual({ executed: 0, failed: 0 });
  });

  it('is over after its time', () => {
    const end = SWAPPED + PROBATION.milliseconds;
    const probation = started();
    expect([1, 2].map(() => probation.fails(KNOWN, true, end - 1))).toEqual([false, false]);
    expect([1, 2].map(() => probation.fails(KNOWN, true, end))).toEqual([false, false]);
    expect(probation.fails(KNOWN, true, end - 1)).toBe(true);
  });
});
