import { statSync } from 'node:fs';
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
  const { ASSERTION_SECRET_FILE: file, ASSERTION_KEY_FILE: keyFile, DATA_DIR, NODE_ENV } = config;
  const signing = keyFile ? assertionSigner(await readSigningKey(keyFile, 'ASSERTION_KEY_FILE')) : undefined;
  if (!file && !signing && NODE_ENV === 'production') {
    throw new ConfigError(
      'ASSERTION_SECRET_FILE: expected it or ASSERTION_KEY_FILE in production, got neither.',
    );
  }
  const shared = new SharedSecrets();
  for (const subgraph of subgraphs) {
    const own = file?.replaceAll('{subgraph}', subgraph);
    if (signing && !(own && isThere(own))) continue;
    shared.add(
      subgraph,
      own
        ? readSecrets(own, 'ASSERTION_SECRET_FILE')
        : [await developmentKeys(DATA_DIR).assertionSecret(subgraph)],
    );
  }
  const sealing = secretSigner((it) => shared.of(it));
  return {
    sign: (viewer, subgraph, ...rest) =>
      (shared.of(subgraph) || !signing ? sealing : signing).sign(viewer, subgraph, ...rest),
  };
}

/** The secrets that are shared with subgraphs, with each its own. */
class SharedSecrets {
  readonly #first = new Map<string, Uint8Array>();
  readonly #sharedWith = new Map<string, string>();

  /**
   * @param secrets of a subgraph, of which the first is sealed with.
   * @throws ConfigError where another subgraph has one of them: it could pass for the gateway to this one.
   */
  add(subgraph: string, secrets: readonly [Uint8Array, ...Uint8Array[]]): void {
    for (const secret of secrets) {
      const text = Buffer.from(secret).toString('base64url');
      const other = this.#sharedWith.get(text);
      if (other !== undefined && other !== subgraph) {
        throw new ConfigError(
          `ASSERTION_SECRET_FILE: expected secrets of their own for ${other} and ${subgraph}, or one could pass for the gateway to the other, got the same for both.`,
        );
      }
      this.#sharedWith.set(text, subgraph);
    }
    this.#first.set(subgraph, secrets[0]);
  }

  of(subgraph: string): Uint8Array | undefined {
    return this.#first.get(subgraph);
  }
}

/** Whether there is such a file, also where it cannot be read: that is said, and not taken for none. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
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
