import type { Gate } from './gate.ts';
import { AGREEMENT } from './gates/agreement.ts';
import { AUTHORISATION } from './gates/authorisation.ts';
import { CONTRACT } from './gates/contract.ts';
import { DEVICE } from './gates/device.ts';
import { EQUIVALENCE } from './gates/equivalence.ts';
import { LIFECYCLE } from './gates/lifecycle.ts';
import { PERSONNEL } from './gates/personnel.ts';
import { PUBLISHER_ELIGIBILITY } from './gates/publisher-eligibility.ts';
import { RESIDENCY } from './gates/residency.ts';

export { DISCLOSURE } from './gates/disclosure.ts';

/**
 * The gates in the order in which they explain a decision. Disclosure comes before all of them and is none
 * of them: what it withholds is not explained. Every gate is evaluated; their order never decides.
 */
export const GATES: readonly Gate[] = Object.freeze([
  LIFECYCLE,
  PUBLISHER_ELIGIBILITY,
  AUTHORISATION,
  EQUIVALENCE,
  AGREEMENT,
  RESIDENCY,
  PERSONNEL,
  DEVICE,
  CONTRACT,
]);
