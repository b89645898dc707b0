import type { Count } from './count.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * An edge hardware model with everything its publisher says of it. Null means that nothing is published,
 * never that something is absent.
 */
export interface DeviceModel {
  readonly id: string;
  /** The catalogue's provider id: `microsoft`. */
  readonly provider: string;
  readonly name: string;
  readonly family: string;
  /** Usable virtual processors, one value for each configuration that is sold; the same for the next two. */
  readonly vcpu: Configurations;
  readonly memoryGib: Configurations;
  readonly storageTb: Configurations;
  readonly extraStorage: string | null;
  readonly ocpu: number | null;
  readonly accelerator: Accelerator | null;
  readonly nodes: Count | null;
  readonly minimumPerNode: NodeMinimum | null;
  readonly server: string | null;
  readonly weightKg: number | null;
  readonly weightLb: number | null;
  readonly weightNote: string | null;
  readonly formFactor: string | null;
  /** The publisher's words on ruggedness. */
  readonly ruggedisation: string | null;
  /** What makes it count as ruggedised; null where the publisher states nothing of the kind. */
  readonly ruggedisedBy: RuggedisedBy | null;
  readonly ingressProtection: string | null;
  readonly operatingTemperature: OperatingTemperature | null;
  readonly maxOperatingAltitudeFt: number | null;
  readonly offlineCapable: boolean | null;
  readonly maxDisconnectedDays: number | null;
  readonly maxDisconnectedNote: string | null;
  readonly syncMechanism: string | null;
  readonly runsOffline: readonly string[] | null;
  readonly notOffline: readonly string[] | null;
  readonly authorisations: readonly ModelAuthorisation[];
  /** The highest level of the online service behind the device; says nothing about the device. */
  readonly serviceHighestLevel: string | null;
  readonly deviceAuthorisedLevel: string | null;
  readonly authorisationNote: string | null;
  readonly lifecycle: Lifecycle;
  readonly eligibility: Eligibility | null;
  readonly governmentOrderRegions: readonly string[] | null;
  readonly notes: readonly string[];
}

export type Configurations = readonly number[] | null;

/** `STANDARD`: a military or transport standard is stated. `PUBLISHER`: its word alone, without a standard. */
export type RuggedisedBy = 'STANDARD' | 'PUBLISHER';

export interface Accelerator {
  readonly type: string;
  readonly model: string;
  readonly count: Count;
}

export interface NodeMinimum {
  readonly physicalCores: number;
  readonly memoryGb: number;
  readonly storageTb: number;
  readonly bootGb: number;
}

export interface OperatingTemperature {
  readonly minimumCelsius: number;
  readonly maximumCelsius: number;
}

export interface ModelAuthorisation {
  /** Id of the authorisation; null where the published name is in no register. */
  readonly authorisation: string | null;
  /** The words of the source: `DoD CC SRG IL5`. */
  readonly words: string;
  readonly scope: AuthorisationScope;
  /** What the source says it covers; null where it says nothing of it. */
  readonly publishedScope: string | null;
}

/** Whether the device itself is authorised, or the online service behind it. */
export type AuthorisationScope = 'DEVICE' | 'SERVICE';

export interface Eligibility {
  readonly words: string;
  /** Customer tags: `US-DOD`. */
  readonly customers: readonly string[];
}

const THE_DEVICE = /^(the )?(device|appliance)( itself)?$/i;

/**
 * Whose authorisation a published statement is. A scope that names the device is the device's. Any other
 * scope («online service», the name of a cloud) is the service's and says nothing about the box. Without a
 * scope it is the device's only where the publisher states a level of the device itself.
 */
export function authorisationScope(
  publishedScope: string | null,
  deviceAuthorisedLevel: string | null,
): AuthorisationScope {
  if (publishedScope !== null) return THE_DEVICE.test(publishedScope.trim()) ? 'DEVICE' : 'SERVICE';
  return deviceAuthorisedLevel === null ? 'SERVICE' : 'DEVICE';
}
