import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ZodType } from 'zod';

/** Why a record of a facts file cannot be taken. */
export interface Rejection {
  readonly file: string;
  /** Id of the record, or its place in the list where it has none. */
  readonly record: string;
  readonly field: string;
  readonly reason: string;
}

/** An import that takes nothing, with every reason found. */
export class ImportRejected extends Error {
  override name = 'ImportRejected';
  readonly rejections: readonly Rejection[];

  constructor(rejections: readonly Rejection[]) {
    const lines = rejections.map((it) => `  ${it.file}: record ${it.record}: ${it.field}: ${it.reason}`);
    super(`The import was refused and nothing was changed:\n${lines.join('\n')}`);
    this.rejections = rejections;
  }
}

/** A facts file as it was read: its JSON, and a digest of its bytes. */
export interface FactsFile {
  readonly name: string;
  readonly digest: string;
  readonly content: Record<string, unknown>;
}

/**
 * Reads a JSON facts file.
 * @throws ImportRejected where the file is missing or is no JSON object.
 */
export function readFactsFile(path: string): FactsFile {
  const name = basename(path);
  const refuse = (reason: string) =>
    new ImportRejected([{ file: name, record: '(file)', field: '(file)', reason }]);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refuse('the file cannot be read');
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw refuse(`is no JSON: ${(error as Error).message}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw refuse('expected a JSON object');
  return {
    name,
    digest: createHash('sha256').update(text).digest('hex'),
    content: content as Record<string, unknown>,
  };
}

/**
 * The records of `file` under `list`, each checked against `schema`, ids unique. Collects every
 * rejection before it refuses, so that an editor sees them all at once.
 * @param identify gives a record's id; by default its `id`.
 * @throws ImportRejected
 */
export function readRecords<Record_>(
  file: FactsFile,
  list: string,
  schema: ZodType<Record_>,
  identify: (record: Record_) => string = (record) => (record as { id: string }).id,
): Record_[] {
  const raw = file.content[list];
  if (!Array.isArray(raw)) {
    throw new ImportRejected([
      { file: file.name, record: '(file)', field: list, reason: 'expected a list of records' },
    ]);
  }
  const rejections: Rejection[] = [];
  const seen = new Set<string>();
  const records: Record_[] = [];
  for (const [place, candidate] of raw.entries()) {
    const named = (candidate as { id?: unknown } | null)?.id;
    const record = typeof named === 'string' ? named : `#${place + 1}`;
    const result = schema.safeParse(candidate);
    if (!result.success) {
      for (const issue of result.error.issues) {
        rejections.push({
          file: file.name,
          record,
          field: issue.path.join('.') || '(record)',
          reason: issue.message,
        });
      }
      continue;
    }
    const id = identify(result.data);
    if (seen.has(id))
      rejections.push({ file: file.name, record: id, field: 'id', reason: 'is used by two records' });
    seen.add(id);
    records.push(result.data);
  }
  if (rejections.length > 0) throw new ImportRejected(rejections);
  return records;
}

/** One digest for several facts files, whatever their order. */
export function digestOf(files: readonly FactsFile[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1)))
    hash.update(`${file.name}:${file.digest}\n`);
  return hash.digest('hex');
}
