import { connectionFrom } from '../../../platform/graphql/connection.ts';
import { cutPage, pageSize } from '../../../platform/paging/page.ts';
import { OUTCOMES, type Decision } from '../eligibility/decision.ts';
import type { Position, StoredProfile } from '../store/catalogue-store.ts';
import type { OfferingRecord } from '../store/records.ts';
import type { CatalogueContext } from './context.ts';
import { decidedOn, decisionNote } from './decision-note.ts';
import type { OfferOrder } from './enums.ts';
import { lazily } from './lazily.ts';
import type { Question } from './question.ts';
import { searchOf } from './search.ts';
import type { OfferFilter } from './types/inputs.ts';
import type { OfferConnection } from './types/viewer.ts';
import { decisionView } from './views/decision.ts';
import { offeringView } from './views/offering.ts';

export interface OffersArguments {
  readonly where: OfferFilter;
  readonly orderBy: OfferOrder;
  readonly first: number | null;
  readonly after: string | null;
}

/**
 * The offerings decided for one question. Each requirement profile is decided once; the page is read by key
 * from the profiles that qualify, and the counts are counts by profile. So the cost grows with profiles and
 * page size, not with the number of offerings.
 * @throws BAD_USER_INPUT
 */
export async function offers(
  question: Question,
  { where, orderBy, first, after }: OffersArguments,
  context: CatalogueContext,
): Promise<OfferConnection> {
  const { store, loaders, cursors, viewer, notes } = context;
  const size = pageSize(first);
  const list = ['offers', viewer.id, viewer.tags, question.ask, where, orderBy];
  const position = cursors.positionAfter<Position>(list, after);
  const search = await searchOf(where, context);
  const profiles = await loaders.profiles();
  const decisions = decisionsOf(question, profiles);
  const wanted = [...decisions].filter(([, it]) => where.outcomes?.includes(it.outcome) ?? true);
  const groups = OUTCOMES.map((outcome) =>
    wanted.filter(([, it]) => it.outcome === outcome).map(([profile]) => profile),
  );
  const counts = await store.counts(search, [...profiles.values()]);
  const outcomes = OUTCOMES.map((outcome, group) => ({
    outcome,
    count: (groups[group] as string[]).reduce((sum, profile) => sum + (counts.get(profile) ?? 0), 0),
  })).filter(({ count }) => count > 0);

  // Profiles without a match have no rows to look for.
  const matching = groups.map((group) => group.filter((profile) => counts.has(profile)));
  const rows = await store.page({
    groups: orderBy === 'OUTCOME' ? matching : [matching.flat()],
    search,
    order: orderBy === 'PROVIDER' ? 'PROVIDER' : 'NAME',
    after: position,
    limit: size + 1,
  });
  const page = connectionFrom(
    cutPage(rows, size),
    outcomes.reduce((sum, { count }) => sum + count, 0),
    (row) => row.offering,
    (row) => cursors.encode(list, row.position),
  );
  const decisionOn = ({ profile }: OfferingRecord) => decisions.get(profile) as Decision;
  const state = (offering: OfferingRecord) => {
    const { profile } = profiles.get(offering.profile) as StoredProfile;
    return question.state(profile, offering.id, decisionOn(offering));
  };
  const note = decisionNote(question.ask, [], { outcomes });
  notes.push(note);
  for (const { node } of page.edges) {
    context.count('decisions', (decisions.get(node.profile) as Decision).outcome, 1);
  }
  return {
    ...page,
    outcomes,
    edges: lazily(() => {
      note.decided = decidedOn(page.edges.map(({ node }) => [node.id, decisionOn(node)]));
      return page.edges.map(({ cursor, node }) => ({
        cursor,
        node: offeringView(node, viewer),
        decision: decisionView(decisionOn(node), node.id, loaders, () => state(node)),
      }));
    }),
  };
}

function decisionsOf(
  question: Question,
  profiles: ReadonlyMap<string, { profile: Parameters<Question['decide']>[0] }>,
): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const [id, { profile }] of profiles) {
    const decision = question.decide(profile);
    if (decision) decisions.set(id, decision);
  }
  return decisions;
}
