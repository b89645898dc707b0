import fc from 'fast-check';
import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { plainVariables } from '../../../gateway/engine/compiled/operation/plain-variables.ts';

const schema = buildSchema(`
  type Query { a(int: Int, float: Float, text: String, flag: Boolean, id: ID, level: Level, in: In, any: Any): Int }
  enum Level { HIGH LOW }
  input In { a: Int! }
  scalar Any
`);
const TYPES = ['Int', 'Float', 'String', 'Boolean', 'ID', '[Int]', 'Level', 'In', 'Any'];
const DEFAULTS: Readonly<Record<string, string>> = { Int: ' = 1', Boolean: ' = true', String: ' = "x"' };
const VALUES = [
  undefined,
  null,
  0,
  -0,
  1,
  2 ** 31,
  -(2 ** 31),
  1.5,
  1e300,
  true,
  false,
  '',
  'HIGH',
  '1',
  [],
  [1],
  {},
  { a: 1 },
];

it('takes for plain only what coercing leaves as it is', () => {
  const type = fc.record({ name: fc.constantFrom(...TYPES), required: fc.boolean(), defaults: fc.boolean() });
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(fc.array(fc.tuple(type, fc.constantFrom(...VALUES)), { maxLength: 3 }), (drawn) => {
      const written = drawn.map(
        ([{ name, required, defaults }], at) =>
          `$v${at}: ${name}${required ? '!' : ''}${defaults ? (DEFAULTS[name] ?? '') : ''}`,
      );
      const [operation] = parse(`query${written.length > 0 ? `(${written.join()})` : ''} { a }`).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
      const variables = Object.fromEntries(
        drawn.flatMap(([, value], at) => (value === undefined ? [] : [[`v${at}`, value]])),
      );
      const definitions = operation.variableDefinitions ?? [];
      const isPlain = plainVariables(definitions)(variables);
      seen.add(isPlain);
      if (isPlain) expect(getVariableValues(schema, definitions, variables)).toEqual({ coerced: variables });
    }),
    { numRuns: 2_000 },
  );
  expect(seen.size).toBe(2);
});
