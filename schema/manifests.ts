import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestText } from '../platform/documents/manifest.ts';

/**
 * The manifest of each client whose operations are checked in (`schema/operations/<client>/*.graphql`), as
 * the text of its file. A client sends the text of such a file as it is, or its id.
 */
export function manifestFiles(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'schema/operations');
  const clients = readdirSync(folder, { withFileTypes: true }).filter((it) => it.isDirectory());
  return new Map(
    clients.map(({ name }) => {
      const files = globSync('*.graphql', { cwd: join(folder, name) }).sort();
      const documents = files.map((it) => readFileSync(join(folder, name, it), 'utf8'));
      return [`schema/manifests/${name}.json`, manifestText(name, documents)];
    }),
  );
}
