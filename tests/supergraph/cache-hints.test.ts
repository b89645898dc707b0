import { PUBLIC } from '../../platform/disclosure/label.ts';
import { execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATE, SYNC_DEVICES, type Viewer } from '../../platform/identity/viewer.ts';
import { createLog } from '../../platform/log.ts';
import type { AnySubgraph, SubgraphStore } from '../../platform/subgraph/define.ts';
import { subgraphSchema } from '../../platform/subgraph/schema.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { hostWith } from '../catalogue/support/catalogue.ts';
import { change, mutation, operator } from '../contracts/support/ask.ts';
import { register, syncing } from '../devices/support.ts';
import { publicQueries, publicSelection, publicTypes, type Arguments } from '../support/public-schema.ts';
import {
  anonymous,
  asPartner,
  hostInMemory,
  TEST_NOW,
  testCursors,
  type TestSubgraph,
} from '../support/subgraph.ts';

/** Viewers who differ in all that a resolver could look at. */
const VIEWERS: readonly Viewer[] = [
  anonymous,
  asPartner('GB', { tags: ['GB-PUBLIC-SECTOR'] }),
  asPartner('US', { subject: 'other', tags: ['US-DOD'], scopes: [SYNC_DEVICES] }),
  asPartner('AU', { scopes: [OPERATE] }),
  asPartner('NATO'),
];

interface Case {
  readonly definition: AnySubgraph;
  /** Hosts it with records beside the shipped ones that only some viewers are shown. */
  readonly host: () => Promise<TestSubgraph>;
  readonly arguments: Arguments;
  /** Ids of each type that is public, by the query that lists them or as they are. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

const label = { ...PUBLIC, marking: 'AU:S', releasableTo: ['AU'] };
const ABSENT = 'made.up';

const CASES: readonly Case[] = [
  {
    definition: catalogueSubgraph,
    host: () =>
      hostWith([
        {
          like: 'aws.london.aws-lambda',
          offering: { id: 'aws.london.aardvark', name: 'Aardvark' },
          profile: { id: 'hidden', label },
        },
      ]),
    arguments: {
      'Query.environment': '(id: "aws.london")',
      'Query.region': '(id: "microsoft.usgovvirginia")',
      'Query.provider': '(id: "aws")',
    },
    ids: {
      Provider: ['aws', 'microsoft', 'oracle', ABSENT],
      Region: ['microsoft.usgovvirginia', 'amazon.ca-central-1', ABSENT],
      Environment: ['aws.london', 'ms.azure-gov-secret', ABSENT],
    },
  },
  {
    definition: classificationSubgraph,
    host: () => hostInMemory(classificationSubgraph),
    arguments: {
      'Query.agreement': '(id: "NATO-ASI-1997")',
      'Query.authorisation': '(id: "DOD-IL5")',
      'Query.clearance': '(id: "UK-SC")',
      'Query.equivalence': '(id: "EQ-001")',
      'Query.scheme': '(id: "GB")',
      'Query.level': '(id: "GB:S")',
      'Query.compare': '(a: "GB:S", b: "GB:TS")',
      'Level.compare': '(to: "GB:TS")',
      'Clearance.permits': '(level: "GB:S")',
      'Clearance.compare': '(to: "UK-DV")',
    },
    ids: {
      Scheme: ['GB', 'NATO', 'US', ABSENT],
      Level: ['GB:S', 'NATO:NS', ABSENT],
      Agreement: ['NATO-ASI-1997', 'US-DE', ABSENT],
      Authorisation: ['DOD-IL5', ABSENT],
      Clearance: ['UK-SC', ABSENT],
      Equivalence: ['EQ-001', ABSENT],
      Partner: ['GB', 'US', 'NATO', ABSENT],
      // No entities: they are reached from others, and from the root.
      LevelComparison: [],
      Membership: [],
    },
  },
  {
    definition: contractsSubgraph,
    async host() {
      const hosted = await hostInMemory(contractsSubgraph);
      const registration = { title: 'Hidden', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'], levels: [] };
      await change(hosted, 'registerContract', registration, '__typename');
      return hosted;
    },
    arguments: { 'Query.partner': '(id: "GB")' },
    ids: { Partner: ['GB', 'US', 'NATO', ABSENT] },
  },
  {
    definition: devicesSubgraph,
    async host() {
      const hosted = await hostInMemory(devicesSubgraph);
      await register(hosted, syncing('GB'));
      return hosted;
    },
    arguments: {},
    // Everything here depends on who asks.
    ids: {},
  },
];

describe.each(CASES.map((it) => [it.definition.name, it] as const))(
  'what the %s subgraph lets everybody keep',
  (_name, { definition, host, arguments: args, ids }) => {
    const schema = subgraphSchema(definition.schema);
    const entities = publicTypes(schema).map((type): [string, string, Record<string, unknown>] => [
      type.name,
      `query ($them: [_Any!]!) { _entities(representations: $them) {
        ... on ${type.name} ${publicSelection(schema, type, args)} } }`,
      { them: (ids[type.name] ?? []).map((id) => ({ __typename: type.name, id })) },
    ]);
    const questions: readonly (readonly [string, string, Record<string, unknown>])[] = [
      ...entities.filter(([, , { them }]) => (them as unknown[]).length > 0),
      ...[...publicQueries(schema, args)].map(([name, query]) => [`Query.${name}`, query, {}] as const),
    ];

    let hosted: TestSubgraph;
    beforeAll(async () => {
      hosted = await host();
    });
    afterAll(() => hosted.close());

    const answerTo = async (viewer: Viewer, query: string, variables: Record<string, unknown>) =>
      hosted.hosted.execute({ query, variables, assertion: await hosted.assertion(viewer) });

    it('is of the types that are asked for here', () => {
      expect(
        publicTypes(schema)
          .map((it) => it.name)
          .sort(),
      ).toEqual(Object.keys(ids).sort());
    });

    it.each(questions)('is the same for every viewer, byte for byte: %s', async (_of, query, variables) => {
      const answers = await Promise.all(
        VIEWERS.map(async (viewer) => {
          const answer = await answerTo(viewer, query, variables);
          expect(answer?.errors).toBeUndefined();
          expect(answer?.cacheControl).toBe('max-age=300, public');
          return JSON.stringify(answer?.data);
        }),
      );
      expect(answers[0]!.length).toBeGreaterThan(60);
      for (const answer of answers) expect(answer).toBe(answers[0]);
    });

    it('is given by resolvers that never look at the viewer', async () => {
      const viewer = new Proxy({} as Viewer, {
        get(_target, property) {
          throw new Error(`A resolver of something public looked at the viewer: ${String(property)}.`);
        },
      });
      const environment = {
        dataDirectory: null,
        cursors: testCursors(),
        log: createLog('silent'),
        clock: () => TEST_NOW,
      };
      const store = (await definition.openStore(environment)) as SubgraphStore;
      for (const [of, query, variableValues] of questions) {
        const loaders = definition.createLoaders(store, viewer) as unknown;
        const contextValue = {
          viewer,
          requestId: 'r',
          now: TEST_NOW,
          store,
          loaders,
          cursors: testCursors(),
        };
        const { errors } = await execute({ schema, document: parse(query), contextValue, variableValues });
        expect(errors?.map(String) ?? [], of).toEqual([]);
      }
      await store.close();
    });
  },
);

describe('what may not be kept for everybody', () => {
  const PRIVATE = 'max-age=60, private';
  let contracts: TestSubgraph;
  let devices: TestSubgraph;
  let catalogue: TestSubgraph;
  let device: string;
  beforeAll(async () => {
    [contracts, devices, catalogue] = (await Promise.all(
      [contractsSubgraph, devicesSubgraph, catalogueSubgraph].map((it) => hostInMemory(it)),
    )) as [TestSubgraph, TestSubgraph, TestSubgraph];
    device = await register(devices, syncing('GB'));
  });
  afterAll(() => Promise.all([contracts, devices, catalogue].map((it) => it.close())));

  const hintOn = async (subgraph: TestSubgraph, query: string, variables = {}, viewer = asPartner('GB')) => {
    const answer = await subgraph.hosted.execute({
      query,
      variables,
      assertion: await subgraph.assertion(viewer),
    });
    return answer?.cacheControl;
  };
  const entity = (type: string, selection: string) =>
    `query ($them: [_Any!]!) { _entities(representations: $them) { ... on ${type} { ${selection} } } }`;
  const them = (__typename: string, id: string) => ({ them: [{ __typename, id }] });

  it('is kept for the same viewer where it depends on who asks', async () => {
    const keptFor = async (subgraph: TestSubgraph, query: string, variables = {}) =>
      expect(await hintOn(subgraph, query, variables), query).toBe(PRIVATE);
    await keptFor(catalogue, '{ viewer { id } }');
    await keptFor(catalogue, '{ offerings(first: 1) { totalCount edges { node { id name } } } }');
    await keptFor(catalogue, '{ categories { name offeringCount } }');
    await keptFor(catalogue, '{ environments { id offeringCount } }');
    await keptFor(catalogue, entity('Offering', 'name'), them('Offering', 'ms.azure-gov.storage'));
    await keptFor(catalogue, entity('Viewer', 'tags'), them('Viewer', 'GB:user'));
    await keptFor(contracts, '{ contract(id: "us-dod-jedi") { title buyer { name } holds { reason } } }');
    await keptFor(contracts, '{ partner(id: "GB") { contracts { totalCount } } }');
    await keptFor(contracts, entity('Contract', 'title spend { totals { amount } }'), them('Contract', 'x'));
    await keptFor(contracts, entity('Viewer', 'contractFacts { dataVersion }'), them('Viewer', 'GB:user'));
    await keptFor(devices, '{ deviceModels { edges { cursor node { id } } } }');
    await keptFor(devices, '{ deviceModel(id: "ms.ase-mini-r") { name } }');
    await keptFor(devices, entity('DeviceModel', 'name'), them('DeviceModel', 'ms.ase-mini-r'));
    await keptFor(devices, entity('Viewer', 'devices { totalCount }'), them('Viewer', 'GB:user'));
    await keptFor(devices, `{ device(id: "${device}") { name model { name } } }`);
  });

  it('is not kept where it is a journal or an audit, where it changes something, or where it failed', async () => {
    const notKept = async (subgraph: TestSubgraph, query: string, variables = {}, viewer?: Viewer) =>
      expect(await hintOn(subgraph, query, variables, viewer), query).toBe('no-store');
    await notKept(devices, `{ device(id: "${device}") { journal { totalCount } } }`);
    await notKept(devices, `{ device(id: "${device}") { usage { quantity } } }`);
    await notKept(contracts, '{ contract(id: "us-dod-jedi") { audit { totalCount } } }', {}, operator);
    const input = { title: 'One', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'], levels: [] };
    await notKept(contracts, mutation('registerContract', 'contract { id }'), { input }, operator);
    await notKept(contracts, '{ contract(id: "us-dod-jedi") { id } }', {}, anonymous);
    await notKept(contracts, '{ nothing }');
    await notKept(contracts, '{ partner(id: }');
    await notKept(contracts, '{ _service { sdl } }');
  });

  it('is found by the types of the entities asked for, whatever is selected of them', async () => {
    const query = 'query ($them: [_Any!]!) { _entities(representations: $them) { __typename } }';
    expect(await hintOn(contracts, query, them('Partner', 'GB'))).toBe('max-age=300, public');
    expect(await hintOn(contracts, query, them('Contract', 'us-dod-jedi'))).toBe(PRIVATE);
    const both = { them: [...them('Partner', 'GB').them, ...them('Contract', 'us-dod-jedi').them] };
    expect(await hintOn(contracts, query, both)).toBe(PRIVATE);
  });
});
