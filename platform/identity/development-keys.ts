import { join } from 'node:path';
import { developmentKey, developmentSecret, type SigningKey } from './keys.ts';

/** The keys that development makes for itself, in the data directory. */
export interface DevelopmentKeys {
  /** Signs assertions to subgraphs that people make for trials. */
  assertion(): Promise<SigningKey>;
  /** Seals the gateway's assertions to a subgraph. */
  assertionSecret(subgraph: string): Promise<Uint8Array>;
  /** Signs development tokens. */
  tokens(): Promise<SigningKey>;
  /** Signs the manifests of trusted documents. */
  manifests(): Promise<SigningKey>;
  /** Signs the checkpoints of the audit log. */
  audit(): Promise<SigningKey>;
  /** Signs eligibility statements. */
  statements(): Promise<SigningKey>;
  /** Protects cursors. */
  cursorSecret(): Promise<Uint8Array>;
}

export function developmentKeys(dataDirectory: string): DevelopmentKeys {
  const file = (name: string) => join(dataDirectory, 'keys', name);
  return {
    assertion: () => developmentKey(file('assertion.jwk.json'), 'EdDSA'),
    assertionSecret: (subgraph) => developmentSecret(file(`${subgraph}-assertion.secret`)),
    tokens: () => developmentKey(file('tokens.jwk.json'), 'ES256'),
    manifests: () => developmentKey(file('manifests.jwk.json'), 'EdDSA'),
    audit: () => developmentKey(file('audit.jwk.json'), 'EdDSA'),
    statements: () => developmentKey(file('statements.jwk.json'), 'EdDSA'),
    cursorSecret: () => developmentSecret(file('cursor.secret')),
  };
}
