import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { peerFile } from './peers.ts';
import type { StartOptions } from './server.ts';

/** What the servers of one graph are started over. */
export interface Graph {
  /** Files of the supergraph; the second's subgraphs say that their answers may be kept. */
  readonly supergraph: string;
  readonly cacheable: string;
  /** The file of the schema that clients see. */
  readonly api: string;
  /** The environment of the product's own gateway: keys and a folder for its data. */
  readonly environment: Readonly<Record<string, string>>;
  /** Hive Gateway's configuration, with the headers that the subgraphs ask for; null where they ask for none. */
  readonly hiveConfig: string | null;
}

/** A server of the bench, by its name in the tables. */
export interface ServerEntry {
  /** Short, for `--servers`. */
  readonly name: string;
  readonly label: string;
  /** The graphs that it serves. */
  readonly graphs: readonly ('fixture' | 'product')[];
  /** Whether it asks subgraphs, or answers by itself. */
  readonly federates: boolean;
  start(graph: Graph): StartOptions['child'];
}

/**
 * Node's flags of the product's own start command; every server gets them, so that no figure is the flag's.
 * More room for young objects spares all of them work, and costs all of them memory.
 */
const NODE_FLAGS = ['--max-semi-space-size=64'];
const PRODUCTION = { NODE_ENV: 'production' };

/** The product's own gateway as it runs in production. */
function ours(
  name: string,
  label: string,
  { environment, cacheable = false, graphs = ['fixture', 'product'] }: Variant,
): ServerEntry {
  return {
    name,
    label,
    graphs,
    federates: true,
    start: (graph) => (port) => ({
      args: [...NODE_FLAGS, join(projectRoot(), 'dist', 'gateway', 'main.js')],
      environment: {
        ...graph.environment,
        HOST: '127.0.0.1',
        PORT: String(port),
        SUPERGRAPH_FILE: cacheable ? graph.cacheable : graph.supergraph,
        SUBGRAPH_TRANSPORT: 'http',
        ...environment,
      },
    }),
  };
}

interface Variant {
  /** What distinguishes this variant. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its subgraphs say that their answers may be kept. */
  readonly cacheable?: boolean;
  readonly graphs?: ServerEntry['graphs'];
}

/** The name of the server that all others are compared with, by graph. */
export const REFERENCE = { fixture: 'stock', product: 'ours-apollo' } as const;

/** All servers, in the order of the tables. */
export const SERVERS: readonly ServerEntry[] = [
  ours('ours', 'ours', { environment: { GATEWAY_ENGINE: 'compiled' } }),
  // The product refuses what stock refuses to serve, so on the product's own graph this is the reference.
  ours('ours-apollo', 'ours on @apollo/gateway', {
    environment: { GATEWAY_ENGINE: 'apollo' },
    graphs: ['product'],
  }),
  {
    name: 'stock',
    label: '@apollo/server + @apollo/gateway',
    graphs: ['fixture'],
    federates: true,
    start:
      ({ supergraph }) =>
      (port) => ({
        args: [...NODE_FLAGS, peerFile('stock.js'), String(port), supergraph],
        // Without it, @apollo/gateway looks for a cloud's metadata at its start.
        environment: { ...PRODUCTION, APOLLO_TELEMETRY_DISABLED: 'true' },
      }),
  },
  {
    name: 'hive',
    label: 'Hive Gateway, Rust planner',
    graphs: ['fixture'],
    federates: true,
    start:
      ({ supergraph, hiveConfig }) =>
      (port) => ({
        args: [
          ...NODE_FLAGS,
          peerFile('node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js'),
          'supergraph',
          supergraph,
          // Its Rust planner with the executor made for it: "up to 3x faster per core" by its documentation.
          '--hive-router-runtime',
          '--host',
          '127.0.0.1',
          '--port',
          String(port),
          ...(hiveConfig ? ['--config-path', hiveConfig] : []),
        ],
        environment: { ...PRODUCTION, LOG_LEVEL: 'warn' },
      }),
  },
  {
    name: 'monolith',
    label: 'floor: monolith under graphql-jit',
    graphs: ['fixture'],
    federates: false,
    start:
      ({ api }) =>
      (port) => ({
        args: [...NODE_FLAGS, peerFile('monolith.js'), String(port), api, built('fixture', 'subgraphs.js')],
        environment: PRODUCTION,
      }),
  },
  {
    name: 'bare',
    label: 'floor: node:http, a ready string',
    graphs: ['fixture'],
    federates: false,
    start:
      ({ api }) =>
      (port) => ({
        args: [...NODE_FLAGS, built('fixture', 'bare-process.js'), String(port), api],
        environment: PRODUCTION,
      }),
  },
];

/** A built file of the bench. */
function built(...path: string[]): string {
  return join(import.meta.dirname, '..', ...path);
}
