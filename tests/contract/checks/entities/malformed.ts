import { shown, type Check } from '../../harness/check.ts';
import { codesOf } from '../../harness/subject.ts';
import { askEntities, entitiesIn, knownIds } from './asking.ts';
import { eachEntity } from './each.ts';

/** What is no representation is refused, not guessed at. */
export const malformed: Check = {
  name: 'entities.malformed',
  says: 'A representation without a type or a key, or with one of another form, is refused as BAD_USER_INPUT, and nothing is resolved for it.',
  async run(context, trial) {
    await eachEntity(context, trial, async (promise) => {
      const { type, key } = promise;
      const [id = ''] = await knownIds(context, promise);
      for (const [what, representation] of malformedOf(type, key, id)) {
        const answer = await askEntities(context, promise, [{ __typename: type, [key]: id }, representation]);
        const came = entitiesIn(answer)?.[1] ?? null;
        const isRefused =
          codesOf(answer).length > 0 && codesOf(answer).every((it) => it === 'BAD_USER_INPUT');
        trial.expect(came === null && isRefused, () => ({
          at: `${type} ${what}`,
          expected: 'null and an error BAD_USER_INPUT that says what was expected',
          came: shown(came ?? answer.errors ?? 'null without an error'),
          todo: 'Check __typename and the key of each representation before it is resolved.',
        }));
      }
    });
  },
};

function malformedOf(type: string, key: string, id: string): [what: string, representation: unknown][] {
  const keyed = (value: unknown) => ({ __typename: type, [key]: value });
  return [
    ['without a key', { __typename: type }],
    ['with a key that is null', keyed(null)],
    ['with a key that is an object', keyed({ [key]: id })],
    ['with a key that is a list', keyed([id])],
    ['with a key that is a boolean', keyed(true)],
    ['without a type', { [key]: id }],
    ['of a type that does not exist', { __typename: `${type}s`, [key]: id }],
    ['of a type that is no entity', { __typename: 'Query', [key]: id }],
    ['with a type that is no text', { __typename: 7, [key]: id }],
    ['that is a text', id],
    ['that is a list', [keyed(id)]],
    ['that is null', null],
  ];
}
