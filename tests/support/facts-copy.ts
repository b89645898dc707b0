import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../../platform/facts/data-directory.ts';

type Content = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A copy of the facts that a subgraph ships, which a test may alter, and a folder beside it for stores. */
export interface FactsCopy extends Disposable {
  readonly directory: string;
  readonly stores: string;
  /** Rewrites a file of the copy. */
  alter(file: string, change: (content: Content) => void): void;
  /** Alters the record of this id in the one list of records that the file holds. */
  alterRecord(file: string, id: string, change: (record: Content) => void): void;
}

/** Copies the shipped facts of `subgraph` to a folder that goes with the copy. */
export function factsCopyOf(subgraph: string): FactsCopy {
  const folder = mkdtempSync(join(tmpdir(), `${subgraph}-facts-`));
  const directory = join(folder, 'facts');
  cpSync(dataDirectory(subgraph), directory, { recursive: true });
  const alter: FactsCopy['alter'] = (file, change) => {
    const path = join(directory, file);
    const content = JSON.parse(readFileSync(path, 'utf8')) as Content;
    change(content);
    writeFileSync(path, JSON.stringify(content));
  };
  return {
    directory,
    stores: join(folder, 'stores'),
    alter,
    alterRecord: (file, id, change) =>
      alter(file, (content) => {
        const lists = Object.values(content).filter(Array.isArray).flat() as Content[];
        const record = lists.find((it) => it['id'] === id);
        if (!record) throw new Error(`${file} holds no record ${id}.`);
        change(record);
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
