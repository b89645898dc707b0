import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../facts/data-directory.ts';

/** What starts as a process, by the name of its file in `dist/bin`, and the module that it begins with. */
const PROGRAMS = {
  gateway: 'gateway/main.js',
  scaled: 'gateway/scaled/main.js',
  signer: 'gateway/signer/main.js',
  catalogue: 'subgraphs/catalogue/main.js',
  classification: 'subgraphs/classification/main.js',
  contracts: 'subgraphs/contracts/main.js',
  devices: 'subgraphs/devices/main.js',
  // The thread that writes the audit log; it is looked for beside the code that starts it.
  writer: 'gateway/audit/sqlite/writer.js',
};

/**
 * Packages that stay as they are: graphql, of which all must share one instance; what has to be there before all
 * others; what has parts in machine code; what would hash by JavaScript if it did not find Node's own way by a `require`
 * of its file; and what only some configurations load.
 */
const APART = [
  'graphql',
  'reflect-metadata',
  '@graphql-hive/router-query-planner',
  '@apollo/utils.createhash',
  '@apollo/gateway',
  'pg',
  'ioredis',
  'prom-client',
  '@opentelemetry/api',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace',
  // Of type-graphql, which works without.
  'class-validator',
];

/** What the compiler knows of everything that it built: another one, another bundle. */
const BUILT = '.tsbuildinfo';
const DIGEST = '.built';

/**
 * Joins what the compiler built and the packages that it needs into few files, `dist/bin`: of the two thousand that a
 * process would load one by one, finding them takes a third of its start. Does nothing where that is done.
 */
async function bundle(): Promise<void> {
  const root = projectRoot();
  const dist = join(root, 'dist');
  const outDir = join(dist, 'bin');
  const inputs = [join(dist, BUILT), join(root, 'package-lock.json'), import.meta.filename];
  const hash = createHash('sha256');
  for (const it of inputs) hash.update(readFileSync(it));
  const digest = hash.digest('hex');
  const digestFile = join(outDir, DIGEST);
  if (existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) return;
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        // As they are named: a file of theirs that the bundler would look up could be of their other kind.
        external: (id) => APART.some((it) => id === it || id.startsWith(`${it}/`)),
        input: Object.fromEntries(
          Object.entries(PROGRAMS).map(([name, module]) => [name, join(dist, module)]),
        ),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // Before all else, as each program has it, which the bundler does not keep.
          banner: ({ isEntry, name }) => (isEntry && name !== 'writer' ? 'import "reflect-metadata";' : ''),
        },
      },
    },
  });
  writeFileSync(digestFile, digest);
}

await bundle();
