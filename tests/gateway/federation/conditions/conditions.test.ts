import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('@skip and @include', () => {
  answers(
    {
      a: {
        typeDefs: `type Query { one: One two: One } type One @key(fields: "id") { id: ID! name: String }`,
        resolvers: { Query: { one: () => ({ id: '1', name: 'n' }), two: () => ({ id: '2' }) } },
      },
      b: {
        typeDefs: `type One @key(fields: "id") { id: ID! far: String }`,
        resolvers: { One: { far: ({ id }: { id: string }) => `far ${id}` } },
      },
    },
    {
      'leave out fetches whose fields are not asked for': {
        query: 'query ($far: Boolean!) { one { name far @include(if: $far) } }',
        variables: { far: false },
        gives: { one: { name: 'n' } },
        asks: ['a'],
      },
      'keep those that are asked for in another way': {
        query: 'query ($far: Boolean!) { one { far @skip(if: $far) ... @include(if: $far) { far } } }',
        variables: { far: true },
        gives: { one: { far: 'far 1' } },
      },
      'can leave nothing of an object or of the operation': {
        query: 'query ($no: Boolean = false) { one { name @include(if: $no) } two @include(if: $no) { id } }',
        gives: { one: {} },
      },
      'can leave nothing to ask at all': {
        query: '{ one @skip(if: true) { id } }',
        gives: {},
        asks: [],
      },
      'stand on fragments': {
        query: `query ($yes: Boolean!) { ...Q @include(if: $yes) two { ...F @skip(if: $yes) id } }
          fragment Q on Query { one { ...F } } fragment F on One { far }`,
        variables: { yes: true },
        gives: { one: { far: 'far 1' }, two: { id: '2' } },
      },
    },
  );
});
