import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasRepeatedName } from '../../../gateway/identity/json-names.ts';

it.each([
  '{"a":1,"a":1}',
  '{"a":1,"b":{"c":[{"d":1,"d":2}]}}',
  String.raw`{"iss":1,"\u0069ss":2}`,
  '{"a" : {"a":1} , "a" : 2}',
  '[{"x":"}"},{"y":1,"y":"{"}]',
  String.raw`{"\"":1,"\"":2}`,
])('finds the name that comes twice in %s', (json) => {
  expect(hasRepeatedName(json)).toBe(true);
});

it('finds none in what JSON.stringify writes, whatever it is', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      // Parsing and writing leaves each name once.
      expect(hasRepeatedName(JSON.stringify(JSON.parse(json)))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

it('finds any name that is written once more', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, at) => {
      const names = Object.keys(object);
      const name = names[at % names.length] as string;
      const json = JSON.stringify(object);
      expect(hasRepeatedName(`${json.slice(0, -1)},${JSON.stringify(name)}:null}`)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
