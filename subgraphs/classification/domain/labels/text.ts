/**
 * Marking text in one script form: capitals without accents, dashes of every kind as hyphens (spaced ones
 * as spaces), no full stops, colons or exclamation marks, single spaces.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[:!.]/g, ' ')
    .replace(/\s*\/\/\s*/g, '//')
    .replace(/\s+\/\s*|\s*\/\s+/g, '/')
    .replace(/\s+-+\s*|\s*-+\s+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `plainText` with hyphens as spaces: the form in which names of levels compare. Keeps the length. */
export function comparableText(text: string): string {
  return plainText(text).replaceAll('-', ' ');
}
