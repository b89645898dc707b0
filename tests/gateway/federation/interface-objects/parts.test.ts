import { describe } from 'vitest';
import { answers } from '../cases.ts';

interface Tool {
  readonly id: string;
}
const TOOLS = [
  { __typename: 'Saw', id: 'saw', teeth: 24 },
  { __typename: 'Awl', id: 'awl', point: 2 },
];
const tool = ({ id }: Tool) => TOOLS.find((it) => it.id === id);

describe('interface objects behind several changes of keys', () => {
  answers(
    {
      workshops: {
        typeDefs: `
          type Query { workshop: Workshop }
          type Workshop @key(fields: "number") { number: Int! }
          interface Tool @key(fields: "id") { id: ID! }
          type Saw implements Tool @key(fields: "id") { id: ID! teeth: Int }
          type Awl implements Tool @key(fields: "id") { id: ID! point: Int }
        `,
        resolvers: {
          Query: { workshop: () => ({ number: 7 }) },
          Tool: { __resolveReference: tool },
          Saw: { __resolveReference: tool },
          Awl: { __resolveReference: tool },
        },
      },
      registry: {
        typeDefs: `type Workshop @key(fields: "number") @key(fields: "name") { number: Int! name: String! }`,
        resolvers: { Workshop: { __resolveReference: () => ({ number: 7, name: 'Seven' }) } },
      },
      lending: {
        typeDefs: `
          type Workshop @key(fields: "name") { name: String! tools: [Tool!] }
          type Tool @key(fields: "id") @interfaceObject { id: ID! lent: Int! }
        `,
        resolvers: {
          Workshop: { tools: () => [{ id: 'saw' }, { id: 'awl' }] },
          Tool: { lent: ({ id }: Tool) => id.length },
        },
      },
      prices: {
        typeDefs: `type Tool @key(fields: "id") @interfaceObject { id: ID! price: Int! }`,
        resolvers: {
          Tool: {
            price: ({ id }: Tool) => {
              if (id === 'awl') throw new Error('nobody asks for the price of an awl');
              return 30;
            },
          },
        },
      },
    },
    {
      'answer what is asked of one of their types': {
        query: '{ workshop { tools { __typename ... on Saw { lent price teeth } ... on Awl { point } } } }',
        gives: {
          workshop: {
            tools: [
              { __typename: 'Saw', lent: 3, price: 30, teeth: 24 },
              { __typename: 'Awl', point: 2 },
            ],
          },
        },
      },
      'answer what is asked of all of them': {
        query: '{ workshop { number name tools { id lent } } }',
        gives: {
          workshop: {
            number: 7,
            name: 'Seven',
            tools: [
              { id: 'saw', lent: 3 },
              { id: 'awl', lent: 3 },
            ],
          },
        },
      },
    },
  );
});
