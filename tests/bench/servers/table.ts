import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import type { GraphName, RunningGraph } from '../graph.ts';
import type { ChildOptions } from './child.ts';
import { peerFile } from './peers.ts';
import { UNREACHED_LIMITS } from '../unreached-limits.ts';

/** A server of the bench. */
export interface ServerEntry {
  /** Short, for `--servers` and JSON. */
  readonly name: string;
  /** For tables. */
  readonly label: string;
  /** The graphs that it is measured on. */
  readonly graphs: readonly GraphName[];
  /** Whether it needs the peers' package. */
  readonly isPeer: boolean;
  /** The process that serves `graph` on `port`. */
  process(graph: RunningGraph, port: number): Omit<ChildOptions, 'name'>;
}

/**
 * Node's flags of the product's own start command. Every server gets them, so that no figure is the flag's:
 * more room for young objects spares each of them work, and costs each of them memory.
 */
const NODE_FLAGS = ['--max-semi-space-size=64'];
const PRODUCTION = { NODE_ENV: 'production' };

/** The product's own gateway, in one configuration or another. */
interface Variant extends Pick<ServerEntry, 'name' | 'label' | 'graphs'> {
  /** What this variant sets beyond what all do. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its subgraphs say that their answers may be kept. */
  readonly isCacheable?: boolean;
}

/** Every configuration of the product that is measured. */
const VARIANTS: readonly Variant[] = [
  {
    name: 'ours',
    label: 'ours',
    graphs: ['fixture', 'product'],
    environment: { GATEWAY_ENGINE: 'compiled' },
  },
  // Peers tell subgraphs nothing of who asks. The product signs it for each call, unless it is told not to.
  {
    name: 'ours-unsigned',
    label: 'ours, without assertions',
    graphs: ['fixture'],
    environment: { GATEWAY_ENGINE: 'compiled', SUBGRAPH_ASSERTIONS: 'off' },
  },
  {
    name: 'ours-warm-entities',
    label: 'ours, without assertions, warm entities',
    graphs: ['fixture'],
    isCacheable: true,
    environment: { GATEWAY_ENGINE: 'compiled', SUBGRAPH_ASSERTIONS: 'off', ENTITY_CACHE_MIB: '64' },
  },
  {
    name: 'ours-warm-answers',
    label: 'ours, without assertions, warm answers',
    graphs: ['fixture'],
    isCacheable: true,
    environment: { GATEWAY_ENGINE: 'compiled', SUBGRAPH_ASSERTIONS: 'off', ANSWER_CACHE_MIB: '64' },
  },
  // Stock cannot serve the product's own graph, whose subgraphs want an assertion: there this is the reference.
  {
    name: 'ours-apollo',
    label: 'ours on @apollo/gateway',
    graphs: ['product'],
    environment: { GATEWAY_ENGINE: 'apollo' },
  },
];

/** The product's gateway as it runs in production, with an identity provider's keys in a file. */
function ours({ environment, isCacheable = false, ...variant }: Variant): ServerEntry {
  return {
    ...variant,
    isPeer: false,
    process: (graph, port) => ({
      args: [...NODE_FLAGS, join(projectRoot(), 'dist', 'bin', 'gateway.js')],
      environment: {
        ...graph.environment,
        HOST: '127.0.0.1',
        PORT: String(port),
        SUPERGRAPH_FILE: isCacheable ? graph.cacheable : graph.supergraph,
        SUBGRAPH_TRANSPORT: 'http',
        ...UNREACHED_LIMITS,
        ...environment,
      },
    }),
  };
}

const STOCK: ServerEntry = {
  name: 'stock',
  label: '@apollo/server + @apollo/gateway',
  graphs: ['fixture'],
  isPeer: true,
  process: ({ supergraph }, port) => ({
    args: [...NODE_FLAGS, peerFile('stock.js'), String(port), supergraph],
    // Without it, @apollo/gateway looks for a cloud's metadata at its start.
    environment: { ...PRODUCTION, APOLLO_TELEMETRY_DISABLED: 'true' },
  }),
};

/**
 * Hive Gateway's own command. `--hive-router-runtime` gives it the Rust planner and the executor made for it,
 * its fastest by its documentation. `--jit` stays off: it executes operations itself, beside that executor, and
 * answers null then. Everything else is left at its default; there is no log of requests at this level.
 * On the product's graph it answers otherwise: it leaves nulls out of what it sends for `@requires`.
 */
const HIVE: ServerEntry = {
  name: 'hive',
  label: 'Hive Gateway, Rust planner',
  graphs: ['fixture'],
  isPeer: true,
  process: ({ supergraph }, port) => ({
    args: [
      ...NODE_FLAGS,
      peerFile('node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js'),
      'supergraph',
      supergraph,
      '--hive-router-runtime',
      '--host=127.0.0.1',
      `--port=${port}`,
    ],
    environment: { ...PRODUCTION, LOG_LEVEL: 'warn' },
  }),
};

const MONOLITH: ServerEntry = {
  name: 'monolith',
  label: 'floor: monolith under graphql-jit',
  graphs: ['fixture'],
  isPeer: true,
  process: ({ api }, port) => ({
    args: [...NODE_FLAGS, peerFile('monolith.js'), String(port), api, fixtureFile('subgraphs.js')],
    environment: PRODUCTION,
  }),
};

const BY_HAND: ServerEntry = {
  name: 'by-hand',
  label: 'floor: these operations by hand',
  graphs: ['fixture'],
  isPeer: false,
  process: ({ supergraph }, port) => ({
    args: [...NODE_FLAGS, fixtureFile('by-hand-process.js'), String(port), supergraph],
    environment: PRODUCTION,
  }),
};

const BARE: ServerEntry = {
  name: 'bare',
  label: 'floor: node:http, a ready string',
  graphs: ['fixture'],
  isPeer: false,
  process: ({ api }, port) => ({
    args: [...NODE_FLAGS, fixtureFile('bare-process.js'), String(port), api],
    environment: PRODUCTION,
  }),
};

/** All servers, in the order of the tables. */
export const SERVERS: readonly ServerEntry[] = [...VARIANTS.map(ours), STOCK, HIVE, BY_HAND, MONOLITH, BARE];

/** The name of the server that the others of a graph are compared with. */
export const REFERENCE: Readonly<Record<GraphName, string>> = { fixture: 'stock', product: 'ours-apollo' };

/** A built file of the fixture. */
function fixtureFile(name: string): string {
  return join(import.meta.dirname, '..', 'fixture', name);
}
