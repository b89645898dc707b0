import type { Day } from '../../../platform/calendar/day.ts';
import { coverage, type Coverage } from '../../../platform/calendar/period.ts';
import type { Validity, Verification } from './facts.ts';

/**
 * Where a day lies relative to a fact that is published as a status. A status without a first day holds
 * from the day that the facts describe; before it, nobody published whether it held already.
 *
 * @param asOf the day that the public facts describe
 */
export function standing(validity: Validity, day: Day, asOf: Day): Coverage {
  const published = coverage(validity, day);
  return published === 'IN' && validity.from === null && day < asOf ? 'UNCERTAIN' : published;
}

/** Whether a fact holds on a day. `UNCERTAIN`: its dates or its source leave it open. */
export type Holds = 'YES' | 'NO' | 'UNCERTAIN';

/** As `standing`, and a fact that is not verified holds at most uncertainly. */
export function holdsOn(
  fact: Validity & { readonly verification: Verification },
  day: Day,
  asOf: Day,
): Holds {
  const where = standing(fact, day, asOf);
  if (where === 'BEFORE' || where === 'AFTER') return 'NO';
  return where === 'IN' && fact.verification === 'VERIFIED' ? 'YES' : 'UNCERTAIN';
}

/** The better of two: YES before UNCERTAIN before NO. */
export function either(a: Holds, b: Holds): Holds {
  if (a === 'YES' || b === 'YES') return 'YES';
  return a === 'UNCERTAIN' || b === 'UNCERTAIN' ? 'UNCERTAIN' : 'NO';
}
