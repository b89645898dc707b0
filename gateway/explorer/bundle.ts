import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { explorerDirectory } from './files.ts';

const DIGEST_FILE = '.digest';

/** Everything the bundle is made from, in one digest: its sources, its documents, its packages. */
function digestOfInputs(root: string): string {
  const folders = ['gateway/explorer/app', 'schema/operations/portal'].map((it) => join(root, it));
  const files = [
    ...folders.flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .map((name) => join(folder, name)),
    ),
    join(root, 'package-lock.json'),
    import.meta.filename,
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Builds the explorer into `dist/explorer`, unless what is there was built from the same inputs. */
async function bundle(): Promise<void> {
  const root = projectRoot();
  const outDir = explorerDirectory();
  const digest = digestOfInputs(root);
  const digestFile = join(outDir, DIGEST_FILE);
  if (existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) return;
  process.stdout.write('Building the explorer (once; some seconds) …\n');
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: join(root, 'gateway/explorer/app'),
    base: '/explorer/',
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      // Fonts and pictures stay files of their own: the page's policy allows no data in their place.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
    },
    worker: { format: 'es' },
  });
  writeFileSync(digestFile, digest);
}

await bundle();
