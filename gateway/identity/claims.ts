import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { partnerViewer, type PartnerViewer } from '../../platform/identity/viewer.ts';

/** A partner is a country (ISO 3166-1 alpha-2) or an organisation's code (`NATO`). */
export const PARTNER_CODE = /^[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})*$/;
/** A level's id: its scheme and its own name. */
export const LEVEL_ID = /^[A-Z][A-Z0-9-]{1,31}:[A-Z0-9_-]{1,31}$/;
/** ISO 3166-1 alpha-2. */
export const COUNTRY_CODE = /^[A-Z]{2}$/;

const words = z.array(z.string().min(1).max(64)).max(100).default([]);

const claims = z.object({
  sub: z.string().min(1).max(256),
  partner: z.string().regex(PARTNER_CODE),
  tags: words,
  scope: z.string().max(4096).default(''),
  roles: words,
  clearance: z.string().regex(LEVEL_ID).nullable().default(null),
  citizenships: z.array(z.string().regex(COUNTRY_CODE)).max(20).default([]),
});

/** The viewer that a verified token's claims speak of; undefined where a claim has an unexpected form. */
export function viewerOf(payload: JWTPayload): PartnerViewer | undefined {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return undefined;
  const { partner, sub, tags, scope, roles, clearance, citizenships } = parsed.data;
  return partnerViewer(partner, sub, unique(tags), unique(scope.split(' ').filter(Boolean)), {
    roles: unique(roles),
    clearance,
    citizenships: unique(citizenships),
  });
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
