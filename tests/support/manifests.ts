import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestText } from '../../platform/documents/manifest.ts';
import { signManifest } from '../../platform/documents/signature.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import { testSigningKey } from './subgraph.ts';

/** A folder of signed manifests, and the key that they are signed with. */
export interface ManifestFolder extends Disposable {
  readonly directory: string;
  /** What a gateway's configuration says of them. */
  environment(mode: 'log' | 'allow-list'): Record<string, string>;
  /** Writes the manifest of a client with these documents, signed by `key`, by default the right one. */
  write(client: string, documents: readonly string[], key?: SigningKey): Promise<void>;
}

export async function manifestFolder(): Promise<ManifestFolder> {
  const root = mkdtempSync(join(tmpdir(), 'manifests-'));
  const keys = join(root, 'keys.jwks');
  const right = await testSigningKey('manifests');
  writeFileSync(keys, JSON.stringify({ keys: [right.publicJwk] }));
  return {
    directory: root,
    environment: (mode) => ({
      TRUSTED_DOCUMENTS: mode,
      TRUSTED_DOCUMENTS_DIR: root,
      TRUSTED_DOCUMENTS_JWKS_FILE: keys,
    }),
    async write(client, documents, key = right) {
      const text = manifestText(client, documents);
      writeFileSync(join(root, `${client}.json`), text);
      writeFileSync(join(root, `${client}.json.jws`), await signManifest(text, key));
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
