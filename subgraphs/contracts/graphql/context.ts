import { dayOf, type Day } from '../../../platform/calendar/day.ts';
import { badInput, forbidden, unauthenticated } from '../../../platform/errors.ts';
import { isPartnerViewer, OPERATE, type PartnerViewer } from '../../../platform/identity/viewer.ts';
import type { RequestContext } from '../../../platform/subgraph/define.ts';
import type { InputFault } from '../domain/input.ts';
import type { ContractsLoaders } from '../loaders.ts';
import type { Actor } from '../store/commands.ts';
import type { ContractsStore } from '../store/store.ts';

export type ContractsContext = RequestContext<ContractsStore, ContractsLoaders>;

/** The day asked for, or the day of the request (UTC). */
export function dayAsked(on: Day | null | undefined, { now }: ContractsContext): Day {
  return on ?? dayOf(now);
}

/** @throws UNAUTHENTICATED where nobody is identified. */
export function requirePartner({ viewer }: ContractsContext, what: string): PartnerViewer {
  if (!isPartnerViewer(viewer)) throw unauthenticated(what);
  return viewer;
}

/** @throws UNAUTHENTICATED where nobody is identified; FORBIDDEN where the viewer is no operator. */
export function requireOperator(context: ContractsContext, what: string): Actor {
  const viewer = requirePartner(context, what);
  if (!viewer.scopes.includes(OPERATE)) throw forbidden(what, OPERATE);
  return { viewer, now: context.now, requestId: context.requestId };
}

/** @throws BAD_USER_INPUT for the first of these that is a fault. */
export function refuseFaults(...faults: readonly (InputFault | null)[]): void {
  const fault = faults.find((it) => it !== null);
  if (fault) throw badInput(fault.argument, fault.expected, fault.came);
}
