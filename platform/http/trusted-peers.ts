import { BlockList, isIPv6 } from 'node:net';

type Network = readonly [address: string, prefix: number];

/** The networks that have names, as fastify's `trustProxy` means them. */
const NAMED: Readonly<Record<string, readonly Network[]>> = {
  loopback: [
    ['127.0.0.0', 8],
    ['::1', 128],
  ],
  linklocal: [
    ['169.254.0.0', 16],
    ['fe80::', 10],
  ],
  uniquelocal: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['fc00::', 7],
  ],
};

/**
 * Tells whether the peer of a connection is one of those named by addresses, networks (10.0.0.0/8), loopback,
 * linklocal or uniquelocal.
 */
export function trustedPeers(names: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const [address, prefix] of names.flatMap((it) => NAMED[it] ?? [networkOf(it)])) {
    list.addSubnet(address, prefix, familyOf(address));
  }
  return (address) => address !== undefined && list.check(address, familyOf(address));
}

function networkOf(name: string): Network {
  const [address = '', prefix] = name.split('/');
  return [address, prefix === undefined ? (isIPv6(address) ? 128 : 32) : Number(prefix)];
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
