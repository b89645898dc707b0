import { createLocalJWKSet } from 'jose';
import { assertionVerifier } from '../../platform/identity/assertion.ts';
import { createLog } from '../../platform/log.ts';
import { hostSubgraph } from '../../platform/subgraph/host.ts';
import { listen } from '../../platform/subgraph/standalone.ts';
import { testCursors, testSigningKey, TEST_NOW } from '../support/subgraph.ts';
import { definitionOf, type StoreOptions } from './harness/in-process.ts';
import { subjectOverHttp } from './harness/over-http.ts';
import type { Subject } from './harness/subject.ts';

/** A subgraph that listens as it does in production: every call has an assertion for its very body. */
export async function standalone(name: string, { environment }: StoreOptions = {}): Promise<Subject> {
  const key = await testSigningKey();
  const hosted = await hostSubgraph(
    definitionOf(name),
    {
      dataDirectory: null,
      cursors: testCursors(),
      log: createLog('silent'),
      clock: () => TEST_NOW,
      ...environment?.(name),
    },
    assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] })),
  );
  const server = await listen(hosted, '127.0.0.1', 0);
  const subject = subjectOverHttp({ name, url: server.url, vouching: { key }, mayWrite: true });
  return {
    ...subject,
    async close() {
      await server.close();
      await hosted.close();
    },
  };
}
