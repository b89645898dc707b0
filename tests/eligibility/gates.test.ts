import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GATE_NAMES } from '../../subgraphs/catalogue/eligibility/decision.ts';
import { DISCLOSURE, GATES } from '../../subgraphs/catalogue/eligibility/gates.ts';

const fileOf = (name: string): string => name.toLowerCase().replaceAll('_', '-');
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const SOURCE = '../../subgraphs/catalogue/eligibility/';

describe('the list of gates', () => {
  test('is frozen and has the gates in the order in which they explain themselves', () => {
    expect(GATES.map(({ name }) => name)).toEqual(GATE_NAMES);
    expect(Object.isFrozen(GATES)).toBe(true);
    expect(GATES.every((gate) => Object.isFrozen(gate))).toBe(true);
  });

  test('has one file a gate, and one test of its name', () => {
    const expected = [DISCLOSURE, ...GATES].map(({ name }) => fileOf(name)).sort();
    const files = readdirSync(new URL(`${SOURCE}gates/`, import.meta.url)).sort();
    expect(files).toEqual(expected.map((file) => `${file}.ts`));
    const tests = readdirSync(new URL('./gates/', import.meta.url)).sort();
    expect(tests).toEqual(expected.map((file) => `${file}.test.ts`));
  });

  test('declares for every gate its law in a sentence and at least one code of PASS', () => {
    for (const { name, law, codes } of GATES) {
      expect(law, name).toMatch(/^[A-Z].*\.$/);
      expect(Object.values(codes).some(({ status }) => status === 'PASS')).toBe(true);
      for (const [code, { meaning, status, unlock }] of Object.entries(codes)) {
        expect(code).toMatch(/^[A-Z][A-Z_]*$/);
        expect(meaning, code).toMatch(/^[A-Z].*\.$/);
        if (unlock !== undefined) expect(status, code).toBe('FAIL');
      }
    }
  });

  test.each(GATES.map(({ name }) => name))('has every code of %s in its test', (name) => {
    const source = read(`./gates/${fileOf(name)}.test.ts`);
    const { codes } = GATES.find((gate) => gate.name === name) ?? { codes: {} };
    expect(Object.keys(codes).filter((code) => !new RegExp(`\\b${code}\\b`).test(source))).toEqual([]);
  });

  test('marks a code UNKNOWN only where its gate declares that it reads facts', () => {
    for (const { name, codes, reads } of GATES) {
      const unknown = Object.values(codes).some(({ status }) => status === 'UNKNOWN');
      expect(unknown, name).toBe(reads.length > 0);
    }
  });
});
