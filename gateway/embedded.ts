import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet } from 'jose';
import type { Logger } from 'pino';
import { assertionVerifier } from '../platform/identity/assertion.ts';
import type { Attestor } from '../platform/identity/attestation.ts';
import type { SigningKey } from '../platform/identity/keys.ts';
import { CursorCodec } from '../platform/paging/cursor.ts';
import { hostSubgraph, type HostedSubgraph } from '../platform/subgraph/host.ts';
import { ALL_SUBGRAPHS } from '../subgraphs/all.ts';

export interface EmbeddedOptions {
  /** Folder of the embedded stores; null for stores in memory. */
  readonly dataDirectory: string | null;
  /** Folder of the facts to seed from, one folder for each subgraph; absent for those that ship. */
  readonly factsDirectory?: string | undefined;
  readonly cursorSecret: Uint8Array;
  /** Signs eligibility statements; absent where none are signed. */
  readonly attestor: Attestor | undefined;
  /** The key that the gateway signs assertions with; the subgraphs take no other. */
  readonly assertionKey: SigningKey;
  readonly log: Logger;
  readonly clock?: () => Date;
  /** Called with the text of every SQL statement that runs. */
  readonly onStatement?: (statement: string) => void;
  /** Says what takes time at the first start. */
  readonly say?: (line: string) => void;
}

/** Hosts the subgraphs in this process over embedded stores, which the first start creates and seeds. */
export async function hostEmbedded(options: EmbeddedOptions): Promise<readonly HostedSubgraph[]> {
  const { dataDirectory, say = () => undefined } = options;
  const verifier = assertionVerifier(createLocalJWKSet({ keys: [options.assertionKey.publicJwk] }));
  const environment = {
    dataDirectory,
    cursors: new CursorCodec(options.cursorSecret),
    attestor: options.attestor,
    log: options.log,
    clock: options.clock ?? (() => new Date()),
    onStatement: options.onStatement,
  };
  const hosted: HostedSubgraph[] = [];
  try {
    for (const definition of ALL_SUBGRAPHS) {
      const isNew = dataDirectory === null || !existsSync(join(dataDirectory, `${definition.name}.sqlite`));
      const start = performance.now();
      const factsDirectory = options.factsDirectory && join(options.factsDirectory, definition.name);
      hosted.push(await hostSubgraph(definition, { ...environment, factsDirectory }, verifier));
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      if (isNew) say(`Seeded the ${definition.name} store from the facts (${seconds} s).`);
    }
  } catch (error) {
    for (const it of hosted) await it.close();
    throw error;
  }
  return hosted;
}
