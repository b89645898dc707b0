import { labelId } from '../../../platform/disclosure/label.ts';
import { storeLabels } from '../../../platform/store/labels.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { fold } from '../../../subgraphs/catalogue/domain/search-text.ts';
import type { Facts } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import type { RequirementProfile } from '../../../subgraphs/catalogue/eligibility/profile.ts';
import { catalogueSubgraph } from '../../../subgraphs/catalogue/index.ts';
import { catalogueDatabase } from '../../../subgraphs/catalogue/store/definition.ts';
import type { OfferingRecord } from '../../../subgraphs/catalogue/store/records.ts';
import { facts as worldFacts } from '../../support/eligibility.ts';
import { ownedStore } from '../../support/stores/place.ts';
import { hostInMemory, type Answer, type TestSubgraph } from '../../support/subgraph.ts';

export interface OfferRow {
  readonly cursor: string;
  readonly node: {
    readonly id: string;
    readonly name: string;
    readonly category: string;
    readonly delivery: string;
    readonly provider: { readonly id: string; readonly name: string };
    readonly environment: { readonly id: string; readonly name: string; readonly aliases: string[] } | null;
    readonly regions: readonly { readonly id: string; readonly code: string | null }[];
    readonly authorisations: readonly { readonly authorisation: { id: string } | null; status: string }[];
  };
  readonly decision: { readonly outcome: string; readonly dataVersion: string };
}

export interface Offers {
  readonly totalCount: number;
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly OfferRow[];
}

export const OFFERS = `query Offers(
  $viewer: [_Any!]! $ask: Ask! $where: OfferFilter $orderBy: OfferOrder! = OUTCOME $first: Int! = 20 $after: String
) {
  _entities(representations: $viewer) {
    ... on Viewer {
      offers(ask: $ask, where: $where, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        outcomes { outcome count }
        pageInfo { hasNextPage endCursor }
        edges {
          cursor
          node {
            id name category delivery
            provider { id name }
            environment { id name aliases }
            regions { id code }
            authorisations { authorisation { id } status }
            provenance { status sources { id title url } }
          }
          decision { outcome dataVersion decidedFor findings { gate status code message } }
        }
      }
    }
  }
}`;

/** The viewer as the gateway refers to it, with the facts that the other subgraphs contributed. */
export function viewerWith(viewer: Viewer, facts: Facts = worldFacts()): Record<string, unknown> {
  return {
    __typename: 'Viewer',
    id: viewer.id,
    levelFacts: facts.level,
    contractFacts: facts.contract,
    deviceFacts: facts.device,
  };
}

/** Asks the main question of the catalogue alone, the way the gateway does. */
export async function askOffers(
  catalogue: TestSubgraph,
  viewer: Viewer,
  variables: Record<string, unknown> = {},
  facts?: Facts,
): Promise<Answer<{ _entities: readonly [{ offers: Offers } | null] }>> {
  return catalogue.ask(viewer, OFFERS, {
    viewer: [viewerWith(viewer, facts)],
    ask: { level: `${viewer.partner}:S` },
    ...variables,
  });
}

/** As `askOffers`, for answers that must come without an error. */
export async function offersOf(...question: Parameters<typeof askOffers>): Promise<Offers> {
  const { data, errors } = await askOffers(...question);
  if (errors || !data?._entities[0]) throw new Error(JSON.stringify(errors ?? data));
  return data._entities[0].offers;
}

/** Every row of a list, page by page. */
export async function walk(
  catalogue: TestSubgraph,
  viewer: Viewer,
  variables: Record<string, unknown>,
  first: number,
): Promise<OfferRow[]> {
  const rows: OfferRow[] = [];
  let after: string | null = null;
  do {
    const page: Offers = await offersOf(catalogue, viewer, { ...variables, first, after });
    rows.push(...page.edges);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}

/** An offering beside the shipped ones, as a change of one of them. */
export interface Addition {
  /** Id of the shipped offering that it resembles. */
  readonly like: string;
  readonly offering: Partial<OfferingRecord> & { readonly id: string };
  readonly profile: Partial<RequirementProfile> & { readonly id: string };
}

/** The catalogue with offerings added behind the back of the import. */
export async function hostWith(additions: readonly Addition[]): Promise<TestSubgraph> {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  const environment = { dataDirectory: folder };
  await (await hostInMemory(catalogueSubgraph, environment)).close();
  const database = ownedStore(catalogueDatabase, folder);
  for (const addition of additions) await add(addition);
  await database.destroy();
  const hosted = await hostInMemory(catalogueSubgraph, environment);
  const close = async () => {
    await hosted.close();
    rmSync(folder, { recursive: true });
  };
  return { ...hosted, close, [Symbol.asyncDispose]: close };

  async function add({ like, offering, profile }: Addition): Promise<void> {
    const row = await database
      .selectFrom('offering')
      .selectAll()
      .where('id', '=', like)
      .executeTakeFirstOrThrow();
    const original = await database
      .selectFrom('profile')
      .select('document')
      .where('id', '=', row.profile)
      .executeTakeFirstOrThrow();
    const record = { ...(JSON.parse(row.document) as OfferingRecord), ...offering, profile: profile.id };
    const requirements = { ...(JSON.parse(original.document) as RequirementProfile), ...profile };
    const { id, name, category } = record;
    const search_text = `${row.search_text} ${fold(`${name} ${id} ${category}`)}`;
    await database
      .insertInto('offering')
      .values({
        id,
        profile: profile.id,
        category,
        sort_name: fold(name),
        search_text,
        document: JSON.stringify(record),
      })
      .execute();
    await storeLabels(database, [requirements.label]);
    await database
      .insertInto('profile')
      .values({
        id: profile.id,
        document: JSON.stringify(requirements),
        label: labelId(requirements.label),
      })
      .onConflict((on) => on.doNothing())
      .execute();
    await database
      .insertInto('profile_category')
      .values({ profile: profile.id, category, offerings: 1 })
      .onConflict((on) =>
        on
          .columns(['profile', 'category'])
          .doUpdateSet((it) => ({ offerings: it('profile_category.offerings', '+', 1) })),
      )
      .execute();
  }
}
