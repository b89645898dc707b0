import { dayOf, type Day } from '../../../platform/calendar/day.ts';
import { placed } from '../../../platform/calendar/period.ts';
import { badInput } from '../../../platform/errors.ts';
import type { Ask } from '../eligibility/ask.ts';
import type { DeviceFacts, LevelFacts, PartnerCode } from '../eligibility/facts.ts';
import { membershipsOn } from '../eligibility/memberships.ts';
import type { Ask as AskInput } from './types/inputs.ts';

/** The longest time offline that may be asked for, in days. */
const LONGEST_OFFLINE = 36_500;

/**
 * What an ask means: today where no day is given. An ask that no partner could mean is refused; what cannot
 * be checked because facts could not be read is left to the decision, which says so.
 * @throws BAD_USER_INPUT
 */
export function askOf(
  input: AskInput,
  partner: PartnerCode,
  facts: { level: LevelFacts | null; device: DeviceFacts | null },
  now: Date,
): Ask {
  const on = input.on ?? dayOf(now);
  if (facts.level) checkLevel(input.level, partner, facts.level, on);
  const { offlineDays = null, residency = null, deviceModel = null } = input;
  if (offlineDays !== null && (offlineDays < 0 || offlineDays > LONGEST_OFFLINE)) {
    throw badInput('ask.offlineDays', `a whole number of days from 0 to ${LONGEST_OFFLINE}`, offlineDays);
  }
  if (residency?.length === 0) {
    throw badInput('ask.residency', 'at least one country, or no list where data may rest anywhere', '[]');
  }
  if (deviceModel !== null && facts.device && !facts.device.models.some((it) => it.id === deviceModel)) {
    throw badInput('ask.deviceModel', 'the id of a device model, such as "ms.ase-mini-r"', deviceModel);
  }
  return {
    level: input.level,
    on,
    // The scalar takes a code in any case; the facts have it in capitals.
    residency: residency && [...new Set(residency.map((country) => country.toUpperCase()))].sort(),
    offlineDays,
    deviceModel,
    contract: input.contract ?? null,
  };
}

function checkLevel(level: string, partner: PartnerCode, facts: LevelFacts, on: Day): void {
  const memberships = membershipsOn(facts.memberships, on, facts.asOf);
  const own = facts.schemes.filter(({ holder }) => memberships.belongs(partner, holder) !== 'NO');
  // A scheme that has ended gives no levels to ask for, whatever was marked under it.
  const levels = own
    .filter((scheme) => placed(scheme, on) !== 'AFTER')
    .flatMap((scheme) => scheme.levels.map(({ id }) => id));
  if (levels.includes(level)) return;
  const expected = levels.length > 0 ? `: ${levels.join(', ')}` : ', of which none is published';
  throw badInput(
    'ask.level',
    `a level in use on ${on} of ${partner} or of an organisation it belongs to${expected}`,
    level,
  );
}
