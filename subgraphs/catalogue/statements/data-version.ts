import { createHash } from 'node:crypto';
import type { Facts } from '../eligibility/facts.ts';

/**
 * The version of the facts that a decision on a profile is made from: a digest of the versions of the profile
 * (its id is one) and of the partner's facts.
 */
export function dataVersionOf(profile: string, { level, contract, device }: Facts): string {
  const versions = [level, contract, device].map((it) => it?.dataVersion ?? null);
  return createHash('sha256')
    .update(JSON.stringify([profile, ...versions]))
    .digest('hex')
    .slice(0, 16);
}
