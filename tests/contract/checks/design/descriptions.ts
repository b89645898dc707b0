import type { Check } from '../../harness/check.ts';
import { elementsOf, typesOf, type MergedType } from '../sdl/definitions.ts';
import { keysOf } from '../sdl/federation-changes.ts';

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Who reads the schema reads what it means. */
export const descriptions: Check = {
  name: 'design.descriptions',
  says: 'Everything is described, but for what was released without a description; nothing loses the one that it had.',
  async run({ contract, servedSdl }, trial) {
    const released = describedIn(contract.released.sdl ?? '');
    for (const [at, isDescribed] of describedIn(await servedSdl())) {
      const was = released.get(at);
      trial.expect(isDescribed || was === false, () => ({
        at,
        expected: 'a description for those who use it',
        came: was === undefined ? 'none, and it is new' : 'none, and it had one',
        todo: 'Say in a sentence what it means to who asks for it.',
      }));
    }
  },
};

/** Whether each element that needs a description has one, by coordinate. */
function describedIn(sdl: string): ReadonlyMap<string, boolean> {
  if (sdl === '') return new Map();
  const types = [...typesOf(sdl)].filter(([name, it]) => !ROOTS.has(name) && !isReference(it));
  return new Map([
    ...types.map(([name, it]) => [name, it.description !== undefined] as const),
    ...elementsOf(sdl)
      .filter(([, , type]) => !isReference(type))
      .filter(([, element]) => !element.directives?.some((it) => it.name.value === 'external'))
      .map(([at, it]) => [at, it.description !== undefined] as const),
  ]);
}

/** Whether a type of another subgraph is only referred to: its owner describes it. */
function isReference(type: MergedType): boolean {
  const keys = keysOf(type);
  const fields = keys.flatMap((it) => it.fields.split(/[\s{}]+/));
  return (
    keys.length > 0 &&
    keys.every((it) => !it.resolvable) &&
    (type.fields ?? []).every((it) => fields.includes(it.name.value))
  );
}
