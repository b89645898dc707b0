import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, searchWords } from '../../../subgraphs/catalogue/domain/search-text.ts';
import { wordPatterns } from '../../../subgraphs/catalogue/store/word-patterns.ts';

describe('folded text', () => {
  test.each([
    ['Azure Cosmos DB', 'azure cosmos db'],
    ['  Plateforme  des\tservices ', 'plateforme des services'],
    ['Élastique Œuvre ﬁle', 'elastique œuvre file'],
  ])('of %j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('is folded already, and the same whatever the case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(fold(text.toUpperCase())).toBe(fold(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the words of a search', () => {
  test('are each told once', () => {
    expect(searchWords(' Key  vault KEY ')).toEqual(['key', 'vault']);
    expect(searchWords(' ')).toEqual([]);
  });

  test('become patterns in which nothing is a wildcard but the two ends', () => {
    expect(wordPatterns('100%_\\')).toEqual(['%100\\%\\_\\\\%']);
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const pattern of wordPatterns(text)) {
          expect(pattern.slice(1, -1).replace(/\\[\\%_]/g, '')).not.toMatch(/[\\%_]/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
