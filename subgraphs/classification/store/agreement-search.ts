import type { Kysely } from 'kysely';
import type { Day } from '../../../platform/calendar/day.ts';
import type { AgreementStatus } from '../domain/agreements.ts';
import type { PartnerCode } from '../domain/levels.ts';
import type { AgreementRecord } from './records.ts';
import type { Tables } from './tables.ts';

/** Which agreements are meant. Absent parts do not limit. */
export interface AgreementSearch {
  /** Any of these is named as a party, or the members of any of these groups are. */
  readonly parties?: { readonly partners: readonly PartnerCode[]; readonly membersOf: readonly string[] };
  readonly statuses?: readonly AgreementStatus[] | undefined;
  readonly kind?: AgreementRecord['kind'] | undefined;
  /** Leaves out what had certainly not entered into force by this day. */
  readonly begunBy?: Day | undefined;
}

/** The query over the agreements that match `search`, without columns and order. */
export function searchAgreements(database: Kysely<Tables>, search: AgreementSearch) {
  const { parties, statuses, kind, begunBy } = search;
  let query = database.selectFrom('agreement');
  if (parties) {
    const agreements = database
      .selectFrom('agreement_party')
      .select('agreement')
      .where((where) => {
        // An empty list is no SQL, and no condition is never true.
        const named = parties.partners.length > 0 ? [where('partner', 'in', parties.partners)] : [];
        const grouped = parties.membersOf.length > 0 ? [where('members_of', 'in', parties.membersOf)] : [];
        return where.or([...named, ...grouped]);
      });
    query = query.where('id', 'in', agreements);
  }
  if (statuses) {
    query = query.where((where) => (statuses.length > 0 ? where('status', 'in', statuses) : where.or([])));
  }
  if (kind) query = query.where('kind', '=', kind);
  if (begunBy) {
    query = query.where((where) =>
      where.or([where('may_begin', 'is', null), where('may_begin', '<=', begunBy)]),
    );
  }
  return query;
}
