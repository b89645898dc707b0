/** A number as published, with its words: `1 or 2`, `minimum 3`. */
export interface Count {
  readonly words: string;
  /** Null where the words give none. */
  readonly minimum: number | null;
  readonly maximum: number | null;
}

const FORMS: readonly (readonly [RegExp, (numbers: readonly number[]) => Omit<Count, 'words'>])[] = [
  [/^(\d+)$/, ([only]) => bounds(only, only)],
  [/^minimum (\d+)$/, ([least]) => bounds(least, null)],
  [/^maximum (\d+)$/, ([most]) => bounds(null, most)],
  [/^(\d+) or (\d+)$/, ([least, most]) => bounds(least, most)],
  [/^(\d+), expandable to (\d+)$/, ([least, most]) => bounds(least, most)],
];

/** Reads a published number or words around numbers. Words of another form are kept without bounds. */
export function readCount(published: number | string): Count {
  const words = String(published).trim();
  for (const [form, read] of FORMS) {
    const match = form.exec(words);
    if (match) return { words, ...read(match.slice(1).map(Number)) };
  }
  return { words, ...bounds(null, null) };
}

function bounds(minimum: number | null | undefined, maximum: number | null | undefined) {
  return { minimum: minimum ?? null, maximum: maximum ?? null };
}
