import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { developmentToken } from '../../gateway/development-issuer.ts';
import { startGateway } from '../../gateway/start.ts';
import type { LifeTimes } from '../../gateway/supergraph/life.ts';
import { callAssertions } from '../../gateway/transport/assertions.ts';
import { inProcessTransport } from '../../gateway/transport/in-process.ts';
import { callPolicy } from '../../gateway/transport/policy.ts';
import type { Transport } from '../../gateway/transport/transport.ts';
import { toConfig, type Config } from '../../platform/config.ts';
import { configuredVerifier } from '../../platform/identity/configured-verifier.ts';
import { attestor } from '../../platform/identity/attestation.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import { processAssertions } from '../../platform/identity/secret-assertions.ts';
import { partnerViewer, type Attributes } from '../../platform/identity/viewer.ts';
import { createLog } from '../../platform/log.ts';
import type { AnySubgraph, SubgraphEnvironment } from '../../platform/subgraph/define.ts';
import { hostSubgraph, type HostedSubgraph } from '../../platform/subgraph/host.ts';
import { listen, type ListeningSubgraph } from '../../platform/subgraph/standalone.ts';
import { compose } from '../../schema/compose.ts';
import { emitSubgraphs } from '../../schema/emit.ts';
import { ALL_DATABASES } from '../../subgraphs/databases.ts';
import { dialect, embeddedPlace, storePlace, type StorePlace } from './stores/place.ts';
import { TEST_NOW, testCursors, testStatementKey } from './subgraph.ts';

/** Both ways in which the product runs. */
export const RUN_MODES = ['in-process', 'http'] as const;
export type RunMode = (typeof RUN_MODES)[number];
/** Both engines: they give the same answers. */
export const ENGINES = ['apollo', 'compiled'] as const;
/** Every run mode and every engine. */
export const RUNS = [
  ...RUN_MODES.map((mode) => [mode, 'apollo'] as const),
  ['in-process', 'compiled'] as const,
];

export interface TestGatewayOptions {
  readonly mode?: RunMode;
  /** By default the product's own, over their shipped facts. */
  readonly subgraphs?: readonly AnySubgraph[];
  /** By default the supergraph that is checked in; composed from `subgraphs` where these are given. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stands between the engine and the subgraphs, to make them fail. In-process mode only. */
  readonly around?: (transport: Transport) => Transport;
  readonly log?: Logger;
  readonly clock?: () => Date;
  /** `embedded` also where the run is over PostgreSQL. */
  readonly stores?: 'embedded';
  /** How the supergraph's changes are taken. */
  readonly times?: Partial<LifeTimes>;
}

/** What a token says, for tests that ask on behalf of somebody. */
export interface Asker extends Partial<Attributes> {
  readonly partner: string;
  readonly subject?: string;
  readonly tags?: readonly string[];
  readonly scopes?: readonly string[];
}

/** What a client does. */
export interface TestClient {
  token(asker: Asker): Promise<string>;
  /** Asks as a client does, over HTTP; null asks without a token. */
  ask<Data = any>(
    asker: Asker | null,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Omit<FormattedExecutionResult, 'data'> & { data?: Data | null }>;
  /** As `ask`, for answers that must come without an error. */
  data<Data = any>(asker: Asker | null, query: string, variables?: Record<string, unknown>): Promise<Data>;
}

/** A gateway that listens on a free port over subgraphs with stores of their own. */
export interface TestGateway extends TestClient, AsyncDisposable {
  readonly url: string;
  readonly config: Config;
  readonly hosted: readonly HostedSubgraph[];
  /** The SQL statements that ran since the last {@link TestGateway.forgetStatements}. */
  readonly statements: readonly string[];
  forgetStatements(): void;
  /** Has the gateway read its supergraph's file again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { mode = 'in-process', subgraphs, around = (it: Transport) => it } = options;
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const statements: string[] = [];
  const log = options.log ?? createLog('silent');
  const data = options.environment?.['DATA_DIR'] ?? folder;
  const place = subgraphs ? undefined : await placeOfAll(options.stores ?? dialect());
  const environment: SubgraphEnvironment = {
    dataDirectory: null,
    ...place?.environment,
    cursors: testCursors(),
    attestor: attestor(await statementKeyIn(data)),
    log,
    clock: options.clock ?? (() => TEST_NOW),
    onStatement: (statement) => statements.push(statement),
  };
  const within = processAssertions();
  const verifierOf = (name: string) =>
    mode === 'http' ? configuredVerifier(toConfig({ DATA_DIR: data }), name) : within.verifier;
  const definitions = subgraphs ?? (await import('../../subgraphs/all.ts')).ALL_SUBGRAPHS;
  const hosted: HostedSubgraph[] = [];
  for (const it of definitions) hosted.push(await hostSubgraph(it, environment, await verifierOf(it.name)));
  const listening = mode === 'http' ? await Promise.all(hosted.map((it) => listen(it, '127.0.0.1', 0))) : [];
  const config = toConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: folder,
    SUBGRAPH_TRANSPORT: mode,
    // A thread and a disk for each gateway: what is recorded has tests of its own.
    AUDIT: 'off',
    ...(subgraphs ? { SUPERGRAPH_FILE: composed(subgraphs, folder) } : {}),
    ...addressesOf(hosted, listening),
    ...options.environment,
  });
  const inProcess = inProcessTransport(hosted, callAssertions(within.signer), {
    policy: callPolicy(config),
    log,
  });
  const gateway = await startGateway(config, {
    log,
    ...(mode === 'in-process' ? { transport: around(inProcess) } : {}),
    ...(options.times ? { times: options.times } : {}),
  });

  const close = async () => {
    await gateway.close();
    await Promise.all(listening.map((it) => it.close()));
    if (mode === 'http') await Promise.all(hosted.map((it) => it.close()));
    await place?.dispose();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    url: gateway.url,
    config,
    hosted,
    statements,
    forgetStatements: () => void statements.splice(0),
    reload: () => gateway.reload(),
    ...clientOf(gateway.url, config),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A client of the gateway at `url`, with the development tokens of a configuration. */
export function clientOf(url: string, config: Config): TestClient {
  const token: TestClient['token'] = ({ partner, subject = 'user', tags = [], scopes = [], ...attributes }) =>
    developmentToken(config, partnerViewer(partner, subject, tags, scopes, attributes), 600);
  const ask: TestClient['ask'] = async (asker, query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(asker ? { authorization: `Bearer ${await token(asker)}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as any;
  };
  return {
    token,
    ask,
    async data<Data>(asker: Asker | null, query: string, variables?: Record<string, unknown>) {
      const answer = await ask(asker, query, variables);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 2));
      return answer.data as Data;
    },
  };
}

/** A place for the stores of all subgraphs. */
function placeOfAll(stores: 'embedded' | ReturnType<typeof dialect>): Promise<StorePlace> {
  // In PostgreSQL they are in one database.
  return stores === 'postgres' ? storePlace(ALL_DATABASES[0]!) : embeddedPlace(ALL_DATABASES);
}

/** The development key of statements in a data directory, which is the tests' own unless there is one. */
function statementKeyIn(data: string): Promise<SigningKey> {
  const file = join(data, 'keys/statements.jwk.json');
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(testStatementKey()));
  return developmentKeys(data).statements();
}

/** The supergraphs composed so far: many tests of a file start over the same subgraphs. */
const supergraphs = new WeakMap<readonly AnySubgraph[], string>();

function composed(subgraphs: readonly AnySubgraph[], folder: string): string {
  let supergraph = supergraphs.get(subgraphs);
  if (supergraph === undefined) {
    const sdl = emitSubgraphs(subgraphs);
    const named = [...sdl.keys()].map((name) => ({
      name,
      routingUrl: `http://127.0.0.1:1/${name}`,
      file: '',
    }));
    supergraph = compose(named, ({ name }) => sdl.get(name) ?? '').supergraph;
    supergraphs.set(subgraphs, supergraph);
  }
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  return file;
}

function addressesOf(
  hosted: readonly HostedSubgraph[],
  listening: readonly ListeningSubgraph[],
): Record<string, string> {
  return Object.fromEntries(
    listening.map(({ url }, index) => [`${(hosted[index] as HostedSubgraph).name.toUpperCase()}_URL`, url]),
  );
}
