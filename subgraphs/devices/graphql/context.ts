import { badInput, forbidden, unauthenticated } from '../../../platform/errors.ts';
import {
  isPartnerViewer,
  OPERATE,
  SYNC_DEVICES,
  type PartnerViewer,
} from '../../../platform/identity/viewer.ts';
import type { RequestContext } from '../../../platform/subgraph/define.ts';
import type { InputFault } from '../domain/input.ts';
import type { DeviceLoaders } from '../loaders.ts';
import type { Actor } from '../store/audit.ts';
import type { DeviceStore } from '../store/store.ts';

export type DeviceContext = RequestContext<DeviceStore, DeviceLoaders>;

/**
 * The viewer, who asks on behalf of a partner.
 * @throws UNAUTHENTICATED for the anonymous.
 */
export function partnerOf({ viewer }: DeviceContext, what: string): PartnerViewer {
  if (!isPartnerViewer(viewer)) throw unauthenticated(what);
  return viewer;
}

/**
 * The viewer as somebody who may change devices: with the scope `devices:sync`, or as an operator.
 * @throws UNAUTHENTICATED for the anonymous, FORBIDDEN without the scope.
 */
export function actorOf(context: DeviceContext, what: string): Actor {
  const viewer = partnerOf(context, what);
  const allowed = viewer.scopes.includes(SYNC_DEVICES) || viewer.scopes.includes(OPERATE);
  if (!allowed) throw forbidden(what, SYNC_DEVICES);
  return { viewer, now: context.now };
}

/**
 * Refuses input for the first of `faults` that is one.
 * @throws BAD_USER_INPUT
 */
export function refuse(...faults: readonly (InputFault | null)[]): void {
  const fault = faults.find((it) => it !== null);
  if (fault) throw badInput(fault.argument, fault.expected, fault.came);
}
