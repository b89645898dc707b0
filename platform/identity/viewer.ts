/** Who asks, as the gateway identified them. */
export interface Viewer {
  /** Stable and opaque to clients: the partner and the user. Null for the anonymous. */
  readonly id: string | null;
  /** The partner on whose behalf is asked; null for the anonymous. */
  readonly partner: string | null;
  readonly subject: string | null;
  /** Customer tags of the user (`US-DOD`). */
  readonly tags: readonly string[];
  readonly scopes: readonly string[];
}

export const ANONYMOUS: Viewer = { id: null, partner: null, subject: null, tags: [], scopes: [] };

/** A viewer who asks on behalf of a partner. */
export interface PartnerViewer extends Viewer {
  readonly id: string;
  readonly partner: string;
  readonly subject: string;
}

/** The viewer of a token's claims. Tags and scopes are sorted, so that equal viewers look equal. */
export function partnerViewer(
  partner: string,
  subject: string,
  tags: readonly string[],
  scopes: readonly string[],
): PartnerViewer {
  return {
    id: `${partner}:${subject}`,
    partner,
    subject,
    tags: [...tags].sort(),
    scopes: [...scopes].sort(),
  };
}

export function isPartnerViewer(viewer: Viewer): viewer is PartnerViewer {
  return viewer.partner !== null && viewer.id !== null;
}

/** The scope of operators, who change contracts and holds. */
export const OPERATE = 'catalogue:operate';
/** The scope of those who register devices and carry their journals. */
export const SYNC_DEVICES = 'devices:sync';
