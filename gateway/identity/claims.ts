import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { partnerViewer, type PartnerViewer } from '../../platform/identity/viewer.ts';

/** A partner is a country (ISO 3166-1 alpha-2) or an organisation's code (`NATO`). */
export const PARTNER_CODE = /^[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})*$/;
/** A level's id: its scheme and its own name. */
export const LEVEL_ID = /^[A-Z][A-Z0-9-]{1,31}:[A-Z0-9_-]{1,31}$/;
/** ISO 3166-1 alpha-2. */
export const COUNTRY_CODE = /^[A-Z]{2}$/;

/** What an issuer may call by names of its own. */
const CLAIMS = ['partner', 'tags', 'scope', 'roles', 'clearance', 'citizenships', 'compartments'] as const;
type Claim = (typeof CLAIMS)[number];
/** Where each claim stands, where it has not its own name: a name, or a path of names into objects. */
export type ClaimNames = Partial<Readonly<Record<Claim, string | readonly string[]>>>;

const name = z.string().min(1);
/** The names of claims in the configuration. */
export const claimNames = z.partialRecord(z.enum(CLAIMS), z.union([name, z.array(name).min(1)]));

const words = z.array(z.string().min(1).max(64)).max(100).default([]);

const claims = z.object({
  sub: z
    .string()
    .min(1)
    .max(256)
    .regex(/^\P{Cc}*$/u),
  partner: z.string().regex(PARTNER_CODE),
  tags: words,
  // A text of words by RFC 8693; some providers send a list.
  scope: z
    .union([
      z
        .string()
        .max(4096)
        .transform((it) => it.split(' ').filter(Boolean)),
      words,
    ])
    .default([]),
  roles: words,
  clearance: z.string().regex(LEVEL_ID).nullable().default(null),
  citizenships: z.array(z.string().regex(COUNTRY_CODE)).max(20).default([]),
  compartments: words,
});

/** The viewer that a verified token's claims speak of; undefined where a claim has an unexpected form. */
export function viewerOf(payload: JWTPayload, names: ClaimNames = {}): PartnerViewer | undefined {
  const named = Object.fromEntries(CLAIMS.map((it) => [it, at(payload, names[it] ?? it)]));
  const parsed = claims.safeParse({ ...named, sub: payload.sub });
  if (!parsed.success) return undefined;
  const { partner, sub, tags, scope, roles, clearance, citizenships, compartments } = parsed.data;
  return partnerViewer(partner, sub, unique(tags), unique(scope), {
    roles: unique(roles),
    clearance,
    citizenships: unique(citizenships),
    compartments: unique(compartments),
  });
}

/** What stands at a name, or a path of names, that an object has itself. */
function at(payload: JWTPayload, path: string | readonly string[]): unknown {
  let value: unknown = payload;
  for (const name of typeof path === 'string' ? [path] : path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
