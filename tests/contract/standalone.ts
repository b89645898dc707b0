import { createLocalJWKSet } from 'jose';
import { assertionSigner, assertionVerifier } from '../../platform/identity/assertion.ts';
import { createLog } from '../../platform/log.ts';
import { hostSubgraph } from '../../platform/subgraph/host.ts';
import { listen } from '../../platform/subgraph/standalone.ts';
import { testCursors, testSigningKey, TEST_NOW } from '../support/subgraph.ts';
import { storePlace } from '../support/stores/place.ts';
import { definitionOf } from './harness/in-process.ts';
import { subjectOverHttp } from './harness/over-http.ts';
import type { Subject } from './harness/subject.ts';

/** A subgraph that listens as it does in production: every call has an assertion for its very body. */
export async function standalone(name: string): Promise<Subject> {
  const key = await testSigningKey();
  const definition = definitionOf(name);
  const place = definition.database && (await storePlace(definition.database));
  const hosted = await hostSubgraph(
    definition,
    {
      dataDirectory: null,
      cursors: testCursors(),
      log: createLog('silent'),
      clock: () => TEST_NOW,
      ...place?.environment,
    },
    assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] })),
  );
  const server = await listen(hosted, '127.0.0.1', 0);
  const subject = subjectOverHttp({
    name,
    url: server.url,
    vouching: { signer: assertionSigner(key) },
    mayWrite: true,
  });
  return {
    ...subject,
    async close() {
      await server.close();
      await hosted.close();
      await place?.dispose();
    },
  };
}
