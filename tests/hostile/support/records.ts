import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';

/** The families of hostile input, each with what it holds, in the order in which they are told. */
export const FAMILIES = {
  http: 'HTTP',
  document: 'Documents',
  identity: 'Identity',
  authorisation: 'Authorisation and information flow',
  data: 'Data',
  subgraphs: 'Subgraphs',
  schema: 'Schema and air gap',
  audit: 'Audit and logs',
  load: 'Load',
} as const;
export type Family = keyof typeof FAMILIES;

/** One case, as it was observed. */
export interface RecordedCase {
  readonly case: string;
  readonly expected: string;
  readonly observed: string;
}

/** A group of cases of a test file. */
export interface RecordedCases {
  readonly title: string;
  readonly cases: readonly RecordedCase[];
}

/** The facts of a text. */
export function factsIn(text: string): string[] {
  return text.split('; ');
}

/** Where the cases of a test file are recorded. */
export function recordFile(testFile: string): string {
  return testFile.replace(/\.test\.ts$/, '.observed.json');
}

/** Every record, by the test file that made it, relative to the project. */
export function readRecords(): ReadonlyMap<string, readonly RecordedCases[]> {
  const root = projectRoot();
  const files = globSync('tests/hostile/*/*.observed.json', { cwd: root })
    .map((it) => it.replaceAll('\\', '/'))
    .sort();
  return new Map(
    files.map((file) => [
      file.replace(/\.observed\.json$/, '.test.ts'),
      JSON.parse(readFileSync(join(root, file), 'utf8')) as RecordedCases[],
    ]),
  );
}

/** The family of a test file, which is its folder. */
export function familyOf(testFile: string): string {
  return testFile.split('/')[2] ?? '';
}
