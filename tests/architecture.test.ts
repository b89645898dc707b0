import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../platform/facts/data-directory.ts';

/** One import of a source file: the path inside the project where it is ours, else the package's name. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isOurs: boolean;
}

const ROOT = projectRoot();
const SOURCES = globSync('{platform,gateway,subgraphs,schema}/**/*.{ts,tsx}', { cwd: ROOT }).map((it) =>
  it.replaceAll('\\', '/'),
);
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;

const IMPORTS: readonly Import[] = SOURCES.flatMap((from) =>
  [...textOf(from).matchAll(IMPORT)].map((match) => {
    const target = (match[1] ?? match[2]) as string;
    return target.startsWith('.')
      ? { from, to: posix.join(posix.dirname(from), target), isOurs: true }
      : { from, to: target, isOurs: false };
  }),
);

/** Imports of the files that `from` matches and `allowed` does not take, one line each. */
function breaches(from: RegExp, allowed: (it: Import) => boolean): string[] {
  return IMPORTS.filter((it) => from.test(it.from) && !allowed(it)).map((it) => `${it.from} → ${it.to}`);
}

const PURE = /^platform\/(calendar|disclosure)\//;
const subgraphOf = (file: string): string | undefined => /^subgraphs\/([^/]+)\//.exec(file)?.[1];
const partOf = (file: string): string | undefined => /^subgraphs\/[^/]+\/([^/.]+)/.exec(file)?.[1];

describe('the walls', () => {
  it('are tested on what is there', () => {
    expect(SOURCES.length).toBeGreaterThan(60);
    expect(IMPORTS.length).toBeGreaterThan(200);
  });

  it('platform imports nothing of ours outside platform', () => {
    expect(breaches(/^platform\//, (it) => !it.isOurs || it.to.startsWith('platform/'))).toEqual([]);
  });

  it('the gateway imports platform; embedded.ts alone imports the list of subgraphs', () => {
    const allowed = ({ from, to, isOurs }: Import): boolean =>
      !isOurs ||
      /^(gateway|platform)\//.test(to) ||
      (from === 'gateway/embedded.ts' && to === 'subgraphs/all.ts') ||
      (from.startsWith('gateway/explorer/app/') && to.startsWith('schema/operations/'));
    expect(breaches(/^gateway\//, allowed)).toEqual([]);
  });

  it('a subgraph imports platform and its own files, never another subgraph', () => {
    const allowed = ({ from, to, isOurs }: Import): boolean =>
      !isOurs || to.startsWith('platform/') || subgraphOf(to) === subgraphOf(from);
    expect(breaches(/^subgraphs\/[^/]+\//, allowed)).toEqual([]);
  });

  it('schema imports platform and the list of subgraphs', () => {
    const allowed = ({ to, isOurs }: Import): boolean =>
      !isOurs || /^(schema|platform)\//.test(to) || to === 'subgraphs/all.ts';
    expect(breaches(/^schema\//, allowed)).toEqual([]);
  });

  it('inside a subgraph, graphql imports loaders, loaders store, store domain, never back', () => {
    const forbidden: Readonly<Record<string, readonly string[]>> = {
      loaders: ['graphql', 'index', 'main'],
      store: ['graphql', 'loaders', 'index', 'main'],
      domain: ['graphql', 'loaders', 'store', 'index', 'main', 'eligibility'],
      eligibility: ['graphql', 'loaders', 'store', 'index', 'main'],
    };
    const allowed = ({ from, to, isOurs }: Import): boolean =>
      !isOurs ||
      subgraphOf(to) === undefined ||
      !(forbidden[partOf(from) ?? ''] ?? []).includes(partOf(to) ?? '');
    expect(breaches(/^subgraphs\//, allowed)).toEqual([]);
  });

  it('domain and eligibility import no package, and of platform what is pure alone: calendar and disclosure', () => {
    const allowed = ({ to, isOurs }: Import): boolean =>
      isOurs && (subgraphOf(to) !== undefined || PURE.test(to));
    expect(breaches(/^subgraphs\/[^/]+\/(domain|eligibility)\//, allowed)).toEqual([]);
    expect(breaches(PURE, ({ to }) => PURE.test(to))).toEqual([]);
  });
});

describe('the house', () => {
  const holding = (files: readonly string[], pattern: RegExp): string[] =>
    files.filter((it) => pattern.test(textOf(it)));

  it('reads the environment in platform/config.ts alone', () => {
    expect(holding(SOURCES, /process\s*\.\s*env\b|process\[/)).toEqual(['platform/config.ts']);
  });

  it('decides without clock, chance, console or process', () => {
    const pure = SOURCES.filter((it) =>
      /^(subgraphs\/[^/]+\/(domain|eligibility)|platform\/(calendar|disclosure))\//.test(it),
    );
    expect(pure.length).toBeGreaterThan(20);
    expect(holding(pure, /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bconsole\.|\bprocess\./)).toEqual(
      [],
    );
  });

  it('keeps its modules small', () => {
    const long = SOURCES.filter((it) => textOf(it).split('\n').length > 300);
    expect(long).toEqual([]);
  });

  const locks = ['package-lock.json', 'tests/bench/peers/package-lock.json'];

  it.each(locks)('locks the packages of every platform in %s, without which npm ci refuses it', (lock) => {
    const { packages } = JSON.parse(textOf(lock)) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  it.each(locks)('locks no registry in %s: any that has the packages will do', (lock) => {
    expect(textOf(lock)).not.toMatch(/"resolved":/);
  });

  it('names the four subgraphs in one list alone', () => {
    const all = IMPORTS.filter((it) => /^subgraphs\/[^/]+\/index\.ts$/.test(it.to) && !subgraphOf(it.from));
    expect(new Set(all.map((it) => it.from))).toEqual(new Set(['subgraphs/all.ts']));
  });
});
