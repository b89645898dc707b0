import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../subgraphs/catalogue/eligibility/decision.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { askOffers, offersOf, walk, type OfferRow } from './support/catalogue.ts';

const GB = asPartner('GB');
const ALL = 1_081 + 1_409 + 28;

let catalogue: TestSubgraph;
beforeAll(async () => {
  catalogue = await hostInMemory(catalogueSubgraph);
});
afterAll(() => catalogue.close());

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const byName = (a: OfferRow, b: OfferRow): number =>
  compare(fold(a.node.name), fold(b.node.name)) || compare(a.node.id, b.node.id);
const rank = ({ decision }: OfferRow): number => (OUTCOMES as readonly string[]).indexOf(decision.outcome);
const ids = (rows: readonly OfferRow[]): string[] => rows.map((it) => it.node.id);

describe('walking the offers page by page', () => {
  test('gives every offering once, best outcome first, then by name and id', async () => {
    const rows = await walk(catalogue, GB, {}, 100);
    expect(rows).toHaveLength(ALL);
    expect(new Set(ids(rows)).size).toBe(ALL);
    expect(ids(rows.toSorted((a, b) => rank(a) - rank(b) || byName(a, b)))).toEqual(ids(rows));
    expect(new Set(rows.map(rank)).size).toBeGreaterThan(1);
  });

  test('gives the rows of one page whatever the page size', async () => {
    const where = { environments: ['ms.azure-uk', 'scaleway.paris', 'google.gdc-airgapped'] };
    const whole = ids((await offersOf(catalogue, GB, { where, first: 100 })).edges);
    expect(whole).toHaveLength(48 + 29 + 8);
    for (const first of [1, 7, 40]) expect(ids(await walk(catalogue, GB, { where }, first))).toEqual(whole);
  });

  test('by name, and by provider, follows the order asked for', async () => {
    const where = { categories: ['database'] };
    const named = await walk(catalogue, GB, { where, orderBy: 'NAME' }, 37);
    expect(ids(named.toSorted(byName))).toEqual(ids(named));
    const provided = await walk(catalogue, GB, { where, orderBy: 'PROVIDER' }, 37);
    const provider = (row: OfferRow): string => row.node.provider.id;
    const sorted = provided.toSorted((a, b) => compare(provider(a), provider(b)) || byName(a, b));
    expect(ids(sorted)).toEqual(ids(provided));
    expect(new Set(ids(provided))).toEqual(new Set(ids(named)));
  });

  test('tells outcomes that add up to the total, and to the rows', async () => {
    const rows = await walk(catalogue, GB, {}, 100);
    const { totalCount, outcomes } = await offersOf(catalogue, GB, { first: 0 });
    expect(totalCount).toBe(rows.length);
    expect(outcomes.map((it) => it.outcome)).toEqual(
      OUTCOMES.filter((it) => outcomes.some((o) => o.outcome === it)),
    );
    for (const { outcome, count } of outcomes)
      expect(count).toBe(rows.filter((it) => it.decision.outcome === outcome).length);
  });
});

describe('filters', () => {
  const filter = fc.record(
    {
      outcomes: fc.subarray([...OUTCOMES], { minLength: 1 }),
      categories: fc.subarray(['database', 'compute', 'edge-device'], { minLength: 1 }),
      providers: fc.subarray(['aws', 'microsoft', 'google', 'ovhcloud'], { minLength: 1 }),
      environments: fc.subarray(['ms.azure-gov', 'aws.london', 'ovh.snc', 'google.gdc-airgapped'], {
        minLength: 1,
      }),
      authorisations: fc.subarray(['DOD-IL5', 'DOD-IL6', 'FR-SECNUMCLOUD'], { minLength: 1 }),
      delivery: fc.subarray(['REGION', 'PREMISES', 'DEVICE'], { minLength: 1 }),
      regions: fc.subarray(['usgovvirginia', 'eu-west-2'], { minLength: 1 }),
      text: fc.constantFrom('azure', 'SQL', 'database for', '%', '_'),
    },
    { requiredKeys: [] },
  );

  /** What each part of a filter means for a row, told without the store. */
  const meaning: Record<string, (row: OfferRow, value: never) => boolean> = {
    outcomes: ({ decision }, value: string[]) => value.includes(decision.outcome),
    categories: ({ node }, value: string[]) => value.includes(node.category),
    providers: ({ node }, value: string[]) => value.includes(node.provider.id),
    environments: ({ node }, value: string[]) =>
      node.environment !== null && value.includes(node.environment.id),
    authorisations: ({ node }, value: string[]) =>
      node.authorisations.some((it) => it.status === 'CURRENT' && value.includes(it.authorisation?.id ?? '')),
    delivery: ({ node }, value: string[]) => value.includes(node.delivery),
    regions: ({ node }, value: string[]) => node.regions.some((it) => value.includes(it.code ?? '')),
    text: ({ node }, value: string) => {
      const { name, id, category, provider, environment } = node;
      const words = [name, id, category, provider.name, environment?.name, ...(environment?.aliases ?? [])];
      const all = fold(words.join(' '));
      return fold(value)
        .split(' ')
        .every((word) => all.includes(word));
    },
  };

  test('give the rows that they mean, in the order of the whole, and count them', async () => {
    const whole = await walk(catalogue, GB, {}, 100);
    await fc.assert(
      fc.asyncProperty(filter, async (where) => {
        const expected = whole.filter((row) =>
          Object.entries(where).every(([part, value]) => meaning[part]?.(row, value as never)),
        );
        const page = await offersOf(catalogue, GB, { where, first: 100 });
        expect(ids(page.edges)).toEqual(ids(expected).slice(0, 100));
        expect(page.totalCount).toBe(expected.length);
        expect(page.outcomes.reduce((sum, it) => sum + it.count, 0)).toBe(expected.length);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test('with several values give the union of what each gives', async () => {
    const count = async (where: object) => (await offersOf(catalogue, GB, { where, first: 0 })).totalCount;
    const [both, aws, google] = await Promise.all([
      count({ providers: ['aws', 'google'] }),
      count({ providers: ['aws'] }),
      count({ providers: ['google'] }),
    ]);
    expect(both).toBe(aws + google);
    // A value told twice counts once.
    expect(await count({ categories: ['database', 'DATABASE'] })).toBe(
      await count({ categories: ['database'] }),
    );
    expect(await count({ outcomes: [] })).toBe(0);
  });
});

describe('cursors', () => {
  test('are taken from the same viewer, ask, filter and order alone', async () => {
    const { pageInfo } = await offersOf(catalogue, GB, { first: 5 });
    const after = pageInfo.endCursor;
    expect((await offersOf(catalogue, GB, { first: 5, after })).edges).toHaveLength(5);
    const others: [Parameters<typeof askOffers>[1], Record<string, unknown>][] = [
      [asPartner('GB', { subject: 'other' }), { after }],
      [asPartner('GB', { tags: ['GB-PUBLIC-SECTOR'] }), { after }],
      [GB, { after, ask: { level: 'GB:TS' } }],
      [GB, { after, ask: { level: 'GB:S', on: '2026-11-22' } }],
      [GB, { after, where: { text: 'azure' } }],
      [GB, { after, orderBy: 'NAME' }],
      [GB, { after: 'garbage' }],
    ];
    for (const [viewer, variables] of others) {
      const { errors, data } = await askOffers(catalogue, viewer, variables);
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toMatch(/^after: expected a cursor/);
      expect(data?._entities?.[0] ?? null).toBeNull();
    }
  });

  test('show nothing of the position that they stand for', async () => {
    const { edges } = await offersOf(catalogue, GB, { first: 3 });
    for (const { cursor, node } of edges) {
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain(node.id);
    }
  });

  test('of sizes beyond the limits are refused', async () => {
    for (const first of [-1, 101, 99_999_999]) {
      const { errors } = await askOffers(catalogue, GB, { first });
      expect(errors?.[0]?.message).toMatch(/^first: expected a whole number from 0 to 100/);
    }
  });
});

describe('SQL statements', () => {
  const statementsOf = async (variables: Record<string, unknown>) => {
    catalogue.forgetStatements();
    const { edges } = await offersOf(catalogue, GB, variables);
    return { rows: edges.length, statements: [...catalogue.statements] };
  };

  test('are as many for a page of fifty as for one of ten, and four at most', async () => {
    const ten = await statementsOf({ first: 10 });
    const fifty = await statementsOf({ first: 50 });
    expect([ten.rows, fifty.rows]).toEqual([10, 50]);
    expect(fifty.statements.length).toBe(ten.statements.length);
    expect(fifty.statements.length).toBeLessThanOrEqual(4);
  });

  test('do not grow on later pages, with filters, or in another order', async () => {
    const { pageInfo } = await offersOf(catalogue, GB, { first: 50 });
    const where = { text: 'azure', categories: ['database', 'compute'], providers: ['microsoft'] };
    for (const variables of [{ after: pageInfo.endCursor }, { where }, { orderBy: 'PROVIDER' }]) {
      const { statements } = await statementsOf({ first: 50, ...variables });
      expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(4);
    }
  });

  test('are none for rows that nobody asked for', async () => {
    expect((await statementsOf({ first: 0 })).rows).toBe(0);
  });
});
