import type { Logger } from 'pino';
import type { Config } from '../platform/config.ts';
import { assertionSigner } from '../platform/identity/assertion.ts';
import { developmentKeys } from '../platform/identity/development-keys.ts';
import { ephemeralKey, readSigningKey, type SigningKey } from '../platform/identity/keys.ts';
import { createLog } from '../platform/log.ts';
import type { Running } from '../platform/process.ts';
import { developmentIssuer, developmentIssuerIsOn } from './development-issuer.ts';
import { apolloEngine } from './engine/apollo.ts';
import { compiledEngine } from './engine/compiled.ts';
import type { Engine, EngineParts } from './engine/engine.ts';
import { configuredIssuers, tokenIdentity } from './identity.ts';
import { listen, type ListeningGateway } from './server.ts';
import { loadSupergraph, type Supergraph } from './supergraph.ts';
import { requestAssertions } from './transport/assertions.ts';
import { headerForwarding } from './transport/headers.ts';
import { httpTransport } from './transport/http.ts';
import { inProcessTransport } from './transport/in-process.ts';
import { callPolicy } from './transport/policy.ts';
import type { Transport } from './transport/transport.ts';

const DEFAULT_PORT = 4000;

/** Parts that tests replace; everything else comes from the configuration. */
export interface Overrides {
  readonly log?: Logger;
  readonly clock?: () => Date;
  readonly transport?: Transport;
  /** Called with the text of every SQL statement that runs in this process. */
  readonly onStatement?: (statement: string) => void;
  readonly say?: (line: string) => void;
}

/** The gateway as it runs. */
export interface RunningGateway extends Running {
  readonly url: string;
}

/** Puts the gateway together as the configuration says, and starts it. */
export async function startGateway(config: Config, overrides: Overrides = {}): Promise<RunningGateway> {
  const log = overrides.log ?? createLog(config.LOG_LEVEL);
  const forward = headerForwarding(config.FORWARD_HEADERS);
  const supergraph = loadSupergraph(config.SUPERGRAPH_FILE);
  const issuers = configuredIssuers(config);
  if (developmentIssuerIsOn(config)) issuers.push(await developmentIssuer(config));
  const transport = overrides.transport ?? (await transportOf(config, supergraph, log, overrides));
  try {
    const gateway = await listen({
      host: config.HOST,
      port: config.PORT ?? DEFAULT_PORT,
      engine: await engineOf(config, { supergraph, transport, log }),
      transport,
      identify: tokenIdentity(issuers, config.TOKEN_AUDIENCE, overrides.clock),
      forward,
      requestMilliseconds: config.REQUEST_SECONDS * 1000,
      introspection: config.INTROSPECTION,
      origins: config.CORS_ORIGINS,
      pages: { sandbox: sandboxIsOn(config), explorer: config.EXPLORER },
      log,
    });
    return running(gateway, transport);
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** Whether `/` shows Apollo Sandbox. */
export function sandboxIsOn(config: Config): boolean {
  return config.SANDBOX ?? config.NODE_ENV !== 'production';
}

function running(gateway: ListeningGateway, transport: Transport): RunningGateway {
  return {
    url: gateway.url,
    async close() {
      await gateway.close();
      await transport.close();
    },
  };
}

function engineOf(config: Config, parts: EngineParts): Promise<Engine> {
  const engines = { compiled: compiledEngine, apollo: apolloEngine } as const;
  return engines[config.GATEWAY_ENGINE](parts);
}

async function transportOf(
  config: Config,
  supergraph: Supergraph,
  log: Logger,
  overrides: Overrides,
): Promise<Transport> {
  const options = { policy: callPolicy(config), log };
  const key = await assertionKey(config);
  const assertions = requestAssertions(assertionSigner(key));
  if (config.SUBGRAPH_TRANSPORT === 'http') {
    const addresses = addressesOf(config, supergraph);
    const told = config.SUBGRAPH_ASSERTIONS ? { assertions } : {};
    return httpTransport({ addresses, ...told, ...options });
  }
  // Only this mode loads the subgraphs' code.
  const { hostEmbedded } = await import('./embedded.ts');
  const hosted = await hostEmbedded({
    dataDirectory: config.DATA_DIR,
    factsDirectory: config.FACTS_DIR,
    cursorSecret: await developmentKeys(config.DATA_DIR).cursorSecret(),
    assertionKey: key,
    log,
    ...(overrides.clock ? { clock: overrides.clock } : {}),
    ...(overrides.onStatement ? { onStatement: overrides.onStatement } : {}),
    ...(overrides.say ? { say: overrides.say } : {}),
  });
  return inProcessTransport(hosted, assertions, options);
}

/** In production, subgraphs of the same process need no key that outlives it. */
function assertionKey(config: Config): Promise<SigningKey> {
  if (config.ASSERTION_KEY_FILE) return readSigningKey(config.ASSERTION_KEY_FILE, 'ASSERTION_KEY_FILE');
  return config.NODE_ENV === 'production' ? ephemeralKey() : developmentKeys(config.DATA_DIR).assertion();
}

/** The addresses in the supergraph, each replaced by the configuration's where it has one. */
function addressesOf(config: Config, supergraph: Supergraph): ReadonlyMap<string, string> {
  const configured: Readonly<Record<string, string | undefined>> = {
    catalogue: config.CATALOGUE_URL,
    classification: config.CLASSIFICATION_URL,
    contracts: config.CONTRACTS_URL,
    devices: config.DEVICES_URL,
  };
  return new Map([...supergraph.addresses].map(([name, address]) => [name, configured[name] ?? address]));
}
