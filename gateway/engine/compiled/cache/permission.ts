/** How long an answer may be kept, and whether for everyone. */
export interface Permission {
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
  /** Whether other viewers may be given it. */
  readonly isPublic: boolean;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * What the HTTP header `cache-control` of an answer permits; undefined where that is nothing. Nothing is kept
 * over midnight UTC: answers are decided for a day, which is today's where the client names none.
 * @param now in milliseconds since 1970.
 */
export function permissionOf(cacheControl: string | undefined, now: number): Permission | undefined {
  if (cacheControl === undefined) return undefined;
  let seconds = 0;
  let isPublic = false;
  for (const written of cacheControl.split(',')) {
    const [name, value] = written.trim().toLowerCase().split('=');
    if (name === 'no-store' || name === 'no-cache') return undefined;
    if (name === 'max-age') seconds = Number(value);
    if (name === 'public') isPublic = true;
    if (name === 'private') isPublic = false;
  }
  if (!(seconds > 0)) return undefined;
  const midnight = (Math.floor(now / DAY_MILLISECONDS) + 1) * DAY_MILLISECONDS;
  return { until: Math.min(now + seconds * 1000, midnight), isPublic };
}

/** What two permissions have in common. */
export function narrower(a: Permission, b: Permission): Permission {
  return { until: Math.min(a.until, b.until), isPublic: a.isPublic && b.isPublic };
}
