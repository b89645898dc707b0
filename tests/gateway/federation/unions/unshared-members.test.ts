import { describe } from 'vitest';
import { answers } from '../cases.ts';

const FERN = { __typename: 'Fern', height: 40 };
const MOSS = { __typename: 'Moss', colour: 'green', home: { text: 'stone' } };
const PALM = { __typename: 'Palm', rings: 9 };

/** A garden as one of two subgraphs knows it: each knows plants that the other does not. */
const garden = (root: string, plants: readonly object[], unshared: string) => ({
  typeDefs: `
    type Query { ${root}: Garden }
    type Garden @key(fields: "id") { id: ID! bed: Bed @shareable }
    type Bed @shareable { plants: [Plant!] }
    type Fern @shareable { height: Int }
    ${unshared}
  `,
  resolvers: {
    Query: { [root]: () => ({ id: 'g' }) },
    Garden: { bed: () => ({ plants }) },
  },
});

describe('a field of a union that two subgraphs give', () => {
  answers(
    {
      north: garden(
        'inNorth',
        [FERN, MOSS],
        'union Plant = Fern | Moss type Moss { colour(of: String): String home: Place } type Place { text: String }',
      ),
      south: garden('inSouth', [PALM, FERN], 'union Plant = Fern | Palm type Palm { rings: Int }'),
    },
    {
      'answers members that only the one it came from knows': {
        query: `{
          inNorth { bed { plants { __typename ... on Fern { height } ... on Moss { colour home { text } } ... on Palm { rings } } } }
          inSouth { bed { plants { ... on Palm { rings } ... on Moss { c: colour(of: "x") } } } }
        }`,
        gives: {
          inNorth: { bed: { plants: [FERN, MOSS] } },
          inSouth: { bed: { plants: [{ rings: 9 }, {}] } },
        },
      },
      'answers them where nothing else is asked for': {
        query: '{ inNorth { bed { plants { ... on Moss { colour } } } } }',
        gives: { inNorth: { bed: { plants: [{}, { colour: 'green' }] } } },
        asks: ['north'],
      },
    },
  );
});
