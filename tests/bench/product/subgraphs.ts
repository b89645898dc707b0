import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { Child } from '../servers/child.ts';
import { freePort } from '../servers/server.ts';
import type { Identity } from './identity.ts';

const SUPERGRAPH = join(projectRoot(), 'schema', 'supergraph.graphql');
/** How long a subgraph may take to seed its store and listen, in milliseconds. */
const START_MILLISECONDS = 90_000;

/** The product's own subgraphs, each a process, over their real facts. */
export interface ProductSubgraphs {
  /** The product's supergraph with the addresses where they answer. */
  readonly supergraph: string;
  readonly names: readonly string[];
}

/** Starts the product's subgraphs over stores in `folder`, as they run in production. */
export async function startProductSubgraphs(folder: string, identity: Identity): Promise<ProductSubgraphs> {
  let supergraph = readFileSync(SUPERGRAPH, 'utf8');
  const { addresses } = loadSupergraph(SUPERGRAPH);
  const data = join(folder, 'data');
  mkdirSync(data);
  for (const [name, address] of addresses) {
    const port = await freePort();
    const child = new Child({
      name: `subgraph ${name}`,
      args: [join(projectRoot(), 'dist', 'subgraphs', name, 'main.js')],
      environment: { ...identity.environment, DATA_DIR: data, HOST: '127.0.0.1', PORT: String(port) },
    });
    const url = `http://127.0.0.1:${port}`;
    await isReady(child, url);
    supergraph = supergraph.replaceAll(JSON.stringify(address), JSON.stringify(`${url}/graphql`));
  }
  return { supergraph, names: [...addresses.keys()] };
}

async function isReady(child: Child, url: string): Promise<void> {
  const until = Date.now() + START_MILLISECONDS;
  for (;;) {
    if (child.failure) throw new Error(child.failure);
    const response = await fetch(`${url}/health/ready`).catch(() => null);
    if (response?.ok) return;
    if (Date.now() > until) throw new Error(`${child.name} was not ready in time.\n${child.output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
