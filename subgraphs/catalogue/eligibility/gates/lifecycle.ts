import { coverage } from '../../../../platform/calendar/period.ts';
import type { Evidence, Finding } from '../decision.ts';
import type { LifecycleFact } from '../facts.ts';
import { offeringGate } from '../gate.ts';
import { modelOf } from '../holding.ts';
import type { RequirementProfile } from '../profile.ts';

/** Dates decide before the status does: the status is that of the source's own day. */
export const LIFECYCLE = offeringGate({
  name: 'LIFECYCLE',
  part: 'OFFERING',
  law: 'The offering is available to new customers on the day: not planned, not retired, not closed.',
  reads: [{ facts: 'device', when: 'the offering is a device' }],
  codes: {
    OFFERED: { status: 'PASS', meaning: 'It is offered on that day.' },
    NOT_YET_OFFERED: { status: 'FAIL', meaning: 'It is not offered yet on that day.' },
    RETIRED: { status: 'FAIL', meaning: 'It is no longer offered on that day.' },
    CLOSED_TO_NEW_CUSTOMERS: {
      status: 'REVIEW',
      meaning: 'It is closed to new customers; whether the partner is one already is not known.',
    },
    ORDERABILITY_NOT_CONFIRMED: {
      status: 'REVIEW',
      meaning:
        'It is supported, superseded or of unknown status; whether it can be ordered is not published.',
    },
    LIFECYCLE_DATE_UNCERTAIN: {
      status: 'REVIEW',
      meaning:
        'The day falls inside an imprecise date, or before the first day of which anything is published.',
    },
    LIFECYCLE_UNVERIFIED: { status: 'REVIEW', meaning: 'The record or its lifecycle was not verified.' },
    DEVICE_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'No such device model is published.' },
    DEVICES_UNREADABLE: { status: 'UNKNOWN', meaning: 'The device facts could not be read.' },
  },
  findings(report, context, profile) {
    const evidence = evidenceOf(profile);
    if (profile.deviceModel !== null) {
      if (!context.devices) {
        return [
          report('DEVICES_UNREADABLE', 'The device facts could not be read, so its lifecycle is unknown.'),
        ];
      }
      const model = modelOf(context, profile);
      if (!model) {
        const message = `Nothing is published of the device model ${profile.deviceModel}.`;
        return [report('DEVICE_NOT_PUBLISHED', message)];
      }
      const verified = model.verification === 'VERIFIED' && profile.verification === 'VERIFIED';
      return [judge(model.lifecycle, verified)];
    }
    return [judge(profile.lifecycle, profile.verification === 'VERIFIED')];

    function judge(lifecycle: LifecycleFact, recordVerified: boolean): Finding {
      const { on } = context.ask;
      const { status, availableFrom, endOfSale, endOfSupport } = lifecycle;
      const lifecycleVerified = lifecycle.verification === 'VERIFIED';
      if (!lifecycleVerified) {
        return report('LIFECYCLE_UNVERIFIED', `Whether it is offered on ${on} was not verified.`, {
          evidence,
        });
      }
      const supported = coverage({ from: availableFrom, until: endOfSupport }, on);
      if (supported === 'BEFORE') {
        const message = `It is offered from ${availableFrom} on, not yet on ${on}.`;
        return report('NOT_YET_OFFERED', message, { evidence });
      }
      if (supported === 'AFTER') {
        return report('RETIRED', `Its support ended on ${endOfSupport}, before ${on}.`, { evidence });
      }
      const sold = coverage({ from: null, until: endOfSale }, on);
      if (status === 'EXISTING_CUSTOMERS_ONLY' && (endOfSale === null || sold === 'AFTER')) {
        const since = endOfSale === null ? '' : ` since ${endOfSale}`;
        const message = `It is closed to new customers${since}; the provider would have to confirm that ${context.asker.partner} is a customer already.`;
        return report('CLOSED_TO_NEW_CUSTOMERS', message, { evidence });
      }
      if (sold === 'AFTER') {
        return report('RETIRED', `Its sale ended on ${endOfSale}, before ${on}.`, { evidence });
      }
      if (sold === 'UNCERTAIN' || supported === 'UNCERTAIN') {
        const message = `Its published dates leave open whether it is offered on ${on}.`;
        return report('LIFECYCLE_DATE_UNCERTAIN', message, { evidence });
      }
      if (status === 'DISCONTINUED' && endOfSale === null) {
        return report('RETIRED', 'It is discontinued; no end of sale is published.', { evidence });
      }
      if (status === 'PLANNED') {
        return availableFrom === null
          ? report('NOT_YET_OFFERED', 'It is planned; no day is published from which it is offered.', {
              evidence,
            })
          : report(
              'ORDERABILITY_NOT_CONFIRMED',
              `It was planned for ${availableFrom}; that it is offered is not confirmed.`,
              { evidence },
            );
      }
      if (status === 'SUPPORTED' || status === 'SUPERSEDED' || status === 'UNKNOWN') {
        const message = {
          SUPPORTED: 'It is supported; whether it can still be ordered is not published.',
          SUPERSEDED: 'It is superseded by a successor; whether it can still be ordered is not published.',
          UNKNOWN: 'Whether it is offered is not published.',
        }[status];
        return report('ORDERABILITY_NOT_CONFIRMED', message, { evidence });
      }
      if (availableFrom === null && on < profile.asOf) {
        const message = `It is offered on ${profile.asOf}; whether it was on ${on} already is not published.`;
        return report('LIFECYCLE_DATE_UNCERTAIN', message, { evidence });
      }
      if (!recordVerified) {
        const message = 'The record of this offering was not verified, so its availability is unconfirmed.';
        return report('LIFECYCLE_UNVERIFIED', message, { evidence });
      }
      return report('OFFERED', `It is offered on ${on}.`, { evidence });
    }
  },
});

/** The record that the lifecycle comes from. */
function evidenceOf(profile: RequirementProfile): readonly Evidence[] {
  if (profile.deviceModel !== null) return [{ type: 'DeviceModel', id: profile.deviceModel }];
  return profile.environment === null ? [] : [{ type: 'Environment', id: profile.environment }];
}
