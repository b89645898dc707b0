import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../../../platform/facts/data-directory.ts';

/** A copy of the shipped facts that a test may change; gone at the end of the test. */
export class FactsFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'contracts-facts-'));

  constructor() {
    cpSync(dataDirectory('contracts'), this.path, { recursive: true });
  }

  /** Changes the content of one file. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the point is to write what no type allows
  change(file: string, how: (content: any) => void): this {
    const path = join(this.path, file);
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    how(content);
    writeFileSync(path, JSON.stringify(content));
    return this;
  }

  /** Changes one record of contracts.json. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  changeContract(id: string, how: (record: any) => void): this {
    return this.change('contracts.json', ({ records }: { records: { id: string }[] }) =>
      how(records.find((it) => it.id === id)),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
