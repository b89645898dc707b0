import { once } from '../../platform/once.ts';
import type { Transport } from '../transport/transport.ts';
import { SupergraphRefused } from './refused.ts';
import type { Supergraph } from './supergraph.ts';

/** A transport as long as it is needed. */
export interface Lease {
  readonly transport: Transport;
  /** Where it reaches each subgraph, where supergraphs say that; else empty. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Closes the transport when nobody else has it. */
  release(): Promise<void>;
}

/** Gives the transports to the subgraphs of supergraphs. */
export interface Transports {
  /** @throws SupergraphRefused where a subgraph cannot be reached that way. */
  lease(supergraph: Supergraph): Promise<Lease>;
}

/** The same transports, each of them gone `through` something on the way: to count or to time what they carry. */
export function through(transports: Transports, around: (transport: Transport) => Transport): Transports {
  return {
    async lease(supergraph) {
      const lease = await transports.lease(supergraph);
      return { ...lease, transport: around(lease.transport) };
    },
  };
}

/** One transport for every supergraph, to subgraphs that are what they are; opened for the first. */
export function oneTransport(open: () => Promise<Transport>): Transports {
  const shared = once(async () => new Shared(await open(), new Map()));
  return {
    async lease({ addresses }) {
      const lease = (await shared()).lease();
      const { subgraphs } = lease.transport;
      const missing = [...addresses.keys()].filter((it) => !subgraphs.includes(it));
      if (missing.length === 0) return lease;
      await lease.release();
      throw new SupergraphRefused(
        `It needs ${missing.join(', ')}; the subgraphs in this process are ${subgraphs.join(', ')}.`,
      );
    },
  };
}

/**
 * A transport for each set of addresses, shared by the supergraphs that have the same.
 * @param addressesOf where the subgraphs of a supergraph are reached.
 */
export function transportsByAddress(
  addressesOf: (supergraph: Supergraph) => ReadonlyMap<string, string>,
  open: (addresses: ReadonlyMap<string, string>) => Promise<Transport>,
): Transports {
  const opened = new Map<string, Promise<Shared>>();
  return {
    async lease(supergraph) {
      const addresses = addressesOf(supergraph);
      for (const [name, address] of addresses) {
        const url = URL.parse(address);
        if (url?.protocol === 'http:' || url?.protocol === 'https:') continue;
        throw new SupergraphRefused(
          `The subgraph ${name} has no http(s) address: ${JSON.stringify(address)}.`,
        );
      }
      const key = JSON.stringify([...addresses].sort());
      let shared = opened.get(key);
      if (!shared) {
        const forget = () => opened.delete(key);
        shared = open(addresses).then((it) => new Shared(it, addresses, forget));
        opened.set(key, shared);
        shared.catch(forget);
      }
      return (await shared).lease();
    },
  };
}

/** A transport that several have. */
class Shared {
  readonly #transport: Transport;
  readonly #addresses: ReadonlyMap<string, string>;
  readonly #unused: () => void;
  #leases = 0;

  constructor(
    transport: Transport,
    addresses: ReadonlyMap<string, string>,
    unused: () => void = () => undefined,
  ) {
    this.#transport = transport;
    this.#addresses = addresses;
    this.#unused = unused;
  }

  lease(): Lease {
    this.#leases++;
    let isHeld = true;
    return {
      transport: this.#transport,
      addresses: this.#addresses,
      release: async () => {
        if (!isHeld) return;
        isHeld = false;
        if (--this.#leases > 0) return;
        this.#unused();
        await this.#transport.close();
      },
    };
  }
}
