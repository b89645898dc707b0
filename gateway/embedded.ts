import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AssertionVerifier } from '../platform/identity/assertion.ts';
import type { SubgraphMetrics } from '../platform/metrics/subgraph-metrics.ts';
import type { Attestor } from '../platform/identity/attestation.ts';
import { CursorCodec } from '../platform/paging/cursor.ts';
import type { PostgresSettings } from '../platform/store/postgres/settings.ts';
import type { OnStatement } from '../platform/store/statements.ts';
import { hostSubgraph, type HostedSubgraph } from '../platform/subgraph/host.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import { ALL_SUBGRAPHS } from '../subgraphs/all.ts';

export interface EmbeddedOptions {
  /** Folder of the embedded stores; null for stores in memory. */
  readonly dataDirectory: string | null;
  /** Folder of the facts to seed from, one folder for each subgraph; absent for those that ship. */
  readonly factsDirectory?: string | undefined;
  /** Where PostgreSQL holds the stores; absent where they are embedded. */
  readonly database?: PostgresSettings | undefined;
  /** Whether the stores may only be read. */
  readonly readOnly?: boolean | undefined;
  readonly cursorSecret: Uint8Array;
  /** Of the gateway's assertions; the subgraphs take no others. */
  readonly verifier: AssertionVerifier;
  /** Signs eligibility statements; absent where none are signed. */
  readonly attestor: Attestor | undefined;
  readonly log: Logger;
  readonly clock?: () => Date;
  readonly onStatement?: OnStatement | undefined;
  /** Where the process counts; absent where it does not. */
  readonly metrics?: SubgraphMetrics | undefined;
  /** Where the process records traces; absent where it does not. */
  readonly tracing?: Tracing | undefined;
  /** Says what takes time at the first start. */
  readonly say?: (line: string) => void;
}

/** Hosts the subgraphs in this process. Embedded stores are created and seeded by the first start. */
export async function hostEmbedded(options: EmbeddedOptions): Promise<readonly HostedSubgraph[]> {
  const { dataDirectory, database, readOnly, verifier, say = () => undefined } = options;
  const environment = {
    dataDirectory,
    database,
    readOnly,
    cursors: new CursorCodec(options.cursorSecret),
    attestor: options.attestor,
    log: options.log,
    clock: options.clock ?? (() => new Date()),
    onStatement: options.onStatement,
    metrics: options.metrics,
    tracing: options.tracing,
  };
  const hosted: HostedSubgraph[] = [];
  try {
    for (const definition of ALL_SUBGRAPHS) {
      const isNew =
        !database &&
        (dataDirectory === null || !existsSync(join(dataDirectory, `${definition.name}.sqlite`)));
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
