import { describe, expect, it } from 'vitest';
import { federate, type FixtureSubgraph } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

const subgraphs: Record<string, FixtureSubgraph> = {
  old: {
    typeDefs: `
      type Query { post: Post }
      type Post @key(fields: "id") { id: ID! date: String flag: String part: String }
    `,
    resolvers: {
      Query: { post: () => ({ id: '1' }) },
      Post: { date: () => 'old', flag: () => 'old', part: () => 'old' },
    },
  },
  new: {
    typeDefs: `
      type Post @key(fields: "id") {
        id: ID!
        date: String @override(from: "old")
        flag: String @override(from: "old", label: "moved")
        part: String @override(from: "old", label: "percent(0)")
      }
    `,
    resolvers: { Post: { date: () => 'new', flag: () => 'new', part: () => 'new' } },
  },
};

describe('@override', () => {
  answers(subgraphs, {
    'asks the subgraph that took a field over, and for labels that are off the one that had it': {
      query: '{ post { id date flag part } }',
      gives: { post: { id: '1', date: 'new', flag: 'old', part: 'old' } },
    },
  });

  it('asks the subgraph that takes a field over where its label is on', async () => {
    const fixture = federate(subgraphs, {
      overrideLabels: (label, context) => (context as { on: string }).on === label,
    });
    expect((await fixture.ask('{ post { flag } }', {}, { on: 'moved' })).data).toEqual({
      post: { flag: 'new' },
    });
    expect((await fixture.ask('{ post { flag } }', {}, { on: 'other' })).data).toEqual({
      post: { flag: 'old' },
    });
  });

  it('draws for percentages: nobody at 0, everybody at 100', async () => {
    const all = {
      ...subgraphs,
      new: {
        ...subgraphs['new'],
        typeDefs: (subgraphs['new'] as FixtureSubgraph).typeDefs.replace('percent(0)', 'percent(100)'),
      },
    };
    const fixture = federate(all);
    for (let count = 0; count < 20; count++) {
      expect((await fixture.ask('{ post { part } }')).data).toEqual({ post: { part: 'new' } });
    }
  });
});
