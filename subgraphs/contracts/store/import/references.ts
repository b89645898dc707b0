import { rangeOf, type PartialDate } from '../../../../platform/calendar/partial-date.ts';
import { labelId } from '../../../../platform/disclosure/label.ts';
import type { Rejection } from '../../../../platform/facts/read-facts.ts';
import type { SourceRecord } from '../../../../platform/facts/sources.ts';
import { startOf } from '../../domain/status.ts';
import type { ContractRecord, PartnerRecord } from '../records.ts';
import type { FactsFiles } from './facts.ts';
import type { Curation } from './normalise.ts';

interface Known extends Curation {
  readonly sources: readonly SourceRecord[];
  readonly partners: readonly PartnerRecord[];
}

/** Why contracts, or the curated tables beside them, refer to something that is not there. */
export function contractRejections(
  files: FactsFiles,
  contracts: readonly ContractRecord[],
  known: Known,
): Rejection[] {
  const ids = new Set(contracts.map((it) => it.id));
  const sources = new Set(known.sources.map((it) => it.id));
  const partners = new Set(known.partners.map((it) => it.id));
  const rejections: Rejection[] = [];
  for (const contract of contracts) {
    const refuse = (field: string, reason: string) =>
      rejections.push({ file: files.contracts.name, record: contract.id, field, reason });
    if (!partners.has(contract.buyer))
      refuse('country', `${contract.buyer} is not in ${files.partners.name}`);
    for (const partner of [...contract.details.sharedWith, ...contract.details.partnersNamed]) {
      if (!partners.has(partner)) refuse('sharing', `${partner} is not in ${files.partners.name}`);
    }
    for (const source of contract.provenance.sources) {
      if (!sources.has(source)) refuse('sources', `${source} is not in ${files.sources.name}`);
    }
    for (const field of ['replaces', 'replacedBy'] as const) {
      const other = contract[field];
      if (other !== null && !ids.has(other)) refuse(field, `${other} is no contract of this file`);
    }
    const start = startOf(contract);
    if (start !== null && contract.end !== null && isBefore(contract.end, start)) {
      refuse('endDate', `expected a day from ${start} on`);
    }
  }
  for (const field of ['replaces', 'replacedBy'] as const) {
    rejections.push(...successionRejections(files, contracts, field));
  }
  rejections.push(...curationRejections(files, ids, known));
  return rejections;
}

/**
 * Of several contracts that succeed one, or that one succeeds, one is named on the other side, where that names
 * none itself. Were they not shown to the same readers, a hidden one could stand in the place of one that is shown.
 */
function successionRejections(
  files: FactsFiles,
  contracts: readonly ContractRecord[],
  field: 'replaces' | 'replacedBy',
): Rejection[] {
  const back = field === 'replaces' ? 'replacedBy' : 'replaces';
  const naming = new Set(contracts.filter((it) => it[back] !== null).map((it) => it.id));
  const firsts = new Map<string, ContractRecord>();
  return contracts.flatMap((contract): Rejection[] => {
    const other = contract[field];
    if (other === null || naming.has(other)) return [];
    const first = firsts.get(other) ?? contract;
    firsts.set(other, first);
    if (labelId(first.label) === labelId(contract.label)) return [];
    const says = field === 'replaces' ? `is replaced by ${first.id}` : `replaces ${first.id}`;
    const reason = `${other} ${says} too, whose label is another: only one of them could be shown`;
    return [{ file: files.contracts.name, record: contract.id, field, reason }];
  });
}

/** Curated entries for records that are gone would be read by nobody: they are refused, not ignored. */
function curationRejections(
  files: FactsFiles,
  ids: ReadonlySet<string>,
  { normalisation, aliases, suppliers }: Curation,
): Rejection[] {
  const unknown = (['buyerTags', 'ceilingBasis'] as const).flatMap((field) =>
    Object.keys(normalisation[field])
      .filter((id) => !ids.has(id))
      .map((record) => ({
        file: files.normalisation.name,
        record,
        field,
        reason: `is no contract of ${files.contracts.name}`,
      })),
  );
  const dangling = Object.entries(aliases.aliases)
    .filter(([, alias]) => !suppliers.has(alias.supplier))
    .map(([record, alias]) => ({
      file: files.suppliers.name,
      record,
      field: 'supplier',
      reason: `${alias.supplier} is no supplier of this file`,
    }));
  return [...unknown, ...dangling];
}

/** Whether all days that `a` may mean lie before those that `b` may mean. */
function isBefore(a: PartialDate, b: PartialDate): boolean {
  return (rangeOf(a)?.latest ?? a) < (rangeOf(b)?.earliest ?? b);
}

/** Succession is stated on one side or both; both sides get it. */
export function withPredecessors(contracts: readonly ContractRecord[]): ContractRecord[] {
  const replacedBy = new Map<string, string>();
  const replaces = new Map<string, string>();
  for (const it of contracts) {
    if (it.replaces !== null) replacedBy.set(it.replaces, it.id);
    if (it.replacedBy !== null) replaces.set(it.replacedBy, it.id);
  }
  return contracts.map((it) => ({
    ...it,
    replaces: it.replaces ?? replaces.get(it.id) ?? null,
    replacedBy: it.replacedBy ?? replacedBy.get(it.id) ?? null,
  }));
}
