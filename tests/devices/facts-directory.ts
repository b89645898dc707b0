import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from '../../platform/facts/data-directory.ts';

/** A copy of the shipped facts that a test may alter. */
export interface FactsCopy extends Disposable {
  readonly directory: string;
  /** A folder beside it for stores. */
  readonly stores: string;
  /** Rewrites a file of the copy. */
  alter(file: string, change: (content: any) => void): void; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** Alters the record of one device model. */
  alterModel(id: string, change: (record: Record<string, any>) => void): void; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export function copyFacts(): FactsCopy {
  const folder = mkdtempSync(join(tmpdir(), 'devices-'));
  const directory = join(folder, 'facts');
  cpSync(dataDirectory('devices'), directory, { recursive: true });
  const alter: FactsCopy['alter'] = (file, change) => {
    const path = join(directory, file);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    change(content);
    writeFileSync(path, JSON.stringify(content));
  };
  return {
    directory,
    stores: join(folder, 'stores'),
    alter,
    alterModel: (id, change) =>
      alter('edge-devices.json', ({ records }) => change(records.find((it: { id: string }) => it.id === id))),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
