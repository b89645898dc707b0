import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeFixture } from './fixture/compose.ts';
import { CACHEABLE } from './fixture/subgraph-paths.ts';
import type { Identity } from './product/identity.ts';
import { startProductSubgraphs } from './product/subgraphs.ts';
import { Child } from './servers/child.ts';
import type { Graph } from './servers/table.ts';

/** A graph whose subgraphs run. */
export interface RunningGraph extends Graph {
  /** Sent by clients with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests the subgraphs have answered so far; null where nobody counts. */
  fetches(): Promise<number | null>;
}

/** Starts the fixture's subgraphs in a process of their own, and composes them. */
export async function startFixture(folder: string, identity: Identity): Promise<RunningGraph> {
  const subgraphs = new Child({
    name: 'subgraphs',
    args: [join(import.meta.dirname, 'fixture', 'subgraphs-process.js')],
    environment: { NODE_ENV: 'production' },
  });
  const { port } = await subgraphs.ask<{ port: number }>(null, (it) => typeof it.port === 'number');
  const origin = `http://127.0.0.1:${port}`;
  const { supergraph, api } = composeFixture((name) => `${origin}/${name}`);
  const cacheable = composeFixture((name) => `${origin}${CACHEABLE}/${name}`);
  return {
    supergraph: written(folder, 'fixture.graphql', supergraph),
    cacheable: written(folder, 'fixture-cacheable.graphql', cacheable.supergraph),
    api: written(folder, 'fixture-api.graphql', api),
    environment: { ...identity.environment, DATA_DIR: join(folder, 'gateway') },
    hiveConfig: null,
    headers: {},
    async fetches() {
      const { calls } = await subgraphs.ask<{ calls: Record<string, number> }>(
        { calls: true },
        (it) => typeof it.calls === 'object',
      );
      return Object.values(calls).reduce((sum, it) => sum + it, 0);
    },
  };
}

/** Starts the product's own subgraphs, which answer only who brings an assertion. */
export async function startProduct(folder: string, identity: Identity): Promise<RunningGraph> {
  const { supergraph, names } = await startProductSubgraphs(folder, identity);
  const file = written(folder, 'product.graphql', supergraph);
  const entries = await Promise.all(
    names.map(async (name) => {
      const headers = [['authorization', `Bearer ${await identity.assertion(name)}`]];
      return [name, { headers }] as const;
    }),
  );
  const config = JSON.stringify({ transportEntries: Object.fromEntries(entries) });
  return {
    supergraph: file,
    cacheable: file,
    api: file,
    environment: { ...identity.environment, DATA_DIR: join(folder, 'data') },
    hiveConfig: written(folder, 'hive.config.mjs', `export const gatewayConfig = ${config};\n`),
    headers: identity.client,
    fetches: async () => null,
  };
}

function written(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
