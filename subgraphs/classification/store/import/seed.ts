import type { Transaction } from 'kysely';
import { rangeOf } from '../../../../platform/calendar/partial-date.ts';
import { chunks } from '../../../../platform/store/database.ts';
import { schemeOf } from '../../domain/levels.ts';
import type { AgreementRecord } from '../records.ts';
import { FACT_TABLES, type Tables } from '../tables.ts';
import type { ImportedFacts } from './facts.ts';

/** Replaces whatever facts the store holds by `facts`. */
export async function seedFacts(transaction: Transaction<Tables>, facts: ImportedFacts): Promise<void> {
  for (const table of FACT_TABLES) await transaction.deleteFrom(table).execute();
  for (const [table, rows] of Object.entries(rowsOf(facts))) {
    for (const some of chunks<object>(rows, ROWS_PER_INSERT)) {
      await transaction
        .insertInto(table as keyof Tables)
        .values(some as never)
        .execute();
    }
  }
}

const ROWS_PER_INSERT = 500;

function rowsOf(facts: ImportedFacts): { [Table in keyof Tables]: Tables[Table][] } {
  return {
    meta: [{ name: AS_OF, value: facts.asOf }],
    source: facts.sources.map(documentOf),
    scheme: facts.schemes.map((scheme, place) => ({
      ...documentOf(scheme),
      place,
    })),
    level: facts.schemes.flatMap((scheme) => scheme.levels.map(documentOf)),
    equivalence: facts.equivalences.map((row) => ({
      ...documentOf(row),
      from_level: row.fromLevel,
      from_scheme: schemeOf(row.fromLevel),
      to_level: row.toLevel,
      to_scheme: row.toLevel === null ? null : schemeOf(row.toLevel),
    })),
    agreement: facts.agreements.map((agreement) => ({
      ...documentOf(agreement),
      kind: agreement.kind,
      status: agreement.status.status,
      may_begin: mayBegin(agreement),
    })),
    agreement_party: facts.agreements.flatMap((agreement) =>
      agreement.parties.map((party) => ({
        agreement: agreement.id,
        partner: party.partner,
        members_of: party.membersOf,
      })),
    ),
    authorisation: facts.authorisations.map((authorisation) => ({
      ...documentOf(authorisation),
      jurisdiction: authorisation.jurisdiction,
    })),
    clearance: facts.clearances.map((clearance) => ({
      ...documentOf(clearance),
      grantor: clearance.grantor,
      position: clearance.order,
    })),
    membership: facts.memberships.map((membership) => ({
      ...documentOf(membership),
      organisation: membership.organisation,
      member: membership.member,
    })),
  };
}

/** Name of the row of `meta` that holds the day the facts describe. */
export const AS_OF = 'as_of';

function documentOf(record: { readonly id: string }): { id: string; document: string } {
  return { id: record.id, document: JSON.stringify(record) };
}

function mayBegin({ period }: AgreementRecord): string | null {
  if (period.from === null || period.fromVerified === false) return null;
  return rangeOf(period.from)?.earliest ?? null;
}
