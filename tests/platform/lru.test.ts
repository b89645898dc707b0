import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lru } from '../../platform/lru.ts';

const LIMIT = 4;
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const action = fc.oneof(
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constant('set' as const), key, value: fc.nat(9) }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);

describe('what is remembered', () => {
  it('is what was asked for last, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const lru = new Lru<number>(LIMIT);
        // The plain way: a list, the entry asked for last first.
        let expected: { key: string; value: number }[] = [];
        for (const it of actions) {
          const known = expected.find((entry) => entry.key === it.key);
          const others = expected.filter((entry) => entry.key !== it.key);
          if (it.kind === 'delete') lru.delete(it.key);
          if (it.kind === 'get') expect(lru.get(it.key)).toBe(known?.value);
          if (it.kind === 'set') lru.set(it.key, it.value);
          if (it.kind === 'delete') expected = others;
          if (it.kind === 'get' && known) expected = [known, ...others];
          if (it.kind === 'set') expected = [{ key: it.key, value: it.value }, ...others].slice(0, LIMIT);
          expect(lru.values()).toEqual(expected.map((entry) => entry.value));
          expect(lru.size).toBe(expected.length);
        }
      }),
    );
  });
});
