/**
 * A text as every dialect can hold it. PostgreSQL has no NUL in texts; like half a surrogate pair, which UTF-8
 * does not have, it becomes the character that stands for what cannot be shown.
 */
export function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}
