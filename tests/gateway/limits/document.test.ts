import fc from 'fast-check';
import { buildSchema, getIntrospectionQuery, Lexer, Source, TokenKind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentRefusal } from '../../../gateway/limits/document/check-document.ts';
import { textRefusal } from '../../../gateway/limits/document/scan.ts';
import { configuredLimits, type DocumentLimits } from '../../../gateway/limits/limits.ts';
import { toConfig } from '../../../platform/config.ts';
import { PORTAL_DOCUMENTS } from '../../support/portal.ts';
import { drawOperation } from '../engine/support/operations.ts';

const DEFAULTS = configuredLimits(toConfig({})).document;
const within = (parts: Partial<DocumentLimits>): DocumentLimits => ({ ...DEFAULTS, ...parts });
const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_it, index) => part(index)).join(' ');

const schema = buildSchema(`
  type Query { a(text: String, n: [Float], in: [[In!]]): A b: String }
  type A { a(text: String, n: [Float], in: [[In!]]): A b: String }
  input In { text: String n: Float in: [In!] }
`);
const LITERALS = {
  String: ['"{[("', '"\\"{#"', '"""block { " "" \\""" # }"""', '""', '""""""', 'null'],
  Float: ['1', '-1.5e10', '0', '1.25'],
  In: ['{ text: "}" n: 1.5 }', '{ in: [{ text: """\n{ #\n""" }] }'],
};
const NOISE = ['# { [ ( "\n', ',', '\n', '\uFEFF', '\t', '# """\r\n'];

/** What graphql-js counts. */
function counted(text: string): { tokens: number; nesting: number } {
  const lexer = new Lexer(new Source(text));
  let [tokens, nesting, deepest] = [0, 0, 0];
  for (;;) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return { tokens, nesting: deepest };
    tokens++;
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) nesting++;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting--;
    deepest = Math.max(deepest, nesting);
  }
}

describe('the text of a document', () => {
  it('is counted as graphql-js counts it, whatever stands in texts and comments', () => {
    fc.assert(
      fc.property(fc.gen(), fc.array(fc.constantFrom(...NOISE), { maxLength: 8 }), (g, noise) => {
        const { query } = drawOperation(g, schema, LITERALS);
        let next = 0;
        const text = query.replaceAll(/ (?=[^"]*$)/g, (space) => space + (noise[next++] ?? ''));
        const { tokens, nesting } = counted(text);
        expect(textRefusal(text, { tokens, nesting }), text).toBeUndefined();
        expect(textRefusal(text, { tokens: tokens - 1, nesting })?.message, text).toContain('tokens');
        expect(textRefusal(text, { tokens, nesting: nesting - 1 })?.message, text).toContain(
          'nests too deep',
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['20,000 braces', '{a'.repeat(20_000), 'got more'],
    ['20,000 brackets', `{ a(n: ${'['.repeat(20_000)}`, 'got more'],
    ['20,000 parentheses', '('.repeat(20_000), 'got more'],
    ['a million tokens', `{ ${'a '.repeat(1_000_000)} }`, 'got more'],
    ['a million spreads of nothing', `{ ${'...'.repeat(1_000_000)} }`, 'got more'],
  ])('with %s is refused without being parsed', (_what, text, came) => {
    const refusal = textRefusal(text, DEFAULTS);
    expect(refusal?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', http: { status: 400 } });
    expect(refusal?.message).toContain(came);
  });

  it.each(['"'.repeat(100_000), '"""'.repeat(100_001), '#'.repeat(500_000), '{ a(text: "'])(
    'that does not end is read to its end once',
    (text) => {
      expect(() => textRefusal(text, within({ tokens: 1_000_000 }))).not.toThrow();
    },
  );
});

describe('a document', () => {
  it.each<[string, string]>([
    ...PORTAL_DOCUMENTS.map(({ name, text }): [string, string] => [name, text]),
    ['the introspection query', getIntrospectionQuery()],
    ['what is no GraphQL, which the parser refuses', '{ a '],
    [
      'a fragment that leads back to itself, which validation refuses',
      '{ ...A } fragment A on Q { a { ...A } }',
    ],
  ])('such as %s is let through by default', (_what, text) => {
    expect(documentRefusal(text, DEFAULTS)).toBeUndefined();
  });

  const amplified = `{ ...F0 } ${many(20, (it) => `fragment F${it} on Q { a: x { ...F${it + 1} } b: x { ...F${it + 1} } }`)} fragment F20 on Q { x }`;
  it.each<[string, Partial<DocumentLimits>, string, number]>([
    ['definitions', { definitions: 2 }, '{ a } fragment A on Q { a } fragment B on Q { a }', 3],
    ['fields of its root', { rootFields: 2 }, '{ a ... { b ...C } } fragment C on Q { c }', 3],
    ['depth of fields', { depth: 2 }, '{ a { ...B } } fragment B on Q { b { ... { c } } }', 3],
    ['fields', { selections: 4 }, '{ ...A ...A b } fragment A on Q { a { a } }', 5],
    ['fields by fragments upon fragments', {}, amplified, 3_145_726],
    ['aliases', { aliases: 2 }, '{ a: x b: x ...C } fragment C on Q { c: x }', 3],
    ['directives', { directives: 3 }, 'query ($v: I @d) @d { a @d ...B } fragment B on Q @d { b }', 4],
    ['a list', { list: 2 }, '{ a(n: [1, 2, 3]) }', 3],
    ['a list in a list', { list: 2 }, '{ a(n: { of: [[1, 2, 3]] }) }', 3],
    ['a list as a default', { list: 2 }, 'query ($v: [I] = [1, 2, 3]) { a }', 3],
    [
      'a list in a fragment that nothing spreads',
      { list: 2 },
      '{ a } fragment A on Q { a(n: [1, 2, 3]) }',
      3,
    ],
  ])('with too much of %s is refused, and told what came', (_what, limits, text, came) => {
    const refusal = documentRefusal(text, within(limits));
    const [limit] = Object.values(limits);
    expect(refusal?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: limit ?? DEFAULTS.selections,
      came,
      http: { status: 400 },
    });
    if (limit !== undefined) {
      const [name] = Object.keys(limits) as [keyof DocumentLimits];
      expect(documentRefusal(text, within({ [name]: came }))).toBeUndefined();
    }
  });

  it('whose fragments multiply without end is measured in the time that its text takes', () => {
    const text = `{ ...F0 } ${many(90, (it) => `fragment F${it} on Q { ${`...F${it + 1} `.repeat(20)} }`)} fragment F90 on Q { x }`;
    expect(documentRefusal(text, DEFAULTS)?.message).toContain('too many fields');
  });
});
