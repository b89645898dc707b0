import { shown, type Check, type Trial } from '../../harness/check.ts';
import type { ContractContext } from '../../harness/context.ts';
import type { EntityPromise } from '../../harness/promises.ts';
import { codesOf } from '../../harness/subject.ts';
import { typesOf } from '../sdl/definitions.ts';
import { keysOf } from '../sdl/federation-changes.ts';
import { askEntities, entitiesIn, KEY, knownIds, madeUpIds, representationsOf } from './asking.ts';
import { eachEntity } from './each.ts';

/** Other subgraphs can refer to whatever this one says that it resolves. */
export const known: Check = {
  name: 'entities.known',
  says: 'Each type with a resolvable @key has promised ids, and `_entities` gives each of them by its key.',
  async run(context, trial) {
    for (const [type, it] of typesOf(await context.servedSdl())) {
      for (const { fields, resolvable } of keysOf(it)) {
        if (!resolvable) continue;
        trial.expect(isPromised(context, type, fields), () => ({
          at: `${type} @key(${fields})`,
          expected: 'ids to resolve it by',
          came: 'none',
          todo: `Name some in the promises of ${context.contract.name} (entities).`,
        }));
      }
    }
    await eachEntity(context, trial, async (promise) => {
      const ids = await knownIds(context, promise);
      const answer = await askEntities(context, promise, representationsOf(promise, ids));
      const entities = entitiesIn(answer) ?? [];
      const lost = ids.filter(
        (id) => !entities.some((it) => it?.[KEY] === id && it['__typename'] === promise.type),
      );
      trial.expect(lost.length === 0 && !answer.errors, () => ({
        at: promise.type,
        expected: `an entity for each of ${ids.length} known ids`,
        came: answer.errors ? shown(answer.errors) : `none for ${shown(lost)}`,
        todo: 'Resolve a representation that has the key alone, for everybody who may see the record.',
      }));
    });
  },
};

/** What does not exist is null, whatever its id looks like. */
export const unknown: Check = {
  name: 'entities.unknown',
  says: 'For an id that nobody has `_entities` gives null without an error; where another subgraph owns the type, the id as it came.',
  async run(context, trial) {
    await eachEntity(context, trial, async (promise) => {
      const [first = ''] = await knownIds(context, promise);
      const ids = madeUpIds(promise.type, first);
      const answer = await askEntities(context, promise, representationsOf(promise, ids));
      const entities = entitiesIn(answer);
      for (const [index, id] of ids.entries()) {
        const entity = entities?.[index];
        const kept = promise.open ? entity?.[KEY] === id : entity === null;
        trial.expect(kept && !answer.errors, () => ({
          at: promise.type,
          expected: `${promise.open ? 'the id as it came' : 'null'} for ${shown(id, 40)}`,
          came: shown(answer.errors ?? entity),
          todo: 'Compare the key as it is, byte for byte, and give null where there is no record.',
        }));
      }
    });
  },
};

/** What may not be shown is as if it were not there. */
export const undisclosed: Check = {
  name: 'entities.undisclosed',
  says: 'A record that is there and may not be shown to a viewer gives the same bytes as an id that nobody has.',
  async run(context, trial) {
    await eachEntity(context, trial, (promise) => hiddenAsAbsent(context, promise, trial));
  },
};

async function hiddenAsAbsent(context: ContractContext, promise: EntityPromise, trial: Trial): Promise<void> {
  for (const { viewer, id } of promise.undisclosed) {
    const hidden = await context.records.fill(id, viewer);
    const absent = `${hidden.slice(0, -1)}${hidden.endsWith('0') ? '1' : '0'}`;
    const [one, other] = await Promise.all(
      [hidden, absent].map((it) =>
        askEntities(context, { ...promise, viewer }, representationsOf(promise, [it])),
      ),
    );
    const text = JSON.stringify(one).replaceAll(hidden, '<id>');
    trial.expect(text === JSON.stringify(other).replaceAll(absent, '<id>'), () => ({
      at: `${promise.type}, asked by ${viewer}`,
      expected: `what an id that nobody has gives: ${shown(other)}`,
      came: shown(one),
      todo: 'Decide what may be shown where the record is read, so that it is never found for who may not see it.',
    }));
  }
}

function isPromised({ contract }: ContractContext, type: string, fields: string): boolean {
  return contract.promises.entities.some((it) => it.type === type && it.key === fields);
}

/** The order of entities is that of their representations: a gateway joins them by place. */
export const order: Check = {
  name: 'entities.order',
  says: '`_entities` gives as many as were asked for, each at the place of its representation, repetitions and unknown ids among them.',
  async run(context, trial) {
    await eachEntity(context, trial, async (promise) => {
      const ids = await knownIds(context, promise);
      const [made = ''] = madeUpIds(promise.type, ids[0] as string);
      const asked = [
        ...ids.toReversed(),
        made,
        ...ids,
        ids[0] as string,
        ...ids.filter((_, it) => it % 3 === 0),
      ];
      const answer = await askEntities(context, promise, representationsOf(promise, asked));
      const entities = entitiesIn(answer);
      const expected = asked.map((it) => (it === made && !promise.open ? null : it));
      const came = entities?.map((it) => it?.[KEY] ?? null) ?? [];
      const wrong = expected.findIndex((it, index) => it !== came[index]);
      trial.expect(came.length === expected.length && wrong < 0, () => ({
        at: promise.type,
        expected: wrong < 0 ? `${expected.length} entities` : `${shown(expected[wrong])} at place ${wrong}`,
        came: wrong < 0 ? `${came.length}` : shown(came[wrong] ?? codesOf(answer)),
        todo: 'Give one entity, or null, for each representation, in the same order, however the store gives them.',
      }));
    });
  },
};
