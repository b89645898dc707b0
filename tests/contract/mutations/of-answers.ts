import DataLoader from 'dataloader';
import { partnerViewer } from '../../../platform/identity/viewer.ts';
import type { AnySubgraph } from '../../../platform/subgraph/define.ts';
import { everywhere, failed, representationsIn, withEntities } from './answers.ts';
import type { Mutant } from './mutant.ts';

/** Somebody who may see and change everything. */
const OPERATOR = partnerViewer('US', 'over-granted', [], ['catalogue:operate']);

/** Contracts broken in what is answered to clients' operations and to representations. */
export const ANSWER_MUTANTS: readonly Mutant[] = [
  {
    what: 'A number is answered as text',
    subgraph: 'devices',
    check: 'consumers.replayed',
    at: 'consumer portal, operation Models',
    answer: (answer) =>
      everywhere(answer, (it) => ('weightKg' in it ? { ...it, weightKg: String(it['weightKg']) } : it)),
  },
  {
    what: 'Null is answered where nothing is null',
    subgraph: 'contracts',
    check: 'consumers.replayed',
    at: 'consumer portal, operation Contract',
    answer: (answer) => everywhere(answer, (it) => ('reason' in it ? { ...it, reason: null } : it)),
  },
  {
    what: 'A field that a client asks for is not in the answer',
    subgraph: 'classification',
    check: 'consumers.replayed',
    at: 'consumer portal, operation WhichCanWeGet',
    answer: (answer, { query }) =>
      query.includes('Agreement') ? everywhere(answer, ({ name: _lost, ...it }) => it) : answer,
  },
  {
    what: 'A client’s operation is refused',
    subgraph: 'devices',
    check: 'consumers.replayed',
    at: 'consumer edge, operation SyncDevice',
    answer: (answer, { query }) => (query.includes('syncDevice') ? failed('FORBIDDEN') : answer),
  },
  {
    what: 'Entities come in the order of the store',
    subgraph: 'catalogue',
    check: 'entities.order',
    at: 'Environment',
    answer: (answer) =>
      withEntities(answer, (them) =>
        them.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      ),
  },
  {
    what: 'Entities that are not there are left out',
    subgraph: 'classification',
    check: 'entities.order',
    at: 'Scheme',
    answer: (answer) => withEntities(answer, (them) => them.filter((it) => it !== null)),
  },
  {
    what: 'An entity that is there is not found',
    subgraph: 'devices',
    check: 'entities.known',
    at: 'DeviceModel',
    answer: (answer) => withEntities(answer, (them) => them.map((it, place) => (place === 3 ? null : it))),
  },
  {
    what: 'For an id that nobody has an entity is made up',
    subgraph: 'contracts',
    check: 'entities.unknown',
    at: 'Contract',
    answer: (answer, { variables }) =>
      withEntities(answer, (them) =>
        them.map((it, place) => {
          const { __typename, id } = representationsIn(variables)[place] ?? {};
          return it ?? { __typename, keyOfTheEntity: id };
        }),
      ),
  },
  {
    what: 'A record of another partner is shown: a role is granted too much',
    subgraph: 'contracts',
    check: 'entities.undisclosed',
    at: 'Contract, asked by stranger',
    question: (question) => (question.viewer.partner === 'AU' ? { ...question, viewer: OPERATOR } : question),
  },
  {
    what: 'A record that is hidden is refused, which tells that it is there',
    subgraph: 'devices',
    check: 'entities.undisclosed',
    at: 'Device, asked by stranger',
    async answer(answer, question, ask) {
      if (question.viewer.partner !== 'AU') return answer;
      const owner = await ask({ ...question, viewer: partnerViewer('GB', 'owner', [], []) });
      const isThere = (owner.data?.['_entities'] as unknown[] | undefined)?.some((it) => it !== null);
      return isThere ? { ...answer, errors: failed('FORBIDDEN').errors ?? [] } : answer;
    },
  },
  {
    what: 'A representation whose key is null is taken in silence',
    subgraph: 'classification',
    check: 'entities.malformed',
    at: 'Scheme without a key',
    answer: ({ errors: _unsaid, ...answer }) => answer,
  },
  {
    what: 'Each entity is read by itself',
    subgraph: 'contracts',
    check: 'entities.batch',
    at: 'Contract',
    definition: (definition) => readingOneByOne(definition, 'contract'),
  },
  {
    what: 'A fact of another subgraph that is null makes a field fail',
    subgraph: 'catalogue',
    check: 'entities.requires',
    at: 'Viewer.offers with ',
    answer(answer, { variables }) {
      const place = representationsIn(variables).findIndex(
        (it) => 'levelFacts' in it && it['levelFacts'] === null,
      );
      if (place < 0) return answer;
      const error = {
        message: 'This part of the answer could not be read.',
        path: ['_entities', place],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      };
      return {
        ...withEntities(answer, (them) => them.map((it, index) => (index === place ? null : it))),
        errors: [error],
      };
    },
  },
  {
    what: 'A code of an error is another one',
    subgraph: 'contracts',
    check: 'errors.codes',
    at: 'a change of a version that is past',
    answer: ({ errors = [], ...answer }) => ({
      ...answer,
      errors: errors.map((it) =>
        it.extensions?.['code'] === 'CONFLICT' ? { ...it, extensions: { code: 'BAD_USER_INPUT' } } : it,
      ),
    }),
  },
  {
    what: 'A message tells of the store',
    subgraph: 'catalogue',
    check: 'errors.codes',
    at: 'a category that does not exist',
    answer: ({ errors = [], ...answer }) => ({
      ...answer,
      errors: errors.map((it) => ({
        ...it,
        message: `select id from category where name = 'none': ${it.message}`,
      })),
    }),
  },
  {
    what: 'A change is made without the scope for it: a role is granted too much',
    subgraph: 'contracts',
    check: 'errors.codes',
    at: 'a change without the scope',
    question: (question) =>
      question.query.startsWith('mutation') ? { ...question, viewer: OPERATOR } : question,
  },
  {
    what: 'Whoever comes without an assertion is answered as the anonymous',
    subgraph: 'devices',
    check: 'errors.assertions',
    at: 'no assertion',
    unasserted: (subject, query) =>
      subject.ask({ viewer: { ...OPERATOR, id: null, partner: null, subject: null, scopes: [] }, query }),
  },
];

/** The subgraph with a loader that reads each record by itself. */
export function readingOneByOne(definition: AnySubgraph, name: string): AnySubgraph {
  return {
    ...definition,
    createLoaders(store, viewer) {
      const loaders = definition.createLoaders(store, viewer) as Record<string, DataLoader<unknown, unknown>>;
      const { [name]: batched, ...others } = loaders;
      const alone = new DataLoader<unknown, unknown>((keys) =>
        Promise.all(keys.map((key) => definition.createLoaders(store, viewer)[name].load(key))),
      );
      return batched ? { ...others, [name]: alone } : others;
    },
  };
}
