import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { documentId } from '../../../platform/documents/manifest.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { behaviour, FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { manifestFolder, type ManifestFolder } from '../../support/manifests.ts';
import { testSigningKey } from '../../support/subgraph.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const VIEWER = 'query Viewer { viewer { id } }';
const SCHEMES = 'query Schemes { schemes { id } }';

let folder: ManifestFolder;
let gateway: TestGateway;
let gb: string;
beforeAll(async () => {
  folder = await manifestFolder();
  await folder.write('portal', [VIEWER]);
  await folder.write('other', [SCHEMES]);
  gateway = await startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: folder.environment('allow-list'),
  });
  gb = `Bearer ${await gateway.token({ partner: 'GB' })}`;
});
afterAll(async () => {
  await gateway?.close();
  folder?.[Symbol.dispose]();
});

const PORTAL = { 'apollographql-client-name': 'portal' };
const byId = (id: unknown, more = {}) => ({
  ...more,
  extensions: { persistedQuery: { version: 1, sha256Hash: id } },
});
const ask = (operation: object, headers: Record<string, string> = PORTAL) =>
  sendOperation(gateway.url, operation, { authorization: gb, ...headers });

/** What came of a request, and whether anything of it reached a subgraph. */
async function outcome(asked: () => Promise<Answer>): Promise<string> {
  behaviour.seen = [];
  const facts = factsOf(await asked());
  return joinFacts(facts, behaviour.seen.length > 0 ? 'executed' : 'nothing is executed');
}

/** A token that names the client it was issued to. */
async function tokenOf(claims: object): Promise<string> {
  const key = await developmentKeys(gateway.config.DATA_DIR).tokens();
  const signed = await new SignJWT({ partner: 'GB', ...claims })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id })
    .setIssuer('partner-cloud-catalogue/development')
    .setAudience(gateway.config.TOKEN_AUDIENCE)
    .setSubject('user')
    .setExpirationTime('5 minutes')
    .sign(key.privateKey);
  return `Bearer ${signed}`;
}

hostileCases('With an allow-list of trusted documents', (hostile) => {
  const refused = '403 OPERATION_NOT_TRUSTED; nothing is executed';
  const executed = '200; executed';

  hostile('an honest operation by its text', executed, () => outcome(() => ask({ query: VIEWER })));
  hostile('an honest operation by its id', executed, () => outcome(() => ask(byId(documentId(VIEWER)))));
  hostile('an honest operation by its id and its text', executed, () =>
    outcome(() => ask(byId(documentId(VIEWER), { query: VIEWER }))),
  );
  hostile('an honest operation by its id, by GET', executed, () => {
    const { extensions } = byId(documentId(VIEWER));
    const path = `/graphql?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
    const headers = { ...PORTAL, authorization: gb, 'content-type': 'application/json' };
    return outcome(() => send(gateway.url, { method: 'GET', path, headers }));
  });
  hostile('an operation of no manifest', refused, () =>
    outcome(() => ask({ query: '{ viewer { id verdict } }' })),
  );
  hostile('a trusted operation with one space more', refused, () =>
    outcome(() => ask({ query: `${VIEWER} ` })),
  );
  hostile('introspection', refused, () => outcome(() => ask({ query: '{ __schema { types { name } } }' })));
  hostile('20,000 braces, which nobody parses', refused, () =>
    outcome(() => ask({ query: '{'.repeat(20_000) })),
  );
  hostile('an id of nothing', refused, () => outcome(() => ask(byId(documentId('{ viewer { id } }')))));
  hostile('a trusted id with another text', refused, () =>
    outcome(() => ask(byId(documentId(VIEWER), { query: '{ viewer { id verdict } }' }))),
  );
  hostile('an automatic persisted query, to be registered', refused, () => {
    const query = '{ viewer { verdict } }';
    return outcome(() => ask(byId(documentId(query), { query })));
  });
  for (const id of ['__proto__', 'constructor', '', null, 7, ['x'], { length: 64 }]) {
    hostile(`the id ${JSON.stringify(id)}`, refused, () => outcome(() => ask(byId(id))));
  }
  hostile('a request without a document', refused, () => outcome(() => ask({})));
  hostile('an operation of another client’s manifest', refused, () => outcome(() => ask({ query: SCHEMES })));
  hostile('no client at all', refused, () => outcome(() => ask({ query: VIEWER }, {})));
  for (const name of ['unknown', '../portal', 'portal%00', 'portal, other', '__proto__', 'x'.repeat(500)]) {
    hostile(`a client called ${name.slice(0, 40)}`, refused, () =>
      outcome(() => ask({ query: VIEWER }, { 'apollographql-client-name': name })),
    );
  }
  hostile('a client that calls itself otherwise than its token does', refused, async () => {
    const authorization = await tokenOf({ azp: 'other' });
    return outcome(() => ask({ query: VIEWER }, { ...PORTAL, authorization }));
  });
  hostile('a client that its token names', executed, async () => {
    const authorization = await tokenOf({ client_id: 'portal' });
    return outcome(() => ask({ query: VIEWER }, { 'apollographql-client-name': 'other', authorization }));
  });
  hostile(
    'a token that cannot be verified, with a client’s name in it',
    '401 UNAUTHENTICATED; nothing is executed',
    async () => {
      const [head, body] = (await tokenOf({ client_id: 'portal' })).split('.');
      return outcome(() => ask({ query: VIEWER }, { authorization: `${head}.${body}.AAAA` }));
    },
  );
  hostile(
    'a manifest signed by somebody else, in the place of the right one',
    'the one before stays',
    async () => {
      const other = 'query All { schemes { id name } }';
      await folder.write('portal', [other], await testSigningKey('manifests'));
      await gateway.reload();
      expect((await ask({ query: VIEWER })).status).toBe(200);
      expect((await ask({ query: other })).status).toBe(403);
      return 'the one before stays';
    },
  );
});
