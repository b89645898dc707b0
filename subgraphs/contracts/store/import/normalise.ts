import { provenanceOf, type ProvenanceRecord } from '../../../../platform/facts/provenance.ts';
import { conveysPurchase, type ContractKind } from '../../domain/kinds.ts';
import type { SupplierIdentity } from '../../domain/suppliers.ts';
import type { ContractCeiling, ContractRecord, ContractSupplier, HoldRecord } from '../records.ts';
import type { Aliases, ContractFactsRecord, Normalisation } from './schemas.ts';
import { Attested } from './unverified.ts';

/** The curated tables by which loose words are read. */
export interface Curation {
  readonly normalisation: Normalisation;
  readonly aliases: Aliases;
  readonly suppliers: ReadonlyMap<string, SupplierIdentity>;
}

export interface NormalisedContract {
  readonly contract: ContractRecord;
  readonly holds: readonly HoldRecord[];
}

/** Reports a field of the record that cannot be read, and why. */
export type Refuse = (field: string, reason: string) => void;

/** A record of contracts.json as this product stores it. What cannot be read is refused by name. */
export function normalise(raw: ContractFactsRecord, curation: Curation, refuse: Refuse): NormalisedContract {
  const { normalisation } = curation;
  const provenance = provenanceOf(raw);
  const attested = new Attested(provenance);
  const kind = readKind(raw, normalisation, refuse);
  const awarded = attested.date('awardDate', raw.awardDate);
  const start = attested.date('startDate', raw.startDate);
  const end = attested.date('endDate', raw.endDate);
  const cancelled = attested.date('cancelledDate', raw.cancelledDate);
  const suppliers = readSuppliers(raw, curation, attested, refuse);
  const { holds, proceedings } = readProceedings(raw, provenance, attested, refuse);

  const contract: ContractRecord = {
    id: raw.id,
    origin: 'FACTS',
    title: raw.name,
    kind,
    kindWords: raw.kind,
    conveysPurchase: conveysPurchase(kind, raw.pricing !== null),
    buyer: raw.country,
    buyerBody: raw.buyer,
    buyerTags: normalisation.buyerTags[raw.id] ?? [],
    suppliers: suppliers ?? [],
    suppliersPublished: suppliers !== null,
    references: raw.referenceNumbers.map((number, place) => ({
      number,
      supplier: raw.referenceSuppliers[number] ?? null,
      verification: attested.status(`referenceNumbers[${place}]`),
    })),
    awarded: awarded.date,
    start: start.date,
    end: end.date,
    cancelled: cancelled.date,
    startVerified: start.date === null ? awarded.verified : start.verified,
    endVerified: end.verified,
    cancelledVerified: cancelled.verified,
    originalEnd: raw.originalEndDate,
    statusWords: raw.status,
    statusNote: raw.statusNote ?? raw.statusBasis,
    options: {
      periodYears: raw.periodYears,
      baseYears: raw.baseYears,
      optionYears: raw.optionYears,
      callOffMaxMonths: raw.callOffMaxMonths,
      callOffExtensionMonths: raw.callOffExtensionMonths,
    },
    proceedings,
    events: raw.events.map((event, place) => ({
      date: attested.date(`events[${place}]`, event.date).date ?? event.date,
      what: event.type,
      verification: attested.status(`events[${place}].date`),
    })),
    currency: raw.currency,
    ceiling: readCeiling(raw, normalisation, attested, refuse),
    ceilingNote: raw.ceilingNote,
    estimate: readEstimate(raw, refuse),
    reportedSpend: readAmounts(raw, 'reportedSpend', attested),
    budgets: readAmounts(raw, 'budget', attested),
    levels: readLevels(raw, normalisation, refuse),
    levelWords: raw.classificationLevels,
    levelsVerification: attested.status('classificationLevels'),
    replaces: raw.replaces,
    replacedBy: raw.replacedBy ?? raw.successor,
    successorName: raw.successorName,
    blueprint: null,
    priceWords: raw.pricing,
    dataLocation: raw.dataLocation,
    details: {
      tacticalEdge: raw.tacticalEdge,
      beneficiary: raw.beneficiary,
      operationalBy: raw.operationalBy,
      sharedWith: raw.sharing,
      partnersNamed: raw.partnersNamed,
      dataCentres: raw.dataCentres,
      instances: raw.instances,
      supplierCount: raw.supplierCount,
      conditions: raw.conditions,
    },
    notes: raw.notes,
    label: raw.label,
    provenance,
  };
  return { contract, holds };
}

function readKind(raw: ContractFactsRecord, { kinds }: Normalisation, refuse: Refuse): ContractKind {
  const kind = own(kinds, raw.kind);
  if (!kind) refuse('kind', `${JSON.stringify(raw.kind)} is not in the kinds of normalisation.json`);
  return kind ?? 'CONTRACT';
}

/** Null where the source points to lists instead of naming suppliers. */
function readSuppliers(
  raw: ContractFactsRecord,
  { aliases, suppliers }: Curation,
  attested: Attested,
  refuse: Refuse,
): ContractSupplier[] | null {
  const named = raw.suppliers.filter((words) => !aliases.notPublished.includes(words));
  if (named.length === 0) return null;
  return named.flatMap((words): ContractSupplier[] => {
    const alias = own(aliases.aliases, words);
    const identity = alias && suppliers.get(alias.supplier);
    if (!alias || !identity) {
      refuse('suppliers', `${JSON.stringify(words)} is not in supplier-aliases.json`);
      return [];
    }
    const { role, conditional } = alias;
    const verification = conditional ? 'UNVERIFIED' : attested.status('suppliers');
    return [{ ...identity, words, role, conditional, verification }];
  });
}

/**
 * Every proceeding is kept; one that stopped the work (`holdFrom`) is a hold as well. A protest without
 * that date is no hold.
 */
function readProceedings(
  raw: ContractFactsRecord,
  provenance: ProvenanceRecord,
  attested: Attested,
  refuse: Refuse,
): { proceedings: ContractRecord['proceedings']; holds: HoldRecord[] } {
  const status = attested.status('legalHolds');
  const unverifiedFields = provenance.unverifiedFields
    .filter((field) => field.startsWith('legalHolds.'))
    .map((field) => field.slice('legalHolds.'.length));
  const holds: HoldRecord[] = [];
  const proceedings = raw.legalHolds.map((hold, place) => {
    const from = attested.date('legalHolds.holdFrom', hold.holdFrom);
    const until = attested.date('legalHolds.holdUntil', hold.holdUntil);
    const id = from.date === null ? null : `${raw.id}.hold-${place + 1}`;
    if (from.date === null && until.date !== null) {
      refuse(`legalHolds.${place}.holdFrom`, 'expected the day on which the hold began');
    }
    if (from.date !== null && until.date !== null && until.date < from.date) {
      refuse(`legalHolds.${place}.holdUntil`, `expected a date after ${from.date}`);
    }
    if (id !== null && from.date !== null) {
      holds.push({
        id,
        contract: raw.id,
        origin: 'FACTS',
        from: from.date,
        until: until.date,
        fromVerified: from.verified,
        untilVerified: until.verified,
        reason: hold.type,
        forum: hold.forum,
        claimant: hold.claimant,
        caseNumber: hold.caseNumber,
        endedBy: hold.endedBy,
        provenance: { ...provenance, status, unverifiedFields },
      });
    }
    return {
      type: hold.type,
      forum: hold.forum,
      claimant: hold.claimant,
      caseNumber: hold.caseNumber,
      filed: attested.date('legalHolds.filed', hold.filed).date,
      decided: attested.date('legalHolds.decided', hold.decided).date,
      outcome: hold.outcome ?? hold.endedBy,
      hold: id,
      unverifiedFields,
      verification: status,
    };
  });
  return { proceedings, holds };
}

function readCeiling(
  raw: ContractFactsRecord,
  { ceilingBasis }: Normalisation,
  attested: Attested,
  refuse: Refuse,
): ContractCeiling | null {
  if (raw.ceilingValue === null) return null;
  if (raw.currency === null) {
    refuse('currency', 'expected the currency of ceilingValue');
    return null;
  }
  return {
    amount: String(raw.ceilingValue),
    currency: raw.currency,
    basis: ceilingBasis[raw.id] ?? 'CEILING',
    originalAmount: raw.originalCeilingValue == null ? null : String(raw.originalCeilingValue),
    verification: attested.status('ceilingValue'),
  };
}

function readEstimate(raw: ContractFactsRecord, refuse: Refuse): ContractRecord['estimate'] {
  if (!raw.estimatedValue) return null;
  const { min, max } = raw.estimatedValue;
  if (raw.currency === null) refuse('currency', 'expected the currency of estimatedValue');
  if (min > max) refuse('estimatedValue.max', `expected at least ${min}`);
  return { min: String(min), max: String(max), currency: raw.currency ?? '' };
}

function readAmounts(
  raw: ContractFactsRecord,
  field: 'reportedSpend' | 'budget',
  attested: Attested,
): ContractRecord['reportedSpend'] {
  return raw[field].map(({ period, value, currency }, place) => ({
    id: `${raw.id}.${field}-${place + 1}`,
    period,
    amount: String(value),
    currency,
    verification: attested.status(`${field}[${place}]`),
  }));
}

function readLevels(raw: ContractFactsRecord, { levels }: Normalisation, refuse: Refuse): string[] {
  const known = own(levels, raw.country) ?? {};
  return raw.classificationLevels.flatMap((words) => {
    const level = own(known, words);
    if (level === undefined) {
      const reason = `${JSON.stringify(words)} is not in the levels of ${raw.country} in normalisation.json`;
      refuse('classificationLevels', reason);
    }
    return level ? [level] : [];
  });
}

/** The value of a key of the table itself; words such as `constructor` find nothing. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
