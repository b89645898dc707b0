import { isIPv4, isIPv6 } from 'node:net';
import type { Viewer } from '../../../platform/identity/viewer.ts';

/** Whoever limits hold for: a partner, or the clients of one address who name none. */
export interface Client {
  /** Equal for equal ones, and for no others. */
  readonly key: string;
  readonly isPartner: boolean;
}

/** The gateway itself, which no limits hold for. */
export const NO_CLIENT: Client = { key: '', isPartner: true };

/**
 * The client of a request. An anonymous one goes by its address; of IPv6 by its network of 64 bits, which is
 * what one line or machine is given.
 */
export function clientOf({ partner }: Pick<Viewer, 'partner'>, address: string): Client {
  if (partner !== null) return { key: `partner:${partner}`, isPartner: true };
  return { key: `address:${isIPv6(address) ? networkOf(address) : address}`, isPartner: false };
}

function networkOf(address: string): string {
  const mapped = address.slice(address.lastIndexOf(':') + 1);
  if (/^::ffff:/i.test(address) && isIPv4(mapped)) return mapped;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const first = before.split(':').filter(Boolean);
  const last = after?.split(':').filter(Boolean) ?? [];
  const missing = after === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...last];
  return groups
    .slice(0, 4)
    .map((it) => Number.parseInt(it, 16).toString(16))
    .join(':');
}
