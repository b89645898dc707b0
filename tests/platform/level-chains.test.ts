import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Schemes {
  readonly schemes: readonly { readonly id: string; readonly orderChains: readonly (readonly string[])[] }[];
}

const FILE = new URL('../../platform/disclosure/level-chains.ts', import.meta.url);

/** `npx vitest run tests/platform/level-chains.test.ts -u` writes the file anew where the schemes changed. */
test('what disclosure knows of the order of levels is what the classification schemes say', async () => {
  const path = new URL('../../subgraphs/classification/data/schemes.json', import.meta.url);
  const { schemes } = JSON.parse(readFileSync(path, 'utf8')) as Schemes;
  const chains = schemes.flatMap(({ id, orderChains }) =>
    orderChains.map((chain) => `  [${chain.map((key) => `'${id}:${key}'`).join(', ')}],`),
  );
  const text = [
    '// Generated from the schemes of the classification subgraph; a test holds the two together.',
    '/** The chains of levels of every scheme, the lowest first. Levels of different chains do not compare. */',
    'export const LEVEL_CHAINS: readonly (readonly string[])[] = [',
    ...chains,
    '];',
    '',
  ];
  await expect(text.join('\n')).toMatchFileSnapshot(FILE.pathname);
});
