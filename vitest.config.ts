import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/** Tests that measure time: they run after all others, one at a time, so that nothing disturbs them. */
const TIMED = 'tests/**/*.timed.test.ts';

export default defineConfig({
  resolve: {
    // One realm of graphql: packages that load it as CommonJS and our modules must share one instance.
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
  },
  test: {
    setupFiles: ['reflect-metadata', './tests/support/properties.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, TIMED],
          // Of group 0, files that run one at a time (on a small machine: all) would come last.
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
