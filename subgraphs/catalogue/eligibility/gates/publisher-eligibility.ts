import type { Context } from '../context.ts';
import { couldHold, holdsTag } from '../customer-tags.ts';
import type { Evidence } from '../decision.ts';
import { offeringGate } from '../gate.ts';
import { modelOf } from '../holding.ts';
import type { PublisherTerms, RequirementProfile } from '../profile.ts';

/**
 * A tag that the asker holds decides; without one, whether the partner's country could hold it. Only
 * verified, consistent and exclusive terms refuse anybody for good: no unlock makes a partner another one.
 */
export const PUBLISHER_ELIGIBILITY = offeringGate({
  name: 'PUBLISHER_ELIGIBILITY',
  part: 'OFFERING',
  law: 'The publisher sells to this kind of customer.',
  reads: [
    { facts: 'device', when: 'the offering is a device' },
    { facts: 'level', when: 'the publisher sells to members of the EU and nothing else decides' },
  ],
  codes: {
    SOLD_TO_ANY: { status: 'PASS', meaning: 'The publisher sells to any customer.' },
    SOLD_TO_ASKER: {
      status: 'PASS',
      meaning: 'The publisher sells to a kind of customer that the asker is.',
    },
    ASKER_LACKS_TAG: {
      status: 'REVIEW',
      meaning: 'The publisher sells to bodies that the partner could have; the asker is not known to be one.',
    },
    TERMS_UNVERIFIED: {
      status: 'REVIEW',
      meaning: 'The terms that would admit or refuse were not verified.',
    },
    TERMS_CONTRADICTORY: { status: 'REVIEW', meaning: "The publisher's statements contradict one another." },
    TERMS_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'The publisher states no customers.' },
    KNOWN_CUSTOMERS_ONLY: {
      status: 'REVIEW',
      meaning: 'The published customers are known ones and not a closed list; the partner is not among them.',
    },
    NOT_SOLD_TO_PARTNER: {
      status: 'FAIL',
      meaning: 'The publisher sells only to customers that the partner cannot have.',
    },
    DEVICE_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'No such device model is published.' },
    DEVICES_UNREADABLE: { status: 'UNKNOWN', meaning: 'The device facts could not be read.' },
    MEMBERSHIPS_UNREADABLE: {
      status: 'UNKNOWN',
      meaning: 'Whether the partner belongs to the EU decides, and could not be read.',
    },
  },
  findings(report, context, profile) {
    const { partner } = context.asker;
    const terms = termsOf(context, profile);
    if (terms === 'UNREADABLE') {
      const message = 'The device facts could not be read, so whom the device is sold to is unknown.';
      return [report('DEVICES_UNREADABLE', message)];
    }
    const evidence = evidenceOf(profile);
    if (terms === 'NOT_PUBLISHED') {
      const message = `Nothing is published of the device model ${profile.deviceModel}.`;
      return [report('DEVICE_NOT_PUBLISHED', message)];
    }
    if (terms.contradictory) {
      const message =
        "The publisher's statements on its customers contradict one another; it would have to confirm.";
      return [report('TERMS_CONTRADICTORY', message, { evidence })];
    }
    if (terms.customers === null || terms.customers.length === 0) {
      const message =
        'The publisher states no customers; it would have to confirm that it sells to the partner.';
      return [report('TERMS_NOT_PUBLISHED', message, { evidence })];
    }
    const held = terms.customers.filter(({ tag }) => tag === 'ANY' || holdsTag(context.asker, tag));
    const sure = held.find(({ verification }) => {
      return verification === 'VERIFIED' && terms.verification === 'VERIFIED';
    });
    if (sure) {
      return sure.tag === 'ANY'
        ? [report('SOLD_TO_ANY', 'The publisher sells to any customer.', { evidence })]
        : [report('SOLD_TO_ASKER', `The publisher sells to ${sure.tag}.`, { evidence })];
    }
    if (held.length > 0) {
      const message = `That the publisher sells to ${held[0]?.tag} was not verified; it would have to confirm.`;
      return [report('TERMS_UNVERIFIED', message, { evidence })];
    }
    const listed = terms.customers.map(({ tag }) => tag).join(', ');
    // Among verified tags, one in doubt that the partner cannot hold changes nothing for it, true or not.
    const inDoubt = terms.customers.filter(({ verification }) => verification !== 'VERIFIED');
    const doubtful =
      inDoubt.length === terms.customers.length ||
      inDoubt.some(({ tag }) => couldHold(context, tag) !== 'NO');
    if (terms.verification !== 'VERIFIED' || doubtful) {
      const message = `The publisher is said to sell to ${listed}, which was not verified; it would have to confirm.`;
      return [report('TERMS_UNVERIFIED', message, { evidence })];
    }
    if (!terms.exclusive) {
      const message = `Known customers are ${listed}; the list is not closed, and the publisher would have to confirm ${partner}.`;
      return [report('KNOWN_CUSTOMERS_ONLY', message, { evidence })];
    }
    const could = terms.customers.map(({ tag }) => couldHold(context, tag));
    if (could.includes('YES') || could.includes('UNCERTAIN')) {
      const message = `The publisher sells to ${listed}; the asker is not known to be one of them, and the publisher would have to confirm.`;
      return [report('ASKER_LACKS_TAG', message, { evidence })];
    }
    if (could.includes('UNREADABLE')) {
      const message = `The publisher sells to ${listed}; whether ${partner} belongs to the EU could not be read.`;
      return [report('MEMBERSHIPS_UNREADABLE', message, { evidence })];
    }
    const message = `The publisher sells only to ${listed}, which ${partner} cannot be.`;
    return [report('NOT_SOLD_TO_PARTNER', message, { evidence })];
  },
});

/** The publisher's terms of the offering; those of a device come with the device facts and are exclusive. */
function termsOf(
  context: Context,
  profile: RequirementProfile,
): PublisherTerms | 'UNREADABLE' | 'NOT_PUBLISHED' {
  if (profile.deviceModel === null) return profile.publisher;
  if (!context.devices) return 'UNREADABLE';
  const model = modelOf(context, profile);
  if (!model) return 'NOT_PUBLISHED';
  const { verification } = model;
  return {
    customers: model.customers && model.customers.map((tag) => ({ tag, verification })),
    exclusive: true,
    contradictory: false,
    statement: null,
    verification,
  };
}

function evidenceOf(profile: RequirementProfile): readonly Evidence[] {
  if (profile.deviceModel !== null) return [{ type: 'DeviceModel', id: profile.deviceModel }];
  return profile.environment === null
    ? [{ type: 'Provider', id: profile.provider }]
    : [{ type: 'Environment', id: profile.environment }];
}
