import type { Config } from '../../platform/config.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey, type SigningKey } from '../../platform/identity/keys.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';

/** What subgraphs in other processes know the gateway by. */
export function assertionKey(config: Config): Promise<SigningKey> {
  if (config.ASSERTION_KEY_FILE) return readSigningKey(config.ASSERTION_KEY_FILE, 'ASSERTION_KEY_FILE');
  return developmentKeys(config.DATA_DIR).assertion();
}

/** The addresses in the supergraph, each replaced by the configuration's where it has one. */
export function addressesOf(
  config: Config,
  supergraph: Pick<Supergraph, 'addresses'>,
): ReadonlyMap<string, string> {
  const configured: Readonly<Record<string, string | undefined>> = {
    catalogue: config.CATALOGUE_URL,
    classification: config.CLASSIFICATION_URL,
    contracts: config.CONTRACTS_URL,
    devices: config.DEVICES_URL,
  };
  return new Map([...supergraph.addresses].map(([name, address]) => [name, configured[name] ?? address]));
}
