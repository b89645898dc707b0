import { Kind } from 'graphql';
import type { Check } from '../../harness/check.ts';
import { typesOf, type Element, type MergedType } from '../sdl/definitions.ts';
import { keysOf } from '../sdl/federation-changes.ts';
import { except } from './exceptions.ts';

/** One subgraph that fails takes nothing with it that others gave. */
export const nullability: Check = {
  name: 'design.nullability',
  says: 'A field that a gateway may have to fetch by itself is nullable: those of entities besides their keys, and facts of other subgraphs.',
  async run({ contract, servedSdl }, trial) {
    for (const [name, type] of typesOf(await servedSdl())) {
      const keys = keysOf(type).filter((it) => it.resolvable);
      for (const field of type.fields ?? []) {
        const isFact = has(field, 'external');
        if (
          !isFact &&
          !isFetchedAlone(
            type,
            field,
            keys.map((it) => it.fields),
          )
        )
          continue;
        const at = `${name}.${field.name.value}`;
        if (except(this.name, at, contract)) continue;
        trial.expect(field.type?.kind !== Kind.NON_NULL_TYPE, () => ({
          at,
          expected: 'a nullable field',
          came: isFact
            ? 'a non-null fact of another subgraph, without which nothing could be answered'
            : 'a non-null field, which takes the whole entity with it where this subgraph does not answer',
          todo: 'Make it nullable, or say in the promises why not (exceptions).',
        }));
      }
    }
  },
};

/** Whether another subgraph may have given the entity, so that this field is fetched by itself. */
function isFetchedAlone(type: MergedType, field: Element, keys: readonly string[]): boolean {
  return (
    keys.length > 0 &&
    !keys.some((it) => it.split(/[\s{}]+/).includes(field.name.value)) &&
    !has(type, 'interfaceObject')
  );
}

function has({ directives = [] }: Element, name: string): boolean {
  return directives.some((it) => it.name.value === name);
}
