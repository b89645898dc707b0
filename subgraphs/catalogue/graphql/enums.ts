import { describedEnum } from '../../../platform/graphql/enums.ts';
import type { FindingStatus, GateName, Outcome } from '../eligibility/decision.ts';
import type { HeldAuthorisation, LifecycleFact } from '../eligibility/facts.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import type { OfferingOrder } from '../store/catalogue-store.ts';
import type { PublishedScope } from '../store/records.ts';

export const OutcomeEnum = describedEnum<Outcome>(
  'Outcome',
  'What the findings on the best way amount to, from best to worst.',
  {
    ELIGIBLE: 'Every gate passes on verified facts.',
    NEEDS_REVIEW: 'Nothing fails, and a named authority has to confirm something.',
    UNLOCKABLE: 'Something fails, and somebody could remove each failure: see `unlocks`.',
    UNDETERMINED: 'A fact could not be read just now. Ask again.',
    INELIGIBLE: 'Something fails that nothing removes.',
  },
);

export const GateEnum = describedEnum<GateName>(
  'Gate',
  'The questions that every decision answers, all of them, in this order.',
  {
    LIFECYCLE: 'Is it offered to new customers on that day?',
    PUBLISHER_ELIGIBILITY: 'Does the publisher sell to this kind of customer?',
    AUTHORISATION: 'Does it hold an authorisation that counts, on that day?',
    EQUIVALENCE: 'Does that authorisation hold the level asked, read as the partner reads it?',
    AGREEMENT: "Does a security agreement with the operator's country cover the level?",
    RESIDENCY: 'Does data rest in allowed countries only?',
    PERSONNEL: 'Do the operators meet what the level demands?',
    DEVICE: 'Does it work offline, long enough, on the device asked for?',
    CONTRACT: 'Is there a contract to buy it under: supplier, term, hold, level and ceiling?',
  },
);

export const FindingStatusEnum = describedEnum<FindingStatus>('FindingStatus', 'What a gate found.', {
  PASS: 'Met, or not applicable; the message says which.',
  FAIL: 'Not met.',
  REVIEW: 'A named authority has to confirm it.',
  UNKNOWN: 'A fact could not be read just now.',
});

export type Delivery = RequirementProfile['delivery'];
export const DeliveryEnum = describedEnum<Delivery>('Delivery', 'How an offering reaches its customer.', {
  REGION: 'From the regions of a cloud environment.',
  PREMISES: "Installed on the customer's premises.",
  DEVICE: "As an edge device in the customer's hands.",
});

export const RegionScopeEnum = describedEnum<PublishedScope>(
  'RegionScope',
  'What the regions of an offering are known for.',
  {
    SERVICE: 'The service itself is published for these regions.',
    ENVIRONMENT: 'They are the regions of the whole environment; data may rest in any.',
    ENVIRONMENT_NOT_PUBLISHED: 'One environment, whose region codes are not published.',
    CUSTOMER_PREMISES: "Data rests on the customer's premises.",
    NOT_PUBLISHED: 'No region is published.',
  },
);

export const HoldingStatusEnum = describedEnum<HeldAuthorisation['status']>(
  'HoldingStatus',
  'How an authorisation is held.',
  {
    CURRENT: 'Held, according to the source.',
    HISTORICAL: 'Held once; the listing ended.',
    BUYER_ASSESSED: 'No certificate exists; the buyer decides.',
    POLICY: 'A rule for the buyer, no approval of the environment.',
    SOUGHT: 'Applied for and not granted.',
    PLANNED: 'Announced.',
  },
);

export const HoldingScopeEnum = describedEnum<HeldAuthorisation['scope']>(
  'HoldingScope',
  'What an authorisation was published for.',
  {
    SERVICE: 'The service itself.',
    ENVIRONMENT: 'The environment as a whole, not each of its services.',
    DEVICE: 'The device itself.',
  },
);

export const LifecycleStatusEnum = describedEnum<LifecycleFact['status']>(
  'OfferingLifecycleStatus',
  'Where an offering stands in its life, as published.',
  {
    AVAILABLE: 'Listed by its publisher.',
    SUPPORTED: 'Supported; whether it can still be ordered is not published.',
    EXISTING_CUSTOMERS_ONLY: 'Closed to new customers.',
    PLANNED: 'Announced, not available yet.',
    SUPERSEDED: 'A successor took its place.',
    DISCONTINUED: 'Not sold any more.',
    UNKNOWN: 'Not published.',
  },
);

export type OfferOrder = 'OUTCOME' | OfferingOrder;
export const OfferOrderEnum = describedEnum<OfferOrder>('OfferOrder', 'The order of decided offerings.', {
  OUTCOME: 'Best outcome first, then by name and id.',
  NAME: 'By name and id, whatever the outcome.',
  PROVIDER: 'By provider, name and id, whatever the outcome.',
});

export const OfferingOrderEnum = describedEnum<OfferingOrder>('OfferingOrder', 'The order of offerings.', {
  NAME: 'By name and id.',
  PROVIDER: 'By provider, name and id.',
});
