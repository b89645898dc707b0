import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { keptDocuments } from '../../gateway/documents/kept-documents.ts';

describe('documents that were parsed', () => {
  const held = async (texts: readonly string[]) => {
    const store = keptDocuments();
    if (store === null) throw new Error('Documents are kept.');
    for (const [index, text] of texts.entries()) await store.set(`id${index}`, parse(text));
    const found = await Promise.all(texts.map((_, index) => store.get(`id${index}`)));
    return found.filter((it) => it !== undefined).length;
  };

  it('are kept, those asked for last, however many are sent', async () => {
    expect(await held(Array.from({ length: 10 }, (_, it) => `query Q${it} { a }`))).toBe(10);
    expect(await held(Array.from({ length: 2_500 }, (_, it) => `query Q${it} { a }`))).toBe(1_000);
  });

  it('are fewer where their texts are long, and none is longer than may be', async () => {
    const long = `{ ${'abcdefghij '.repeat(5_000)} }`;
    expect(await held(Array.from({ length: 40 }, () => long))).toBeLessThan(20);
    expect(await held([`{ ${'abcdefghij '.repeat(7_000)} }`])).toBe(0);
  });
});
