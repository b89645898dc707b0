import type { Context } from '../context.ts';
import { grantByPartner, partnerAuthority } from '../authorities.ts';
import type { Finding, Unlock } from '../decision.ts';
import type { AuthorisationFact, HeldAuthorisation } from '../facts.ts';
import { holdingGate, type Report } from '../gate.ts';
import { jurisdictionOf, type Holding } from '../holding.ts';
import type { RequirementProfile } from '../profile.ts';
import { standing } from '../standing.ts';

const CODES = {
  HELD: { status: 'PASS', meaning: 'An authorisation that counts is held on that day, and verified.' },
  NOT_CERTIFIED: {
    status: 'REVIEW',
    meaning: "No certificate exists; the partner's authority or the buyer assesses it.",
  },
  HOLDING_UNVERIFIED: { status: 'REVIEW', meaning: 'That it is held was not verified.' },
  HOLDING_DATE_UNCERTAIN: {
    status: 'REVIEW',
    meaning: 'The published dates leave open whether it is held on that day.',
  },
  CONTRADICTORY: {
    status: 'REVIEW',
    meaning: 'A source lists the service twice, with different authorisations.',
  },
  OPERATOR_UNCERTAIN: {
    status: 'REVIEW',
    meaning: "Whether its jurisdiction is the operator's is not known for sure.",
  },
  AUTHORISATION_STATUS_UNKNOWN: {
    status: 'REVIEW',
    meaning: 'The status of the authorisation itself is not published.',
  },
  NONE_PUBLISHED: {
    status: 'FAIL',
    meaning: 'No authorisation is published.',
    unlock: 'GRANT_AUTHORISATION',
  },
  NONE_IN_A_REGISTER: {
    status: 'FAIL',
    meaning: 'What is published names no authorisation of any register.',
    unlock: 'GRANT_AUTHORISATION',
  },
  NONE_THAT_COUNTS: {
    status: 'FAIL',
    meaning: "What is held is neither the operator's country's nor the partner's own.",
    unlock: 'GRANT_AUTHORISATION',
  },
  ENDED: { status: 'FAIL', meaning: 'It was held and has ended.', unlock: 'GRANT_AUTHORISATION' },
  NOT_YET_HELD: {
    status: 'FAIL',
    meaning: 'It is sought, planned, or held from a later day.',
    unlock: 'GRANT_AUTHORISATION',
  },
  SCHEME_NOT_STARTED: {
    status: 'FAIL',
    meaning: 'The authorisation itself is a draft or only announced.',
    unlock: 'GRANT_AUTHORISATION',
  },
  LEVELS_UNREADABLE: { status: 'UNKNOWN', meaning: 'The level facts could not be read.' },
  DEVICES_UNREADABLE: { status: 'UNKNOWN', meaning: 'The device facts could not be read.' },
} as const;

/**
 * A region's level authorises nothing, and neither does the online service behind a device. Of several
 * published entries for one authorisation the best one counts.
 */
export const AUTHORISATION = holdingGate({
  name: 'AUTHORISATION',
  part: 'HOLDING',
  law: "The environment or the service, or for a device the device itself, holds an authorisation of the operator's country or of the partner's own, current on the day.",
  reads: [
    { facts: 'level', when: 'always' },
    { facts: 'device', when: 'the offering is a device' },
  ],
  codes: CODES,
  findings(report, context, profile, holding) {
    if (profile.deviceModel !== null && !context.devices) {
      const message = 'The device facts could not be read, so what the device is authorised for is unknown.';
      return [report('DEVICES_UNREADABLE', message)];
    }
    if (!context.level) {
      const message = 'The level facts could not be read, so what its authorisations permit is unknown.';
      return [report('LEVELS_UNREADABLE', message)];
    }
    const { authorisation } = holding;
    if (!authorisation) return [none(report, context, profile, holding)];
    const found = holding.entries.map((entry) => judge(report, context, profile, authorisation, entry));
    return [found.reduce((best, one) => (RANK[one.status] < RANK[best.status] ? one : best))];
  },
});

const RANK = { PASS: 0, REVIEW: 1, FAIL: 2, UNKNOWN: 3 } as const;

function none(
  report: Report<typeof CODES>,
  context: Context,
  profile: RequirementProfile,
  { entries }: Holding,
): Finding {
  const what = profile.deviceModel === null ? 'environment' : 'device';
  const unlocks = [grantByPartner(context, what)];
  const registered = entries.filter((one) => context.level?.authorisations.has(one.authorisation ?? ''));
  if (registered.length > 0) {
    const ids = [...new Set(registered.map(({ authorisation }) => authorisation as string))];
    const operator = profile.operatorCountry ?? "the operator's country";
    const message = `It holds ${ids.join(', ')}, which is neither of ${operator} nor of ${context.asker.partner}.`;
    const evidence = ids.map((id) => ({ type: 'Authorisation', id }) as const);
    return report('NONE_THAT_COUNTS', message, { evidence, unlocks });
  }
  if (entries.length > 0) {
    const words = [...new Set(entries.map((one) => `“${one.words}”`))].join(', ');
    const message = `The source says ${words}, which names no registered authorisation and so permits no level.`;
    return report('NONE_IN_A_REGISTER', message, { unlocks });
  }
  return report('NONE_PUBLISHED', `No authorisation of the ${what} is published.`, { unlocks });
}

function judge(
  report: Report<typeof CODES>,
  context: Context,
  profile: RequirementProfile,
  authorisation: AuthorisationFact,
  entry: HeldAuthorisation,
): Finding {
  const { on } = context.ask;
  const { id, authority, jurisdiction } = authorisation;
  const evidence = [{ type: 'Authorisation', id }] as const;
  const regrant = (message: string): readonly Unlock[] => {
    const who = profile.deviceModel !== null && jurisdiction === context.asker.partner;
    const responsible = who ? partnerAuthority(context) : authority;
    return [{ kind: 'GRANT_AUTHORISATION', message, responsible, subject: id }];
  };
  const asOf = context.level?.facts.asOf ?? on;
  const where = standing(entry, on, asOf);

  if (authorisation.status === 'ANNOUNCED' || authorisation.status === 'DRAFT') {
    const state = authorisation.status === 'DRAFT' ? 'a draft' : 'only announced';
    const unlocks = regrant(`Bringing ${id} into force and granting it would remove this.`);
    return report('SCHEME_NOT_STARTED', `${id} is ${state}.`, { evidence, unlocks });
  }
  if (entry.status === 'SOUGHT' || entry.status === 'PLANNED') {
    const state = entry.status === 'SOUGHT' ? 'applied for' : 'planned';
    const unlocks = regrant(`Granting ${id} would remove this.`);
    return report('NOT_YET_HELD', `${id} is ${state} and not granted.`, { evidence, unlocks });
  }
  if (where === 'BEFORE') {
    const unlocks = regrant(`Granting ${id} from ${on} on would remove this.`);
    return report('NOT_YET_HELD', `${id} is held from ${entry.from} on, not on ${on}.`, {
      evidence,
      unlocks,
    });
  }
  if (where === 'AFTER' || (entry.status === 'HISTORICAL' && entry.until === null && on >= asOf)) {
    const ended = entry.until === null ? '' : ` until ${entry.until}`;
    const unlocks = regrant(`Granting ${id} again would remove this.`);
    return report('ENDED', `${id} was held${ended}, not on ${on}.`, { evidence, unlocks });
  }
  if (entry.status === 'BUYER_ASSESSED' || entry.status === 'POLICY') {
    const how = entry.status === 'POLICY' ? 'is a rule for the buyer' : 'is assessed by each buyer';
    const message = `${id} ${how}; ${partnerAuthority(context)} would have to confirm it.`;
    return report('NOT_CERTIFIED', message, { evidence });
  }
  if (entry.verification !== 'VERIFIED') {
    const message = `That ${id} is held was not verified; ${authority} would have to confirm it.`;
    return report('HOLDING_UNVERIFIED', message, { evidence });
  }
  if (where === 'UNCERTAIN' || (entry.status === 'HISTORICAL' && entry.until === null)) {
    const message = `The published dates leave open whether ${id} is held on ${on}; ${authority} would have to confirm it.`;
    return report('HOLDING_DATE_UNCERTAIN', message, { evidence });
  }
  if (profile.contradictory) {
    const message = `The source lists the service twice, with different authorisations; ${authority} would have to confirm ${id}.`;
    return report('CONTRADICTORY', message, { evidence });
  }
  if (jurisdictionOf(context, profile, authorisation) === 'UNCERTAIN') {
    const message = `${id} is of ${jurisdiction}; whether that is the operator's country is not confirmed.`;
    return report('OPERATOR_UNCERTAIN', message, { evidence });
  }
  if (authorisation.status === 'UNKNOWN') {
    const message = `Whether ${id} is in force is not published; ${authority} would have to confirm it.`;
    return report('AUTHORISATION_STATUS_UNKNOWN', message, { evidence });
  }
  return report('HELD', `It holds ${id} on ${on}.`, { evidence });
}
