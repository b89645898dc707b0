import type { ZodType } from 'zod';
import {
  ImportRejected,
  readRecords,
  type FactsFile,
  type Rejection,
} from '../../../../platform/facts/read-facts.ts';

/** Gathers every rejection of an import, so that an editor sees them all at once. */
export class Rejections {
  readonly #found: Rejection[] = [];

  add(file: FactsFile, record: string, field: string, reason: string): void {
    this.#found.push({ file: file.name, record, field, reason });
  }

  /** The records of a list that keep to the schema; none where one does not. */
  read<Record_>(
    file: FactsFile,
    list: string,
    schema: ZodType<Record_>,
    identify?: (record: Record_) => string,
  ): Record_[] {
    try {
      return readRecords(file, list, schema, identify);
    } catch (error) {
      if (!(error instanceof ImportRejected)) throw error;
      this.#found.push(...error.rejections);
      return [];
    }
  }

  /** @throws ImportRejected where anything was found so far. */
  refuse(): void {
    if (this.#found.length > 0) throw new ImportRejected(this.#found);
  }
}
