import { recordLabel } from '../../../../platform/graphql/record-label.ts';
import type { Viewer } from '../../../../platform/identity/viewer.ts';
import type { OfferingRecord } from '../../store/records.ts';
import type { Offering } from '../types/offering.ts';

/** An offering with its record, from which its fields are resolved. */
export interface OfferingView extends Pick<
  Offering,
  | 'id'
  | 'name'
  | 'category'
  | 'delivery'
  | 'deviceModel'
  | 'country'
  | 'regionScope'
  | 'lifecycle'
  | 'publishedLevel'
  | 'customers'
  | 'contradictedBy'
  | 'notes'
  | 'qualifiers'
  | 'evidence'
  | 'endpointIds'
  | 'resourceType'
  | 'sdkPackage'
  | 'apiVersions'
  | 'marketplaceId'
  | 'corroboration'
  | 'label'
> {
  readonly record: OfferingRecord;
  /** Who asks; with the facts where the gateway brought them for a decision. Null for the anonymous. */
  readonly asker: Record<string, unknown> | null;
}

/**
 * A stored offering as the schema shows it to `viewer`.
 * @param asker the viewer with its facts, where the gateway brought them
 */
export function offeringView(
  record: OfferingRecord,
  viewer: Viewer,
  asker: Record<string, unknown> | null = viewer.id === null ? null : { id: viewer.id },
): Offering {
  const isDevice = record.delivery === 'DEVICE';
  const view: OfferingView = {
    id: record.id,
    name: record.name,
    category: record.category,
    delivery: record.delivery,
    deviceModel: isDevice ? { id: record.id } : null,
    country: record.country,
    regionScope: record.regionScope,
    lifecycle: isDevice ? null : record.lifecycle,
    publishedLevel: record.publishedLevel,
    customers: record.eligibility,
    contradictedBy: [...record.contradictedBy],
    notes: [...record.notes],
    qualifiers: [...record.qualifiers],
    evidence: record.evidence,
    endpointIds: [...record.endpointIds],
    resourceType: record.resourceType,
    sdkPackage: record.sdkPackage,
    apiVersions: [...record.apiVersions],
    marketplaceId: record.marketplaceId,
    corroboration: record.corroboratedBy,
    label: recordLabel(record.label),
    record,
    asker,
  };
  return view as unknown as Offering;
}
