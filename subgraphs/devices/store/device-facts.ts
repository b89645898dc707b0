import { createHash } from 'node:crypto';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import { isOpen } from '../../../platform/disclosure/discloses.ts';
import {
  fieldStatus,
  type ProvenanceRecord,
  type VerificationStatus,
} from '../../../platform/facts/provenance.ts';
import type { LifecycleStatus } from '../domain/lifecycle.ts';
import type { StoredModel } from './import/read-models.ts';

/** What the gates know of devices: every model, no units. The same for all partners. */
export interface DeviceFacts {
  /** Digest of the models that follow, 16 hexadecimal digits. */
  readonly dataVersion: string;
  readonly models: readonly DeviceModelFact[];
}

export interface DeviceModelFact {
  readonly id: string;
  readonly provider: string;
  readonly offlineCapable: boolean | null;
  readonly offlineVerification: VerificationStatus;
  readonly maxDisconnectedDays: number | null;
  readonly maxDisconnectedVerification: VerificationStatus;
  readonly lifecycle: LifecycleFact;
  readonly authorisations: readonly HeldAuthorisation[];
  readonly customers: readonly string[] | null;
  /** Whether its label lets anybody be shown it. */
  readonly isOpen: boolean;
  readonly verification: VerificationStatus;
}

export interface LifecycleFact {
  readonly status: LifecycleStatus;
  readonly availableFrom: PartialDate | null;
  readonly endOfSale: PartialDate | null;
  readonly endOfSupport: PartialDate | null;
  readonly verification: VerificationStatus;
}

export interface HeldAuthorisation {
  readonly authorisation: string | null;
  readonly words: string;
  readonly status: 'CURRENT';
  readonly scope: 'DEVICE';
  readonly verification: VerificationStatus;
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
  readonly fromVerified: boolean;
  readonly untilVerified: boolean;
}

/** The facts of these models, ordered by id, with the digest of exactly what they say. */
export function deviceFacts(stored: readonly StoredModel[]): DeviceFacts {
  const models = stored.map(modelFact).sort((a, b) => (a.id < b.id ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify(models)).digest('hex');
  return { dataVersion: digest.slice(0, 16), models };
}

function modelFact({ model, provenance, label }: StoredModel): DeviceModelFact {
  const { status, availableFrom, endOfSale, endOfSupport } = model.lifecycle;
  return {
    id: model.id,
    provider: model.provider,
    offlineCapable: model.offlineCapable,
    offlineVerification: fieldStatus(provenance, 'offlineCapable'),
    maxDisconnectedDays: model.maxDisconnectedDays,
    maxDisconnectedVerification: fieldStatus(provenance, 'maxDisconnectedDays'),
    lifecycle: {
      status,
      availableFrom,
      endOfSale,
      endOfSupport,
      verification: fieldStatus(provenance, 'lifecycle'),
    },
    authorisations: ownAuthorisations({ model, provenance }),
    customers: model.eligibility?.customers ?? null,
    isOpen: isOpen(label),
    verification: provenance.status,
  };
}

/** Those of the device itself: what the online service behind it holds says nothing about the box. */
function ownAuthorisations({
  model,
  provenance,
}: Pick<StoredModel, 'model' | 'provenance'>): readonly HeldAuthorisation[] {
  return model.authorisations
    .filter(({ scope }) => scope === 'DEVICE')
    .map(({ authorisation, words }) => ({
      authorisation,
      words,
      status: 'CURRENT',
      scope: 'DEVICE',
      verification: deviceAuthorisationStatus(provenance),
      from: null,
      until: null,
      fromVerified: true,
      untilVerified: true,
    }));
}

function deviceAuthorisationStatus(provenance: ProvenanceRecord): VerificationStatus {
  const statement = fieldStatus(provenance, 'authorisations');
  return statement === 'VERIFIED' ? fieldStatus(provenance, 'deviceAuthorisedLevel') : statement;
}
