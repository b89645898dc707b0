import type { ProvenanceRecord } from '../../../platform/facts/provenance.ts';
import { conveysPurchase } from '../domain/kinds.ts';
import type { SupplierIdentity } from '../domain/suppliers.ts';
import type { Registration } from './commands.ts';
import type { ContractRecord } from './records.ts';

/** What an operator attests: verified where they name the document they read, else unverified. */
function attestedBy(document: string | null): ProvenanceRecord {
  return {
    status: document === null ? 'UNVERIFIED' : 'VERIFIED',
    sources: [],
    unverifiedFields: [],
    publicDocument: document,
  };
}

/** The contract that an operator registers, as stored. */
export function registeredContract(
  id: string,
  registration: Registration,
  suppliers: readonly SupplierIdentity[],
): ContractRecord {
  const { kind, ceiling, pricing, levels, document } = registration;
  const provenance = attestedBy(document);
  const verified = provenance.status === 'VERIFIED';
  return {
    id,
    origin: 'REGISTERED',
    title: registration.title,
    kind,
    kindWords: kind.toLowerCase().replaceAll('_', ' '),
    conveysPurchase: conveysPurchase(kind, pricing !== null),
    buyer: registration.buyer,
    buyerBody: registration.buyerBody,
    buyerTags: registration.buyerTags,
    suppliers: suppliers.map((it) => ({
      ...it,
      words: it.name,
      role: 'SUPPLIER',
      conditional: false,
      verification: provenance.status,
    })),
    suppliersPublished: true,
    references: [],
    awarded: registration.awarded,
    start: registration.start,
    end: registration.end,
    cancelled: null,
    startVerified: verified,
    endVerified: verified,
    cancelledVerified: verified,
    originalEnd: null,
    statusWords: null,
    statusNote: null,
    options: {
      periodYears: null,
      baseYears: null,
      optionYears: null,
      callOffMaxMonths: null,
      callOffExtensionMonths: null,
    },
    proceedings: [],
    events: [],
    currency: ceiling?.currency ?? null,
    ceiling: ceiling && {
      amount: ceiling.amount,
      currency: ceiling.currency,
      basis: ceiling.basis,
      originalAmount: null,
      verification: provenance.status,
    },
    ceilingNote: ceiling?.note ?? null,
    estimate: null,
    reportedSpend: [],
    budgets: [],
    levels,
    levelWords: [],
    levelsVerification: provenance.status,
    replaces: null,
    replacedBy: null,
    successorName: null,
    blueprint: registration.blueprint,
    priceWords: pricing,
    dataLocation: null,
    details: {
      tacticalEdge: null,
      beneficiary: null,
      operationalBy: null,
      sharedWith: [],
      partnersNamed: [],
      dataCentres: null,
      instances: null,
      supplierCount: null,
      conditions: [],
    },
    notes: [],
    label: registration.label,
    provenance,
  };
}
