import { describe, expect, it } from 'vitest';
import { configuredLimits, type VariableLimits } from '../../../gateway/limits/limits.ts';
import { variablesRefusal } from '../../../gateway/limits/variables.ts';
import { toConfig } from '../../../platform/config.ts';

const DEFAULTS = configuredLimits(toConfig({})).variables;
const within = (parts: Partial<VariableLimits>): VariableLimits => ({ ...DEFAULTS, ...parts });

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let it = 0; it < depth; it++) value = it % 2 ? [value] : { value };
  return value;
}

describe('the variables of a request', () => {
  it.each<[string, Partial<VariableLimits>, Record<string, unknown>, number | undefined]>([
    ['variables', { variables: 2 }, { a: 1, b: 2, c: 3 }, 3],
    ['depth', { depth: 2 }, { a: nested(3) }, undefined],
    ['values', { values: 4 }, { a: [1, 2, { b: 3 }] }, undefined],
    ['characters', { characters: 5 }, { a: 'abc', b: ['def'] }, undefined],
    ['length of a list', { list: 2 }, { a: { b: [1, 2, 3] } }, 3],
  ])('with too much %s are refused, and told the limit', (_what, limits, variables, came) => {
    const [limit] = Object.values(limits);
    const refusal = variablesRefusal(variables, within(limits));
    expect(refusal?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit, http: { status: 400 } });
    expect(refusal?.extensions['came']).toBe(came);
    const [name] = Object.keys(limits) as [keyof VariableLimits];
    expect(variablesRefusal(variables, within({ [name]: (limit ?? 0) + 1 }))).toBeUndefined();
  });

  it.each([
    ['none', undefined],
    ['nothing in them', {}],
    ['null', { a: null }],
    [
      'as many journal entries as a device may send',
      { input: { entries: Array.from({ length: 10_000 }, (_it, sequence) => ({ sequence })) } },
    ],
  ])('with %s are let through by default', (_what, variables) => {
    expect(variablesRefusal(variables, DEFAULTS)).toBeUndefined();
  });

  it('that nest as deep as a body can are refused without reading them to their end', () => {
    expect(variablesRefusal({ a: nested(100_000) }, DEFAULTS)?.message).toContain('nest too deep');
  });
});
