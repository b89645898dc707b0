import { ConfigError, type Config } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { built, given, TIED, type Environment } from './parts.ts';
import { checkFree, freePorts } from './ports.ts';
import { findRedis, redisServer } from './redis-server.ts';
import { chooseStores, type Stores } from './stores.ts';
import { Supervised } from './supervised.ts';

export interface DeploymentOptions {
  readonly config: Config;
  /** What the processes are given, beside what their places in the deployment are. */
  readonly environment: Environment;
  readonly say: (line: string) => void;
}

/** A process of a deployment, and where it listens. */
export interface Member {
  readonly name: string;
  readonly kind: 'subgraph' | 'gateway';
  readonly url: string;
  readonly server: Supervised;
}

const GATEWAYS = 2;
const DEFAULT_PORT = 4000;
/** From the first gateway's port to the second's; between them are those of the subgraphs. */
const NEXT_GATEWAY = 10;
/** How long a process drains here, in seconds, where the configuration does not say. */
const DRAIN_SECONDS = 2;

/**
 * The scaled mode on one machine: each subgraph of the supergraph and two gateways as processes of their own, a
 * PostgreSQL where none is configured, and a Redis where there is one.
 */
export class Deployment {
  readonly members: readonly Member[];
  /** The address of the Redis that the gateways share; undefined where each is for itself. */
  readonly redisUrl: string | undefined;
  readonly stores: Stores;
  readonly #redis: Supervised | undefined;

  /** Starts all of it, what is asked before who asks. @throws ConfigError where a port is taken. */
  static async start(options: DeploymentOptions): Promise<Deployment> {
    const { config, environment, say } = options;
    const subgraphs = [...loadSupergraph(config.SUPERGRAPH_FILE).addresses.keys()];
    const ports = await portsOf(config, subgraphs.length);
    const program = config.REDIS_URL ? undefined : findRedis(environment['PATH'] ?? '');
    const [redisPort] = program ? await freePorts(config.HOST, 1) : [];
    const redis =
      program && redisPort !== undefined ? redisServer(program, config.HOST, redisPort, say) : undefined;
    const redisUrl = redis ? `redis://${config.HOST}:${redisPort}` : config.REDIS_URL;
    const stores = await chooseStores(options, subgraphs);
    const deployment = new Deployment(options, { subgraphs, ports, redis, redisUrl, stores });
    try {
      await deployment.#start(say);
      return deployment;
    } catch (error) {
      await deployment.close();
      throw error;
    }
  }

  private constructor(
    { config, environment, say }: DeploymentOptions,
    { subgraphs, ports, redis, redisUrl, stores }: Places,
  ) {
    const { HOST: host } = config;
    const common = {
      ...given(environment),
      HOST: host,
      SHARE_PORT: 'on',
      DRAIN_SECONDS: String(config.DRAIN_SECONDS ?? DRAIN_SECONDS),
      METRICS: environment['METRICS'] ?? 'on',
      // One port cannot be that of all.
      METRICS_PORT: '',
    };
    const member = (
      kind: Member['kind'],
      name: string,
      port: number,
      args: readonly string[],
      more: Readonly<Record<string, string>> = {},
    ): Member => ({
      kind,
      name,
      url: `http://${host}:${port}`,
      server: new Supervised({
        name,
        command: [process.execPath, '--import', TIED, ...args],
        folder: projectRoot(),
        environment: { ...common, ...more, PORT: String(port) },
        answers: /listens on \S+/,
        isNode: true,
        say,
      }),
    });
    const [gatewayPorts, subgraphPorts] = [ports.slice(0, GATEWAYS), ports.slice(GATEWAYS)];
    const served = subgraphs.map((name, at) =>
      member(
        'subgraph',
        name,
        subgraphPorts[at] as number,
        [built('bin', `${name}.js`)],
        stores.environment.subgraph,
      ),
    );
    const toSubgraphs = Object.fromEntries(
      served.map(({ name, url }) => [`${name.toUpperCase()}_URL`, `${url}/graphql`]),
    );
    const gateways = gatewayPorts.map((port, at) =>
      member('gateway', `gateway-${at + 1}`, port, ['--max-semi-space-size=64', built('bin', 'gateway.js')], {
        SUBGRAPH_TRANSPORT: 'http',
        ...stores.environment.gateway,
        ...toSubgraphs,
        ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      }),
    );
    this.members = [...served, ...gateways];
    this.redisUrl = redisUrl;
    this.stores = stores;
    this.#redis = redis;
  }

  /** The gateways' addresses, without a slash at their ends. */
  get gateways(): readonly string[] {
    return this.members.filter((it) => it.kind === 'gateway').map((it) => it.url);
  }

  /** Restarts every process without a gap, one after the other: subgraphs first. */
  async restart(): Promise<void> {
    for (const { server } of this.members) await server.restart();
  }

  /** Ends all of it: gateways first, each drained, then what they ask, and what those ask. */
  async close(): Promise<void> {
    for (const kind of ['gateway', 'subgraph'] as const) {
      await Promise.all(this.members.filter((it) => it.kind === kind).map((it) => it.server.stop()));
    }
    await Promise.all([this.#redis?.stop(), this.stores.server?.stop()]);
  }

  async #start(say: (line: string) => void): Promise<void> {
    await Promise.all([this.#redis?.start(), this.stores.start()]);
    for (const kind of ['subgraph', 'gateway'] as const) {
      const members = this.members.filter((it) => it.kind === kind);
      await Promise.all(members.map(({ server }) => server.start()));
      for (const { name, url } of members) say(`${name.padEnd(14)} ${url}`);
    }
  }
}

interface Places {
  readonly subgraphs: readonly string[];
  /** Of the gateways, then of the subgraphs. */
  readonly ports: readonly number[];
  readonly redis: Supervised | undefined;
  readonly redisUrl: string | undefined;
  readonly stores: Stores;
}

/** PORT is the first gateway's, the subgraphs' follow it; with 0 all are free ones. */
async function portsOf({ HOST, PORT = DEFAULT_PORT }: Config, subgraphs: number): Promise<number[]> {
  if (PORT === 0) return freePorts(HOST, GATEWAYS + subgraphs);
  if (subgraphs >= NEXT_GATEWAY) {
    throw new ConfigError(`PORT: expected 0 for more than ${NEXT_GATEWAY - 1} subgraphs, got ${PORT}.`);
  }
  const gateways = Array.from({ length: GATEWAYS }, (_, at) => PORT + at * NEXT_GATEWAY);
  const ports = [...gateways, ...Array.from({ length: subgraphs }, (_, at) => PORT + 1 + at)];
  for (const it of ports) await checkFree(HOST, it);
  return ports;
}
