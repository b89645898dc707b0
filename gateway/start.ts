import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { viewerPolicies } from '../platform/authorization/viewer-policies.ts';
import type { Config } from '../platform/config.ts';
import { drainMilliseconds } from '../platform/http/draining.ts';
import type { AssertionVerifier } from '../platform/identity/assertion.ts';
import { processAssertions } from '../platform/identity/secret-assertions.ts';
import { cursorSecret } from '../platform/identity/cursor-secret.ts';
import { attestor } from '../platform/identity/attestation.ts';
import { publishedStatementKeys, statementKey } from '../platform/identity/statement-keys.ts';
import { createLog } from '../platform/log.ts';
import { openSubgraphMetrics } from '../platform/metrics/open.ts';
import type { Running } from '../platform/process.ts';
import { servedDatabase } from '../platform/store/configured.ts';
import type { OnStatement } from '../platform/store/statements.ts';
import type { HostedSubgraph } from '../platform/subgraph/host.ts';
import type { Recorder } from './audit/recorder.ts';
import { startAudit } from './audit/start.ts';
import { authorized } from './authorization/authorized-engine.ts';
import { developmentIssuer, developmentIssuerIsOn } from './development-issuer.ts';
import type { Manifests } from './documents/manifests.ts';
import { persistedQueries } from './documents/persisted-queries.ts';
import { startDocuments } from './documents/start.ts';
import { apolloEngine } from './engine/apollo.ts';
import { compiledEngine } from './engine/compiled.ts';
import { httpBounds } from './http/bounds.ts';
import { configuredTls } from './http/tls.ts';
import { clientCertificates } from './identity/client-certificates.ts';
import { configuredIssuers } from './identity/issuers.ts';
import { requestIdentity } from './identity/request-identity.ts';
import { configuredRevocations, type FollowedRevocations } from './identity/revocations.ts';
import { tokenIdentity } from './identity/token-identity.ts';
import { GatewayLimits } from './limits/gateway-limits.ts';
import { listen, type ListeningGateway } from './server.ts';
import { SharedRedis } from './shared/shared-redis.ts';
import { sharedRevocations } from './shared/shared-revocations.ts';
import { sharingWrites } from './shared/shared-writes.ts';
import { SupergraphLife, type LifeTimes } from './supergraph/life.ts';
import { oneTransport, transportsByAddress, type Transports } from './supergraph/transports.ts';
import { Telemetry } from './telemetry.ts';
import { addressesOf, configuredSigner } from './transport/configured.ts';
import { callAssertions } from './transport/assertions.ts';
import { headerForwarding } from './transport/headers.ts';
import { httpTransport } from './transport/http.ts';
import { inProcessTransport } from './transport/in-process.ts';
import { callPolicy } from './transport/policy.ts';
import type { Transport } from './transport/transport.ts';

const DEFAULT_PORT = 4000;
const MIB = 1024 * 1024;
const ENGINES = { compiled: compiledEngine, apollo: apolloEngine } as const;

/** Parts that tests replace; everything else comes from the configuration. */
export interface Overrides {
  readonly log?: Logger;
  readonly clock?: () => Date;
  readonly transport?: Transport;
  readonly times?: Partial<LifeTimes>;
  /** Called with the text of every SQL statement that runs in this process. */
  readonly onStatement?: OnStatement;
  readonly say?: (line: string) => void;
}

/** The gateway as it runs. */
export interface RunningGateway extends Running {
  readonly url: string;
  /** Where `/metrics` is, where it has a port of its own. */
  readonly metricsAt?: string | undefined;
  /** Reads the supergraph's file again, as it does by itself where it watches it. */
  reload(): Promise<void>;
}

/** Puts the gateway together as the configuration says, and starts it. */
export async function startGateway(config: Config, overrides: Overrides = {}): Promise<RunningGateway> {
  const log = overrides.log ?? createLog(config.LOG_LEVEL);
  const telemetry = await Telemetry.open(config, log);
  const metrics = telemetry.metrics?.gateway;
  const forward = headerForwarding(config.FORWARD_HEADERS);
  const tls = configuredTls(config);
  const certificateOf = clientCertificates(config);
  const issuers = configuredIssuers(config, log);
  if (developmentIssuerIsOn(config)) issuers.push(await developmentIssuer(config));
  const redis = config.REDIS_URL ? await SharedRedis.open(config.REDIS_URL, log) : undefined;
  if (redis) metrics?.followRedis(() => redis.isThere);
  const revocations = await configuredRevocations(config, log, redis && sharedRevocations(redis));
  const trusted = await startDocuments(config, log, overrides.times?.look);
  const limits = new GatewayLimits(config, redis, metrics?.limits);
  // Its thread starts while the supergraph is read.
  const auditing = startAudit(config, log);
  auditing.catch(() => undefined);
  let life: SupergraphLife | undefined;
  try {
    const reached = await transportsOf(config, log, overrides, telemetry);
    const transports = telemetry.through(redis ? sharingWrites(reached, redis) : reached);
    life = await SupergraphLife.start({
      file: config.SUPERGRAPH_FILE,
      operations: config.SUPERGRAPH_OPERATIONS ?? join(dirname(config.SUPERGRAPH_FILE), 'operations'),
      watch: config.SUPERGRAPH_WATCH,
      times: overrides.times,
      transports,
      planning: telemetry.planning,
      makeEngine: limits.costed(
        authorized(ENGINES[config.GATEWAY_ENGINE], { mode: config.AUTHORIZATION, policies: viewerPolicies }),
      ),
      caches: {
        entityBytes: config.ENTITY_CACHE_MIB * MIB,
        answerBytes: config.ANSWER_CACHE_MIB * MIB,
      },
      log,
    });
    metrics?.engine.follow(life.serving);
    metrics?.countUnderWay(() => limits.load.underWay);
    const audit = await auditing;
    if (audit) metrics?.followAudit(() => audit.state);
    const gateway = await listen({
      host: config.HOST,
      port: config.PORT ?? DEFAULT_PORT,
      sharesPort: config.SHARE_PORT,
      drainMilliseconds: drainMilliseconds(config),
      issuers,
      revocations,
      serving: life.serving,
      identify: requestIdentity(
        tokenIdentity({ issuers, revocations, clock: overrides.clock }),
        certificateOf,
      ),
      tls,
      forward,
      bounds: httpBounds(config),
      documents: trusted?.documents,
      persistedQueries: persistedQueries(
        config.TRUSTED_DOCUMENTS === 'allow-list' ? 0 : config.APQ_MIB * MIB,
        redis,
        metrics?.persistedQuery,
      ),
      limits,
      audit,
      metrics: telemetry.metrics?.process,
      statementKeys: await publishedStatementKeys(config),
      origins: config.CORS_ORIGINS,
      pages: { sandbox: sandboxIsOn(config), explorer: config.EXPLORER },
      log,
      journal: telemetry.journal,
      traces: telemetry.traces,
    });
    const metricsAt = await telemetry.metrics?.process.listen();
    void life.warm();
    return running(gateway, life, {
      revocations,
      limits,
      audit,
      manifests: trusted?.manifests,
      telemetry,
      redis,
      metricsAt,
    });
  } catch (error) {
    revocations?.close();
    limits.close();
    redis?.close();
    await trusted?.manifests.close();
    await life?.close();
    await auditing.then(
      (it) => it?.close(),
      () => undefined,
    );
    await telemetry.close();
    throw error;
  }
}

/** Whether `/` shows Apollo Sandbox. */
export function sandboxIsOn(config: Config): boolean {
  return config.SANDBOX ?? config.NODE_ENV !== 'production';
}

/** What runs beside the server, the parts in question where the configuration says so. */
interface Followed {
  readonly limits: GatewayLimits;
  readonly audit?: Recorder | undefined;
  readonly revocations?: FollowedRevocations | undefined;
  readonly manifests?: Manifests | undefined;
  readonly telemetry: Telemetry;
  readonly redis?: SharedRedis | undefined;
  readonly metricsAt?: string | undefined;
}

function running(
  gateway: ListeningGateway,
  life: SupergraphLife,
  { revocations, limits, audit, manifests, telemetry, redis, metricsAt }: Followed,
): RunningGateway {
  return {
    url: gateway.url,
    metricsAt,
    drain: () => gateway.drain(),
    async reload() {
      gateway.renewCertificates();
      await Promise.all([life.reload(), manifests?.reload()]);
    },
    async close() {
      revocations?.close();
      await gateway.close();
      await manifests?.close();
      await life.close();
      limits.close();
      redis?.close();
      await audit?.close();
      await telemetry.close();
    },
  };
}

async function transportsOf(
  config: Config,
  log: Logger,
  overrides: Overrides,
  telemetry: Telemetry,
): Promise<Transports> {
  const { transport } = overrides;
  if (transport) return oneTransport(async () => transport);
  const options = { policy: callPolicy(config), log };
  if (config.SUBGRAPH_TRANSPORT === 'http') {
    return transportsByAddress(
      (supergraph) => addressesOf(config, supergraph),
      async (addresses) => {
        const told = config.SUBGRAPH_ASSERTIONS
          ? { assertions: callAssertions(await configuredSigner(config, addresses.keys())) }
          : {};
        return httpTransport({ addresses, ...told, ...options });
      },
    );
  }
  const { signer, verifier } = processAssertions();
  return oneTransport(async () =>
    inProcessTransport(
      await embeddedSubgraphs(config, verifier, log, overrides, telemetry),
      callAssertions(signer),
      options,
    ),
  );
}

/** Only this mode loads the subgraphs' code. */
async function embeddedSubgraphs(
  config: Config,
  verifier: AssertionVerifier,
  log: Logger,
  overrides: Overrides,
  { metrics, tracing }: Telemetry,
): Promise<readonly HostedSubgraph[]> {
  const { hostEmbedded } = await import('./embedded.ts');
  const statements = await statementKey(config);
  return hostEmbedded({
    dataDirectory: config.DATA_DIR,
    factsDirectory: config.FACTS_DIR,
    database: servedDatabase(config),
    readOnly: config.STORE_READ_ONLY,
    cursorSecret: await cursorSecret(config),
    attestor: statements && attestor(statements),
    verifier,
    log,
    metrics: await openSubgraphMetrics(metrics?.process),
    tracing,
    ...(overrides.clock ? { clock: overrides.clock } : {}),
    ...(overrides.onStatement ? { onStatement: overrides.onStatement } : {}),
    ...(overrides.say ? { say: overrides.say } : {}),
  });
}
