import type { AssertionOptions } from '../../platform/identity/assertion-claims.ts';
import { createPrivateKey } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { FormattedExecutionResult } from 'graphql';
import { assertionSigner, assertionVerifier } from '../../platform/identity/assertion.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import {
  ANONYMOUS,
  partnerViewer,
  type Attributes,
  type PartnerViewer,
  type Viewer,
} from '../../platform/identity/viewer.ts';
import { createLog } from '../../platform/log.ts';
import { CursorCodec } from '../../platform/paging/cursor.ts';
import type { AnySubgraph, SubgraphEnvironment } from '../../platform/subgraph/define.ts';
import { hostSubgraph, type HostedSubgraph } from '../../platform/subgraph/host.ts';
import { storePlace } from './stores/place.ts';

/** The instant at which tests take place, unless they set their own. */
export const TEST_NOW = new Date('2026-11-23T12:00:00Z');

/** What an answer holds; tests name the shape they expect. */
export type Answer<Data> = Omit<FormattedExecutionResult, 'data'> & { readonly data?: Data | null };

/** A subgraph opened in memory, called in process with assertions that are really signed and verified. */
export interface TestSubgraph extends AsyncDisposable {
  readonly hosted: HostedSubgraph;
  /** The SQL statements that ran since the last {@link TestSubgraph.forgetStatements}, seeding included. */
  readonly statements: readonly string[];
  forgetStatements(): void;
  /** Signs an assertion for `viewer`; by default for this subgraph, for any content and valid for a minute. */
  assertion(viewer: Viewer, options?: AssertionOptions & { subgraph?: string }): Promise<string>;
  /** Executes an operation on behalf of `viewer`: `ask(asPartner('GB'), '{ … }', { … })`. */
  ask<Data = Record<string, any>>(
    // eslint-disable-line @typescript-eslint/no-explicit-any
    viewer: Viewer,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer<Data>>;
  /** As `ask`, for answers that must come without an error: gives the data, or throws with the errors. */
  data<Data = Record<string, any>>(
    // eslint-disable-line @typescript-eslint/no-explicit-any
    viewer: Viewer,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Data>;
  close(): Promise<void>;
}

/** A viewer on behalf of `partner`. */
/** What tells a viewer of a test from the plain user of a partner. */
type Viewed = Attributes & Pick<PartnerViewer, 'subject' | 'tags' | 'scopes'>;

export function asPartner(
  partner: string,
  { subject = 'user', tags = [], scopes = [], ...attributes }: Partial<Viewed> = {},
): Viewer {
  return partnerViewer(partner, subject, tags, scopes, attributes);
}

export const anonymous: Viewer = ANONYMOUS;

/**
 * Hosts a subgraph over its shipped facts, in memory or in a database that goes with it. Parts of the
 * environment can be replaced.
 */
export async function hostInMemory(
  definition: AnySubgraph,
  environment: Partial<SubgraphEnvironment> = {},
): Promise<TestSubgraph> {
  const statements: string[] = [];
  const key = await testSigningKey();
  const signer = assertionSigner(key);
  const given = {
    dataDirectory: null,
    cursors: testCursors(),
    log: createLog('silent'),
    clock: () => TEST_NOW,
    onStatement: (statement: string) => statements.push(statement),
    ...environment,
  };
  const place =
    given.database || !definition.database ? undefined : await storePlace(definition.database, given);
  const hosted = await hostSubgraph(
    definition,
    { ...given, ...place?.environment },
    assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] }), { takesUnbound: true }),
  );
  let asked = 0;
  const assertion: TestSubgraph['assertion'] = async (
    viewer,
    { subgraph = definition.name, ...options } = {},
  ) => signer.sign(viewer, subgraph, `test-${++asked}`, options);
  const ask = async (viewer: Viewer, query: string, variables: Record<string, unknown> = {}) => {
    const answer = await hosted.execute({
      query,
      variables,
      assertion: await assertion(viewer, { content: query }),
    });
    if (!answer) throw new Error('The subgraph refused an assertion that the test had signed.');
    const { data, errors } = answer;
    // As a client receives it: plain objects, whatever graphql-js uses inside.
    return JSON.parse(JSON.stringify({ data, errors })) as FormattedExecutionResult;
  };
  const close = async () => {
    await hosted.close();
    await place?.dispose();
  };
  return {
    hosted,
    statements,
    forgetStatements: () => void statements.splice(0),
    assertion,
    ask: ask as TestSubgraph['ask'],
    async data<Data>(viewer: Viewer, query: string, variables?: Record<string, unknown>) {
      const answer = await ask(viewer, query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
      return answer.data as Data;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A codec of cursors with a key of its own making: equal in all tests. */
export function testCursors(): CursorCodec {
  return new CursorCodec(Buffer.alloc(32, 7));
}

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of statements, of its own making: equal in all tests, so that equal answers are the same. */
export function testStatementKey(): JWK {
  const der = Buffer.concat([ED25519, Buffer.alloc(32, 7)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' }) as JWK;
}

/** A key pair that lives in memory only. */
export async function testSigningKey(id = 'test'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), alg: 'EdDSA', use: 'sig', kid: id };
  return { algorithm: 'EdDSA', id, privateKey, publicKey, publicJwk };
}
