import { registerEnumType } from 'type-graphql';
import { FINDING_STATUSES, GATE_NAMES, OUTCOMES } from '../eligibility/decision.ts';

/** The object form that type-graphql takes of a list of words. */
function words<const Word extends string>(list: readonly Word[]): { readonly [W in Word]: W } {
  return Object.fromEntries(list.map((it) => [it, it])) as { readonly [W in Word]: W };
}

export const OutcomeEnum = words(OUTCOMES);
registerEnumType(OutcomeEnum, {
  name: 'Outcome',
  description: 'What the findings on the best way amount to, from best to worst.',
  valuesConfig: {
    ELIGIBLE: { description: 'Every gate passes on verified facts.' },
    NEEDS_REVIEW: { description: 'Nothing fails, and a named authority has to confirm something.' },
    UNLOCKABLE: { description: 'Something fails, and somebody could remove each failure: see `unlocks`.' },
    UNDETERMINED: { description: 'A fact could not be read just now. Ask again.' },
    INELIGIBLE: { description: 'Something fails that nothing removes.' },
  },
});

export const GateEnum = words(GATE_NAMES);
registerEnumType(GateEnum, {
  name: 'Gate',
  description: 'The questions that every decision answers, all of them, in this order.',
  valuesConfig: {
    LIFECYCLE: { description: 'Is it offered to new customers on that day?' },
    PUBLISHER_ELIGIBILITY: { description: 'Does the publisher sell to this kind of customer?' },
    AUTHORISATION: { description: 'Does it hold an authorisation that counts, on that day?' },
    EQUIVALENCE: {
      description: 'Does that authorisation hold the level asked, read as the partner reads it?',
    },
    AGREEMENT: { description: "Does a security agreement with the operator's country cover the level?" },
    RESIDENCY: { description: 'Does data rest in allowed countries only?' },
    PERSONNEL: { description: 'Do the operators meet what the level demands?' },
    DEVICE: { description: 'Does it work offline, long enough, on the device asked for?' },
    CONTRACT: {
      description: 'Is there a contract to buy it under: supplier, term, hold, level and ceiling?',
    },
  },
});

export const FindingStatusEnum = words(FINDING_STATUSES);
registerEnumType(FindingStatusEnum, {
  name: 'FindingStatus',
  description: 'What a gate found.',
  valuesConfig: {
    PASS: { description: 'Met, or not applicable; the message says which.' },
    FAIL: { description: 'Not met.' },
    REVIEW: { description: 'A named authority has to confirm it.' },
    UNKNOWN: { description: 'A fact could not be read just now.' },
  },
});

export const DeliveryEnum = words(['REGION', 'PREMISES', 'DEVICE']);
export type Delivery = keyof typeof DeliveryEnum;
registerEnumType(DeliveryEnum, {
  name: 'Delivery',
  description: 'How an offering reaches its customer.',
  valuesConfig: {
    REGION: { description: 'From the regions of a cloud environment.' },
    PREMISES: { description: "Installed on the customer's premises." },
    DEVICE: { description: 'As an edge device in the customer’s hands.' },
  },
});

export const RegionScopeEnum = words([
  'SERVICE',
  'ENVIRONMENT',
  'ENVIRONMENT_NOT_PUBLISHED',
  'CUSTOMER_PREMISES',
  'NOT_PUBLISHED',
]);
registerEnumType(RegionScopeEnum, {
  name: 'RegionScope',
  description: 'What the regions of an offering are known for.',
  valuesConfig: {
    SERVICE: { description: 'The service itself is published for these regions.' },
    ENVIRONMENT: { description: 'They are the regions of the whole environment; data may rest in any.' },
    ENVIRONMENT_NOT_PUBLISHED: { description: 'One environment, whose region codes are not published.' },
    CUSTOMER_PREMISES: { description: "Data rests on the customer's premises." },
    NOT_PUBLISHED: { description: 'No region is published.' },
  },
});

export const HoldingStatusEnum = words([
  'CURRENT',
  'HISTORICAL',
  'BUYER_ASSESSED',
  'POLICY',
  'SOUGHT',
  'PLANNED',
]);
registerEnumType(HoldingStatusEnum, {
  name: 'HoldingStatus',
  description: 'How an authorisation is held.',
  valuesConfig: {
    CURRENT: { description: 'Held, according to the source.' },
    HISTORICAL: { description: 'Held once; the listing ended.' },
    BUYER_ASSESSED: { description: 'No certificate exists; the buyer decides.' },
    POLICY: { description: 'A rule for the buyer, no approval of the environment.' },
    SOUGHT: { description: 'Applied for and not granted.' },
    PLANNED: { description: 'Announced.' },
  },
});

export const HoldingScopeEnum = words(['SERVICE', 'ENVIRONMENT', 'DEVICE']);
registerEnumType(HoldingScopeEnum, {
  name: 'HoldingScope',
  description: 'What an authorisation was published for.',
});

export const LifecycleStatusEnum = words([
  'AVAILABLE',
  'SUPPORTED',
  'EXISTING_CUSTOMERS_ONLY',
  'PLANNED',
  'SUPERSEDED',
  'DISCONTINUED',
  'UNKNOWN',
]);
registerEnumType(LifecycleStatusEnum, {
  name: 'OfferingLifecycleStatus',
  description: 'Where an offering stands in its life, as published.',
});

export const OfferOrderEnum = words(['OUTCOME', 'NAME', 'PROVIDER']);
export type OfferOrder = keyof typeof OfferOrderEnum;
registerEnumType(OfferOrderEnum, {
  name: 'OfferOrder',
  description: 'The order of decided offerings.',
  valuesConfig: {
    OUTCOME: { description: 'Best outcome first, then by name and id.' },
    NAME: { description: 'By name and id, whatever the outcome.' },
    PROVIDER: { description: 'By provider, name and id, whatever the outcome.' },
  },
});

export const OfferingOrderEnum = words(['NAME', 'PROVIDER']);
registerEnumType(OfferingOrderEnum, {
  name: 'OfferingOrder',
  description: 'The order of offerings.',
  valuesConfig: {
    NAME: { description: 'By name and id.' },
    PROVIDER: { description: 'By provider, name and id.' },
  },
});
