import { UsageError } from '../../platform/command.ts';
import { partnerViewer, type Viewer } from '../../platform/identity/viewer.ts';
import { COUNTRY_CODE, LEVEL_ID, PARTNER_CODE } from '../identity/claims.ts';

/** The options of commands that speak for a viewer, in the form of `parseArgs`. */
export const VIEWER_OPTIONS = {
  tag: { type: 'string', multiple: true },
  scope: { type: 'string', multiple: true },
  role: { type: 'string', multiple: true },
  clearance: { type: 'string' },
  citizenship: { type: 'string', multiple: true },
  compartment: { type: 'string', multiple: true },
  subject: { type: 'string', default: 'developer' },
} as const;

interface ViewerValues {
  readonly tag?: string[];
  readonly scope?: string[];
  readonly role?: string[];
  readonly clearance?: string;
  readonly citizenship?: string[];
  readonly compartment?: string[];
  readonly subject?: string;
}

/** The viewer that arguments describe. Scopes may also come in one text, separated by spaces. */
export function viewerOfArguments(partner: string | undefined, values: ViewerValues): Viewer {
  if (partner === undefined || !PARTNER_CODE.test(partner)) {
    throw new UsageError(
      `partner: expected a country code (ISO 3166-1 alpha-2, such as GB) or an organisation's (NATO), got ${JSON.stringify(partner) ?? 'nothing'}.`,
    );
  }
  const { clearance, citizenship = [] } = values;
  if (clearance !== undefined && !LEVEL_ID.test(clearance)) {
    throw new UsageError(
      `--clearance: expected a level's id, such as GB:S, got ${JSON.stringify(clearance)}.`,
    );
  }
  const stateless = citizenship.find((it) => !COUNTRY_CODE.test(it));
  if (stateless !== undefined) {
    throw new UsageError(
      `--citizenship: expected a country code (ISO 3166-1 alpha-2), got ${JSON.stringify(stateless)}.`,
    );
  }
  const scopes = (values.scope ?? []).flatMap((it) => it.split(/[ ,]+/).filter(Boolean));
  return partnerViewer(partner, values.subject ?? 'developer', values.tag ?? [], scopes, {
    roles: values.role ?? [],
    clearance: clearance ?? null,
    citizenships: citizenship,
    compartments: values.compartment ?? [],
  });
}

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
/** The longest life of what a command signs, in seconds. */
const MAX_LIFETIME_SECONDS = 30 * UNITS.d;

/** The seconds of a duration such as `90s`, `15m`, `8h` or `7d`. */
export function secondsOf(duration: string, option: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(duration);
  const seconds = match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : 0;
  if (seconds < 1 || seconds > MAX_LIFETIME_SECONDS) {
    throw new UsageError(
      `--${option}: expected a duration from 1s to 30d, such as 15m or 8h, got ${JSON.stringify(duration)}.`,
    );
  }
  return seconds;
}
