import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC } from '../../platform/disclosure/label.ts';
import type { Viewer } from '../../platform/identity/viewer.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { held } from '../support/eligibility.ts';
import { hostWith, OFFERS, viewerWith, walk, type Addition } from './support/catalogue.ts';

/** Offerings that only Australia may see, made so that every list, count and word would show them. */
const label = { ...PUBLIC, marking: 'AU:S', releasableTo: ['AU'] };
const HIDDEN: readonly Addition[] = [
  {
    like: 'aws.london.aws-lambda',
    offering: { id: 'aws.london.aardvark', name: 'Aardvark' },
    profile: { id: 'hidden-1', label },
  },
  {
    like: 'ms.azure-gov-secret.key-vault',
    offering: { id: 'ms.azure-gov-secret.zebra', name: 'Key Vault', category: 'zoology' },
    profile: { id: 'hidden-2', label, authorisations: [held('AU-SECRET-TS', { words: 'Secret Zoo' })] },
  },
  {
    like: 'aws.london.aws-lambda',
    offering: { id: 'aws.london.unmarked', name: 'Nobody knows' },
    profile: { id: 'hidden-3', label: { ...PUBLIC, marking: null } },
  },
];

const OFFERING = `id name category contradictedBy provider { id } environment { id offeringCount }`;
const QUESTIONS: readonly [query: string, variables?: Record<string, unknown>][] = [
  [
    `{ offerings(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${OFFERING} } } } }`,
  ],
  [
    `{ offerings(first: 3, orderBy: PROVIDER) { totalCount pageInfo { endCursor } edges { cursor node { id } } } }`,
  ],
  [`{ offerings(where: { text: "aardvark" }) { totalCount edges { node { id } } } }`],
  [
    `{ offerings(where: { text: "key vault", environments: ["ms.azure-gov-secret"] }) { totalCount edges { node { id } } } }`,
  ],
  [`{ offerings(where: { categories: ["zoology"] }) { totalCount } }`],
  [`{ offerings(where: { authorisations: ["AU-SECRET-TS"] }) { totalCount } }`],
  [`{ offerings(where: { levels: ["Secret Zoo"] }) { totalCount } }`],
  [`{ categories { name offeringCount } }`],
  [`{ environments { id offeringCount authorisations { words } } }`],
  [`{ offering(id: "aws.london.aardvark") { ${OFFERING} } }`],
  [
    `query Entities($them: [_Any!]!) { _entities(representations: $them) { ... on Offering { ${OFFERING} } } }`,
    {
      them: [
        { __typename: 'Offering', id: 'aws.london.aardvark' },
        { __typename: 'Offering', id: 'made.up' },
      ],
    },
  ],
];

let shipped: TestSubgraph;
let more: TestSubgraph;
beforeAll(async () => {
  shipped = await hostInMemory(catalogueSubgraph);
  more = await hostWith(HIDDEN);
});
afterAll(async () => {
  await shipped.close();
  await more.close();
});

const offersQuestion = (viewer: Viewer, rest: Record<string, unknown>) => ({
  viewer: [viewerWith(viewer)],
  ask: { level: 'GB:S' },
  ...rest,
});

describe('below the label, the catalogue with hidden records answers as the one without', () => {
  test.each(QUESTIONS)('%s', async (query, variables) => {
    for (const viewer of [
      anonymous,
      asPartner('AU'),
      asPartner('GB', { clearance: 'GB:TS' }),
      asPartner('GB', { tags: ['AU-DEFENCE'] }),
    ]) {
      const [a, b] = await Promise.all([shipped, more].map((it) => it.ask(viewer, query, variables)));
      expect(JSON.stringify(b)).toBe(JSON.stringify(a));
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ['as they come', {}],
    ['a large page', { first: 100 }],
    ['by name', { orderBy: 'NAME', first: 5 }],
    ['by provider', { orderBy: 'PROVIDER', first: 5 }],
    ['those of one outcome', { where: { outcomes: ['UNLOCKABLE'] } }],
    ['those of one environment', { where: { environments: ['aws.london'] } }],
    ['those of a hidden category', { where: { categories: ['zoology'] } }],
    ['those with a hidden word', { where: { text: 'aardvark' } }],
    ['nothing but counts', { first: 0 }],
  ])('the offers: %s', async (_, rest) => {
    const viewer = asPartner('GB');
    const variables = offersQuestion(viewer, rest);
    const [a, b] = await Promise.all([shipped, more].map((it) => it.ask(viewer, OFFERS, variables)));
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
  });

  test('the offers, page after page, cursors and decisions included', async () => {
    const [a, b] = await Promise.all(
      [shipped, more].map((it) => walk(it, asPartner('GB'), { where: { providers: ['aws'] } }, 50)),
    );
    expect(JSON.stringify(b)).toBe(JSON.stringify(a));
  });

  test('as many statements run', async () => {
    const counts: number[] = [];
    for (const catalogue of [shipped, more]) {
      catalogue.forgetStatements();
      await catalogue.ask(asPartner('GB'), `{ offering(id: "aws.london.aardvark") { id } }`);
      counts.push(catalogue.statements.length);
    }
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('whom the label releases it to', () => {
  const AU = asPartner('AU', { clearance: 'AU:S' });

  test('sees it in lists, counts, categories and by its id', async () => {
    const totals = await Promise.all(
      [shipped, more].map(
        async (it) => (await it.data(AU, '{ offerings { totalCount } }'))['offerings'].totalCount,
      ),
    );
    expect(totals[1]).toBe(totals[0] + 2);
    expect((await more.data(AU, `{ offering(id: "aws.london.aardvark") { name } }`))['offering']).toEqual({
      name: 'Aardvark',
    });
    const { categories } = await more.data(AU, '{ categories { name offeringCount } }');
    expect(categories).toContainEqual({ name: 'zoology', offeringCount: 1 });
    const { offerings } = await more.data(
      AU,
      `{ offerings(where: { text: "aardvark" }) { edges { node { id } } } }`,
    );
    expect(offerings.edges).toEqual([{ node: { id: 'aws.london.aardvark' } }]);
  });

  test('is nobody where the marking is unknown', async () => {
    const query = `{ offering(id: "aws.london.unmarked") { id } }`;
    for (const viewer of [anonymous, AU, asPartner('US')]) {
      expect((await more.data(viewer, query))['offering']).toBeNull();
    }
  });
});
