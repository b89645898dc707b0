import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedKeeper } from '../../../platform/store/sqlite/keeper.ts';
import { ALL_DATABASES } from '../../../subgraphs/databases.ts';

/** Stores that hold the shipped facts, seeded once for all tests of a process, which take copies. */
let seeded: Promise<string> | undefined;

/** A folder of its own with the seeded stores of these subgraphs; whoever asks for it takes it away. */
export async function seededFolder(subgraphs: readonly { readonly name: string }[]): Promise<string> {
  const template = await (seeded ??= seed());
  const folder = mkdtempSync(join(tmpdir(), 'stores-'));
  for (const { name } of subgraphs) {
    const file = `${name}.sqlite`;
    copyFileSync(join(template, file), join(folder, file));
  }
  return folder;
}

async function seed(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'seeded-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const keeper = embeddedKeeper(folder, () => undefined);
  for (const it of ALL_DATABASES) await keeper.seed(it, { clock: () => new Date('2026-11-23T12:00:00Z') });
  return folder;
}
