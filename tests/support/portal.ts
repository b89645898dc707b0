import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';

const FOLDER = join(projectRoot(), 'schema/operations/portal');

/** The portal's documents, by the names of their files. */
export const PORTAL_DOCUMENTS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map((file) => ({
    name: file.replace(/\.graphql$/, ''),
    text: readFileSync(join(FOLDER, file), 'utf8'),
  }));

/** The portal's document `name`. */
export function portalDocument(name: string): string {
  const document = PORTAL_DOCUMENTS.find((it) => it.name === name);
  if (!document) throw new Error(`There is no document ${name}.`);
  return document.text;
}
