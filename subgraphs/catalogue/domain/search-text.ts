/**
 * Text in the form in which it is searched and sorted: lower case, without accents, blanks made one. The
 * same in every database, since the database then compares it byte by byte.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a search, folded, each once. All of them must be found. */
export function searchWords(text: string): readonly string[] {
  return [...new Set(fold(text).split(' '))].filter(Boolean);
}
