import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/** Tests that measure time: they run after all others, one at a time, so that nothing disturbs them. */
const TIMED = 'tests/**/*.timed.test.ts';

/** Tests over a real PostgreSQL, which starts where any of them runs. */
const POSTGRES = 'tests/postgres/**/*.test.ts';
/** What every store has to answer alike: the same tests, over SQLite and over PostgreSQL. */
const STORES = [
  'tests/{catalogue,classification,contracts,devices}/**/*.test.ts',
  'tests/platform/data-version-stream.test.ts',
  'tests/contract/contract.test.ts',
  'tests/journeys/{edge-device,operator}.test.ts',
  'tests/hostile/data/values.test.ts',
];

export default defineConfig({
  resolve: {
    // One realm of graphql: packages that load it as CommonJS and our modules must share one instance.
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
  },
  test: {
    setupFiles: ['reflect-metadata', './tests/support/properties.ts'],
    testTimeout: 20_000,
    // Both cores of the smallest machine that the tests are held to.
    maxWorkers: '100%',
    // Files of a worker share its modules: each loads and compiles them once. Nothing of a test may stay in one.
    isolate: false,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, TIMED, POSTGRES],
          // Of group 0, files that run one at a time (on a small machine: all) would come last.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...STORES, POSTGRES],
          exclude: [
            ...configDefaults.exclude,
            // What does not come from a store is the same over each.
            'tests/*/domain/**',
            'tests/*/import.test.ts',
            'tests/catalogue/{facts-sdl,normalisation,statements}.test.ts',
          ],
          globalSetup: ['tests/support/stores/postgres-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'timed', include: [TIMED], fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
