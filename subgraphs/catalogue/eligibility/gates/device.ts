import { offeringGate } from '../gate.ts';
import { modelOf } from '../holding.ts';

/** A model that is not among the readable device facts is not published; that is no firm no. */
export const DEVICE = offeringGate({
  name: 'DEVICE',
  part: 'OFFERING',
  law: 'Where offline days or a model are asked, or the offering is a device: it is that model and works offline, long enough.',
  reads: [{ facts: 'device', when: 'the offering is a device' }],
  codes: {
    NOT_ASKED: { status: 'PASS', meaning: 'Not applicable: no device and no offline work is asked for.' },
    NO_OFFLINE_WORK_ASKED: { status: 'PASS', meaning: 'It is a device, and no offline work is asked for.' },
    OFFLINE_LONG_ENOUGH: { status: 'PASS', meaning: 'It works offline for the days asked.' },
    NO_DEVICE: { status: 'FAIL', meaning: 'It is delivered as no device.' },
    OTHER_MODEL: { status: 'FAIL', meaning: 'It is another model than the one asked for.' },
    NOT_OFFLINE_CAPABLE: { status: 'FAIL', meaning: 'It does not work offline.' },
    OFFLINE_TOO_SHORT: { status: 'FAIL', meaning: 'It works offline for fewer days than asked.' },
    OFFLINE_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'Whether it works offline is not published.' },
    DAYS_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'For how many days it works offline is not published.' },
    OFFLINE_UNVERIFIED: {
      status: 'REVIEW',
      meaning: 'What is published of its offline work was not verified.',
    },
    DEVICE_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'No such device model is published.' },
    DEVICES_UNREADABLE: { status: 'UNKNOWN', meaning: 'The device facts could not be read.' },
  },
  findings(report, context, profile) {
    const { offlineDays, deviceModel } = context.ask;
    const asked = offlineDays !== null || deviceModel !== null;
    if (profile.deviceModel === null) {
      if (!asked) return [report('NOT_ASKED', 'No device and no offline work is asked for.')];
      const what = deviceModel === null ? `work offline for ${offlineDays} days` : deviceModel;
      return [report('NO_DEVICE', `It is delivered as no device; asked for: ${what}.`)];
    }
    const id = profile.deviceModel;
    const evidence = [{ type: 'DeviceModel', id }] as const;
    if (!context.devices) {
      return [report('DEVICES_UNREADABLE', `The device facts of ${id} could not be read.`)];
    }
    if (deviceModel !== null && deviceModel !== id) {
      return [report('OTHER_MODEL', `It is ${id}, not ${deviceModel}.`, { evidence })];
    }
    const model = modelOf(context, profile);
    if (!model) return [report('DEVICE_NOT_PUBLISHED', `Nothing is published of the device model ${id}.`)];
    if (offlineDays === null || offlineDays <= 0) {
      const can = {
        true: 'works offline',
        false: 'does not work offline',
        null: 'may or may not work offline',
      };
      const message = `${id} ${can[`${model.offlineCapable}`]}, and no offline work is asked for.`;
      return [report('NO_OFFLINE_WORK_ASKED', message, { evidence })];
    }
    if (model.offlineCapable === null) {
      const message = `Whether ${id} works offline is not published; the provider would have to confirm it.`;
      return [report('OFFLINE_NOT_PUBLISHED', message, { evidence })];
    }
    if (model.offlineVerification !== 'VERIFIED') {
      const message = `Whether ${id} works offline was not verified; the provider would have to confirm it.`;
      return [report('OFFLINE_UNVERIFIED', message, { evidence })];
    }
    if (!model.offlineCapable) {
      return [report('NOT_OFFLINE_CAPABLE', `${id} does not work offline.`, { evidence })];
    }
    const days = model.maxDisconnectedDays;
    if (days === null) {
      const message = `For how many days ${id} works offline is not published; the provider would have to confirm ${offlineDays}.`;
      return [report('DAYS_NOT_PUBLISHED', message, { evidence })];
    }
    if (model.maxDisconnectedVerification !== 'VERIFIED') {
      const message = `That ${id} works offline for ${days} days was not verified; the provider would have to confirm ${offlineDays}.`;
      return [report('OFFLINE_UNVERIFIED', message, { evidence })];
    }
    if (days < offlineDays) {
      const message = `${id} works offline for ${days} days, not for ${offlineDays}.`;
      return [report('OFFLINE_TOO_SHORT', message, { evidence })];
    }
    return [report('OFFLINE_LONG_ENOUGH', `${id} works offline for ${days} days.`, { evidence })];
  },
});
