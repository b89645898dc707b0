import type { PartnerViewer } from '../../../../platform/identity/viewer.ts';
import type { Viewer } from '../types/viewer.ts';

/** The viewer as the schema shows it. */
export function viewerView(viewer: PartnerViewer): Viewer {
  return { id: viewer.id, partner: { id: viewer.partner }, tags: viewer.tags };
}
