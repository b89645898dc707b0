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
  /** What the user does at the partner, by the identity provider's names. */
  readonly roles: readonly string[];
  /** The level up to which the user is cleared, by its id (`GB:S`); null where nobody says so. */
  readonly clearance: string | null;
  /** The countries of which the user is a citizen (ISO 3166-1 alpha-2). */
  readonly citizenships: readonly string[];
  /** The compartments that the user was read into. */
  readonly compartments: readonly string[];
}

export const ANONYMOUS: Viewer = Object.freeze({
  id: null,
  partner: null,
  subject: null,
  tags: [],
  scopes: [],
  roles: [],
  clearance: null,
  citizenships: [],
  compartments: [],
});

/** What an identity provider may say of a user beside what every token says. */
export type Attributes = Pick<Viewer, 'roles' | 'clearance' | 'citizenships' | 'compartments'>;

/** A viewer who asks on behalf of a partner. */
export interface PartnerViewer extends Viewer {
  readonly id: string;
  readonly partner: string;
  readonly subject: string;
}

/** The viewer of a token's claims. Lists are sorted, so that equal viewers look equal. */
export function partnerViewer(
  partner: string,
  subject: string,
  tags: readonly string[],
  scopes: readonly string[],
  { roles = [], clearance = null, citizenships = [], compartments = [] }: Partial<Attributes> = {},
): PartnerViewer {
  return Object.freeze({
    id: `${partner}:${subject}`,
    partner,
    subject,
    tags: [...tags].sort(),
    scopes: [...scopes].sort(),
    roles: [...roles].sort(),
    clearance,
    citizenships: [...citizenships].sort(),
    compartments: [...compartments].sort(),
  });
}

/** Whether nothing tells two viewers apart. */
export function isSameViewer(one: Viewer, other: Viewer): boolean {
  return (
    one === other ||
    (one.id === other.id &&
      one.partner === other.partner &&
      one.subject === other.subject &&
      one.clearance === other.clearance &&
      isSameList(one.tags, other.tags) &&
      isSameList(one.scopes, other.scopes) &&
      isSameList(one.roles, other.roles) &&
      isSameList(one.citizenships, other.citizenships) &&
      isSameList(one.compartments, other.compartments))
  );
}

/** Whether two lists hold the same in the same order. */
export function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((it, index) => it === other[index]);
}

export function isPartnerViewer(viewer: Viewer): viewer is PartnerViewer {
  return viewer.partner !== null && viewer.id !== null;
}

/** The scope of operators, who change contracts and holds. */
export const OPERATE = 'catalogue:operate';
/** The scope of those who register devices and carry their journals. */
export const SYNC_DEVICES = 'devices:sync';
