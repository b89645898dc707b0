import { searchWords } from '../domain/search-text.ts';

/** The patterns (`like … escape '\\'`) of a search's words, each of which must match the folded text. */
export function wordPatterns(text: string | null | undefined): readonly string[] {
  return searchWords(text ?? '').map((word) => `%${word.replace(/[\\%_]/g, (it) => `\\${it}`)}%`);
}
