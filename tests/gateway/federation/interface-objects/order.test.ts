import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';

const works = {
  typeDefs: `
    type Query { works: [Work] maker: Maker }
    interface Work @key(fields: "id") { id: ID! title: String }
    type Statue implements Work @key(fields: "id") { id: ID! title: String height: Int }
    type Poem implements Work @key(fields: "id") { id: ID! title: String lines: Int }
    type Maker @key(fields: "id") @interfaceObject { id: ID! born: Int works: [Work] }
  `,
  resolvers: {
    Query: { works: () => WORKS, maker: () => ({ id: 'm' }) },
    Work: { __resolveReference: work },
    Statue: { __resolveReference: work },
    Poem: { __resolveReference: work },
    Maker: { born: () => 1475, works: () => WORKS },
  },
};
const makers = {
  typeDefs: `
    type Query { makers: [Maker] best: Work }
    interface Maker @key(fields: "id") { id: ID! name: String }
    type Person implements Maker @key(fields: "id") { id: ID! name: String died: Int }
    type School implements Maker @key(fields: "id") { id: ID! name: String pupils: Int }
    type Work @key(fields: "id") @interfaceObject { id: ID! price: Int maker: Maker }
  `,
  resolvers: {
    Query: { makers: () => [maker()], best: () => ({ id: 'p' }) },
    Maker: { __resolveReference: maker },
    Person: { __resolveReference: maker },
    School: { __resolveReference: maker },
    Work: { price: ({ id }: { id: string }) => (id === 's' ? 100 : 5), maker },
  },
};
const WORKS = [
  { __typename: 'Statue', id: 's', title: 'David', height: 517 },
  { __typename: 'Poem', id: 'p', title: 'Rime', lines: 14 },
];
function work({ id }: { id: string }) {
  return WORKS.find((it) => it.id === id);
}
function maker() {
  return { __typename: 'Person', id: 'm', name: 'Michelangelo', died: 1564 };
}

describe('interface objects', () => {
  it.each([
    ['after the types behind them', { a: works, b: makers }],
    ['before them', { a: makers, b: works }],
  ])('can be in a subgraph with a name %s, each of two in the other’s', async (_where, subgraphs) => {
    const fixture = federate(subgraphs);
    const { data, errors } = await fixture.ask(`{
      best { __typename price ... on Poem { lines title } ... on Statue { height } }
      maker { born ... on Person { died name } }
      works { ... on Statue { height price } }
      makers { ... on Person { works { ... on Poem { lines price maker { ... on School { pupils } name born } } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      best: { __typename: 'Poem', price: 5, lines: 14, title: 'Rime' },
      maker: { born: 1475, died: 1564, name: 'Michelangelo' },
      works: [{ height: 517, price: 100 }, {}],
      makers: [{ works: [{}, { lines: 14, price: 5, maker: { name: 'Michelangelo', born: 1475 } }] }],
    });
  });
});
