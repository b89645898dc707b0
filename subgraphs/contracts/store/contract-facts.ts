import { createHash } from 'node:crypto';
import { exclusiveEnd, type PartialDate } from '../../../platform/calendar/partial-date.ts';
import type { Period } from '../../../platform/calendar/period.ts';
import { isOpen } from '../../../platform/disclosure/discloses.ts';
import type { VerificationStatus } from '../../../platform/facts/provenance.ts';
import { remaining } from '../domain/money.ts';
import { startOf } from '../domain/status.ts';
import type { ContractRecord, HoldRecord, SpendRecord } from './records.ts';

/** What this subgraph contributes to the decision for one partner. The catalogue declares the same shape. */
export interface ContractFacts {
  readonly dataVersion: string;
  readonly contracts: readonly ContractFact[];
}

type Validity = Required<Period>;

export interface ContractFact {
  readonly id: string;
  readonly conveysPurchase: boolean;
  readonly buyerTags: readonly string[];
  readonly suppliers: readonly SupplierFact[];
  readonly suppliersPublished: boolean;
  readonly term: Validity;
  readonly cancelledFrom: PartialDate | null;
  readonly holds: readonly HoldFact[];
  readonly ceiling: CeilingFact | null;
  readonly levels: readonly string[];
  readonly levelsPublished: boolean;
  readonly levelsVerification: VerificationStatus;
  /** Whether its label lets anybody be shown it. */
  readonly isOpen: boolean;
  readonly verification: VerificationStatus;
}

interface SupplierFact {
  readonly provider: string;
  readonly verification: VerificationStatus;
}

interface HoldFact extends Validity {
  readonly id: string;
  readonly reason: string;
  readonly forum: string;
  readonly verification: VerificationStatus;
}

interface CeilingFact {
  readonly amount: string;
  readonly currency: string;
  readonly remaining: string | null;
  readonly verification: VerificationStatus;
}

/** A contract with what was recorded on it. */
export interface ContractWithRecords {
  readonly contract: ContractRecord;
  readonly holds: readonly HoldRecord[];
  readonly spend: readonly SpendRecord[];
}

/** The facts of these contracts. Their version is a digest of exactly what is given. */
export function contractFacts(contracts: readonly ContractWithRecords[]): ContractFacts {
  const facts = contracts.map(contractFact);
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
  return { dataVersion: digest, contracts: facts };
}

function contractFact({ contract, holds, spend }: ContractWithRecords): ContractFact {
  return {
    id: contract.id,
    conveysPurchase: contract.conveysPurchase,
    buyerTags: contract.buyerTags,
    suppliers: contract.suppliers
      .filter((it) => it.role === 'SUPPLIER')
      .map(({ id, verification }) => ({ provider: id, verification })),
    suppliersPublished: contract.suppliersPublished,
    term: {
      from: startOf(contract),
      until: contract.end === null ? null : exclusiveEnd(contract.end),
      fromVerified: contract.startVerified,
      untilVerified: contract.endVerified,
    },
    cancelledFrom: contract.cancelled,
    holds: holds.map(({ id, from, until, fromVerified, untilVerified, reason, forum, provenance }) => ({
      id,
      from,
      until,
      fromVerified,
      untilVerified,
      reason,
      forum,
      verification: provenance.status,
    })),
    ceiling: ceilingFact(contract, spend),
    levels: contract.levels,
    levelsPublished: contract.levels.length > 0,
    levelsVerification: contract.levelsVerification,
    isOpen: isOpen(contract.label),
    verification: contract.provenance.status,
  };
}

function ceilingFact(contract: ContractRecord, spend: readonly SpendRecord[]): CeilingFact | null {
  const { ceiling, reportedSpend } = contract;
  if (ceiling === null) return null;
  const left = remaining(ceiling, [...reportedSpend, ...spend]);
  const unverified = reportedSpend.find((it) => left !== null && it.verification !== 'VERIFIED');
  return {
    amount: ceiling.amount,
    currency: ceiling.currency,
    remaining: left?.amount ?? null,
    verification:
      ceiling.verification === 'VERIFIED' && unverified ? unverified.verification : ceiling.verification,
  };
}
