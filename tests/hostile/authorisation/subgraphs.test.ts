import {
  getNamedType,
  isLeafType,
  isObjectType,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, expect } from 'vitest';
import { Access } from '../../../platform/authorization/access.ts';
import { RULE_DIRECTIVES } from '../../../platform/authorization/rules.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { listen, type ListeningSubgraph } from '../../../platform/subgraph/standalone.ts';
import { ALL_SUBGRAPHS } from '../../../subgraphs/all.ts';
import { argumentsOf, asking, waysTo } from '../../gateway/authorization/support/paths.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../../support/subgraph.ts';
import { hostileCases } from '../support/cases.ts';
import { upheld } from '../support/facts.ts';

const valuesIn = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [value];

/** The fields that a subgraph protects, by their types. */
function protectedFields(schema: GraphQLSchema): [type: string, selections: string[]][] {
  const access = new Access(schema, RULE_DIRECTIVES);
  return Object.values(schema.getTypeMap()).flatMap((type): [string, string[]][] => {
    if (!isObjectType(type) || type.name.startsWith('_')) return [];
    const selections = Object.values(type.getFields())
      .filter((it) => access.ofSelection(type, it.name).length > 0)
      .map(
        (it) =>
          `${it.name}${argumentsOf(it.args)}${isLeafType(getNamedType(it.type)) ? '' : ' { __typename }'}`,
      );
    return selections.length > 0 ? [[type.name, selections]] : [];
  });
}

for (const definition of ALL_SUBGRAPHS) {
  const { name } = definition;
  hostileCases(`The ${name} subgraph, called directly`, (hostile) => {
    let subgraph: TestSubgraph;
    let server: ListeningSubgraph;
    beforeAll(async () => {
      subgraph = await hostInMemory(definition);
      server = await listen(subgraph.hosted, '127.0.0.1', 0);
    });
    afterAll(async () => {
      await server.close();
      await subgraph.close();
    });

    const post = (body: unknown, authorization?: string) =>
      fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        body: JSON.stringify(body),
      });
    const ask = async (viewer: Viewer, query: string, variables = {}) => {
      const response = await post({ query, variables }, `Bearer ${await subgraph.assertion(viewer)}`);
      return (await response.json()) as FormattedExecutionResult;
    };

    const assertions: readonly (readonly [string, () => Promise<string | undefined>])[] = [
      ['no assertion', async () => undefined],
      [
        'the assertion for another subgraph',
        async () => `Bearer ${await subgraph.assertion(asPartner('GB'), { subgraph: 'other' })}`,
      ],
      [
        'an assertion that has expired',
        async () => `Bearer ${await subgraph.assertion(asPartner('GB'), { lifetimeSeconds: -1 })}`,
      ],
    ];
    for (const [what, authorization] of assertions) {
      hostile(`${what}, for data, entities and SDL`, '401', async () => {
        const statuses = new Set<number>();
        for (const query of [
          '{ __typename }',
          '{ _service { sdl } }',
          '{ _entities(representations: []) { __typename } }',
        ]) {
          statuses.add((await post({ query }, await authorization())).status);
        }
        return [...statuses].join(' ');
      });
    }

    hostile(
      'the anonymous, for each protected field, from the root',
      'nothing',
      upheld('nothing', async () => {
        const ways = waysTo(subgraph.hosted.schema);
        const all = protectedFields(subgraph.hosted.schema);
        expect(all.length).toBeGreaterThan(0);
        for (const [type, selections] of all) {
          const way = ways.get(type);
          if (!way) continue;
          const entity = way.steps[1]?.on ?? type;
          for (const kind of ['plain', 'aliases', 'inline fragments', 'named fragments'] as const) {
            const query = asking(way, type, selections.join(' '), kind).replace(
              'representations: []',
              `representations: [{ __typename: "${entity}", id: "GB" }]`,
            );
            const answer = await ask(anonymous, query);
            expect(
              valuesIn(answer.data).filter((it) => it !== null),
              query,
            ).toEqual([]);
            for (const it of answer.errors ?? [])
              expect(it.extensions?.['code'], query).toBe('UNAUTHENTICATED');
          }
        }
      }),
    );

    hostile(
      'the anonymous, for each protected field of an entity, by a reference',
      'nothing',
      upheld('nothing', async () => {
        const entities = subgraph.hosted.schema.getType('_Entity');
        const names = entities && 'getTypes' in entities ? entities.getTypes().map((it) => it.name) : [];
        const protectedEntities = protectedFields(subgraph.hosted.schema).filter(([type]) =>
          names.includes(type),
        );
        for (const [type, selections] of protectedEntities) {
          const query = `query ($it: [_Any!]!) { _entities(representations: $it) { ... on ${type} { ${selections.join(' ')} } } }`;
          const it = [{ __typename: type, id: 'GB:user', asker: { levelFacts: null } }];
          const answer = await ask(anonymous, query, { it });
          expect(
            valuesIn(answer.data).filter((one) => one !== null),
            query,
          ).toEqual([]);
          for (const error of answer.errors ?? [])
            expect(error.extensions?.['code'], query).toBe('UNAUTHENTICATED');
        }
        expect(name === 'classification' || protectedEntities.length > 0).toBe(true);
      }),
    );
  });
}
