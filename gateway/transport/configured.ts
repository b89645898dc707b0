import { existsSync } from 'node:fs';
import { ConfigError, type Config } from '../../platform/config.ts';
import { assertionSigner, type AssertionSigner } from '../../platform/identity/assertion.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey } from '../../platform/identity/keys.ts';
import { secretSigner } from '../../platform/identity/secret-assertions.ts';
import { readSecrets } from '../../platform/identity/secrets.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';

/**
 * Who tells subgraphs in other processes who asks: by the secret shared with each, or where it has none, by the
 * gateway's signature.
 * @throws ConfigError where one of them can be told in neither way.
 */
export async function configuredSigner(
  config: Config,
  subgraphs: Iterable<string>,
): Promise<AssertionSigner> {
  const { ASSERTION_SECRET_FILE: file, ASSERTION_KEY_FILE: keyFile, DATA_DIR } = config;
  const signing = keyFile ? assertionSigner(await readSigningKey(keyFile, 'ASSERTION_KEY_FILE')) : undefined;
  const secrets = new Map<string, Uint8Array>();
  if (file?.includes('{subgraph}') === false) {
    throw new ConfigError(
      `ASSERTION_SECRET_FILE: expected {subgraph} in it, or a subgraph could pass for the gateway to another, got ${file}.`,
    );
  }
  for (const subgraph of subgraphs) {
    const own = file?.replaceAll('{subgraph}', subgraph);
    if (signing && !(own && existsSync(own))) continue;
    const secret = own
      ? readSecrets(own, 'ASSERTION_SECRET_FILE')[0]
      : await developmentKeys(DATA_DIR).assertionSecret(subgraph);
    secrets.set(subgraph, secret);
  }
  const sealing = secretSigner((it) => secrets.get(it));
  return {
    sign: (viewer, subgraph, ...rest) =>
      (secrets.has(subgraph) || !signing ? sealing : signing).sign(viewer, subgraph, ...rest),
  };
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
