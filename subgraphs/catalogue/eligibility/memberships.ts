import type { Day } from '../../../platform/calendar/day.ts';
import type { MembershipFact, PartnerCode } from './facts.ts';
import { either, holdsOn, type Holds } from './standing.ts';

/** Who belongs to which organisation on the day asked. */
export interface Memberships {
  /** Whether `member` belongs to `organisation` on that day. An organisation belongs to itself. */
  belongs(member: PartnerCode, organisation: PartnerCode): Holds;
  /** The organisations of which any membership is known. */
  readonly organisations: readonly PartnerCode[];
}

/** Reads the dated memberships for one day. */
export function membershipsOn(facts: readonly MembershipFact[], day: Day, asOf: Day): Memberships {
  const known = new Map<PartnerCode, Map<PartnerCode, Holds>>();
  for (const fact of facts) {
    let members = known.get(fact.organisation);
    if (!members) known.set(fact.organisation, (members = new Map()));
    members.set(fact.member, either(members.get(fact.member) ?? 'NO', holdsOn(fact, day, asOf)));
  }
  return {
    belongs: (member, organisation) =>
      member === organisation ? 'YES' : (known.get(organisation)?.get(member) ?? 'NO'),
    organisations: [...known.keys()].sort(),
  };
}
