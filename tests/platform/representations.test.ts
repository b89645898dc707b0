import { execute, parse, type ExecutionResult } from 'graphql';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from 'vitest';
import { refuseMalformedRepresentations } from '../../platform/subgraph/representations.ts';

const resolved: unknown[] = [];
const schema = buildSubgraphSchema({
  typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { thing: Thing part: Part value: Value }
    type Thing @key(fields: "id") @key(fields: "code") { id: ID! code: String! }
    type Part @key(fields: "of { id } number") { of: Thing! number: Int! }
    type Value { text: String }
  `),
  resolvers: {
    Thing: {
      __resolveReference: (it: { id?: string }) => {
        resolved.push(it);
        return it.id === 'none' ? null : it;
      },
    },
  } as never,
});
refuseMalformedRepresentations(schema);

async function entities(...representations: unknown[]): Promise<ExecutionResult> {
  resolved.length = 0;
  const document = parse(`query ($representations: [_Any!]!) {
    _entities(representations: $representations) { __typename ... on Thing { id } ... on Part { number } }
  }`);
  return execute({ schema, document, variableValues: { representations } });
}

describe('representations', () => {
  it('are resolved by any of their keys, in their order', async () => {
    const { data, errors } = await entities(
      { __typename: 'Thing', id: 'a' },
      { __typename: 'Part', of: { id: 'a' }, number: 2 },
      { __typename: 'Thing', id: 'none' },
      { __typename: 'Thing', id: 7 },
    );
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toEqual([
      { __typename: 'Thing', id: 'a' },
      { __typename: 'Part', number: 2 },
      null,
      { __typename: 'Thing', id: '7' },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['a key is missing', { __typename: 'Thing' }, 'representations[1].id: expected the key of Thing'],
    ['a key is null', { __typename: 'Thing', id: null }, 'representations[1].id: expected the key of Thing'],
    ['a key is a list', { __typename: 'Thing', id: ['a'] }, 'representations[1].id'],
    ['a key is an object', { __typename: 'Thing', id: {} }, 'representations[1].id'],
    ['a part of a key is missing', { __typename: 'Part', of: { id: 'a' } }, 'representations[1].number'],
    ['an object in a key is none', { __typename: 'Part', of: 'a', number: 1 }, 'representations[1].of'],
    [
      'there is no type',
      { id: 'a' },
      'representations[1].__typename: expected the name of a type with a key',
    ],
    ['there is no such type', { __typename: 'Things', id: 'a' }, 'representations[1].__typename'],
    ['the type has no key', { __typename: 'Value', id: 'a' }, 'representations[1].__typename'],
    ['the type is no text', { __typename: {}, id: 'a' }, 'representations[1].__typename'],
    ['it is a text', 'a', 'representations[1]: expected an object with __typename and a key, got'],
    ['it is a list', [], 'representations[1]: expected an object'],
  ])('are refused by themselves where %s', async (_what, representation, message) => {
    const good = { __typename: 'Thing', id: 'a' };
    const { data, errors } = await entities(good, representation, good);
    const entity = { __typename: 'Thing', id: 'a' };
    expect(data?.['_entities']).toEqual([entity, null, entity]);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.toJSON()).toMatchObject({
      message: expect.stringContaining(message),
      path: ['_entities', 1],
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(resolved).toEqual([good, good]);
  });
});
