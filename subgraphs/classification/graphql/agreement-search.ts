import { organisationsOn } from '../domain/memberships.ts';
import type { AgreementSearch } from '../store/agreement-search.ts';
import { dayAsked, type ClassificationContext } from './context.ts';
import type { AgreementFilter } from './types/agreement.ts';

/** The search that a filter means: its party with the groups that the party may belong to on the day. */
export async function agreementSearch(
  filter: AgreementFilter,
  context: ClassificationContext,
): Promise<AgreementSearch> {
  const { party, throughOrganisations, status, kind, on } = filter;
  const limits = { statuses: status ?? undefined, kind: kind ?? undefined, begunBy: on ?? undefined };
  if (!party) return limits;
  const groups = organisationsOn(party, dayAsked(on, context), await context.store.memberships());
  const partners = throughOrganisations ? [party, ...groups] : [party];
  return { ...limits, parties: { partners, membersOf: groups } };
}
