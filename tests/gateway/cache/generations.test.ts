import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generations } from '../../../gateway/engine/compiled/cache/generations.ts';

const KEYS = fc.constantFrom('a a', 'a b', 'a c', 'b a', 'b b', 'c c');
/** The two parts of a key. */
const placeOf = (key: string) => key.split(' ') as [string, string];
const STEP = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key: KEYS, value: fc.nat(), bytes: fc.nat(60) }),
  fc.record({ do: fc.constant('get' as const), key: KEYS }),
  fc.record({ do: fc.constant('delete' as const), key: KEYS }),
);

describe('a map of bounded size', () => {
  it('never gives anything but what was set last, and never holds more than it may', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 60 }), (steps) => {
        const map = new Generations<number>(100);
        const model = new Map<string, number>();
        for (const step of steps) {
          if (step.do === 'set') {
            map.set(...placeOf(step.key), step.value, step.bytes);
            model.set(step.key, step.value);
            if (step.bytes > 50) model.delete(step.key);
          } else if (step.do === 'delete') {
            map.delete(...placeOf(step.key));
            model.delete(step.key);
          } else {
            const value = map.get(...placeOf(step.key));
            if (value !== undefined) expect(value).toBe(model.get(step.key));
          }
          expect(map.bytes).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what is asked for again and again, and forgets what is not', () => {
    const map = new Generations<string>(100);
    map.set('these', 'asked', 'x', 10);
    map.set('these', 'unasked', 'y', 10);
    for (let index = 0; index < 50; index++) {
      map.set('those', `other ${index}`, 'z', 10);
      expect(map.get('these', 'asked')).toBe('x');
    }
    expect(map.get('these', 'unasked')).toBeUndefined();
    expect(map.size).toBeLessThanOrEqual(10);
  });
});
