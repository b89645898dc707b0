import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import type { RunningGraph } from '../graph.ts';
import { startOnFreePort, until } from '../servers/start.ts';
import type { Identity } from './identity.ts';

/**
 * Starts the product's own subgraphs, each a process as in production, over their real facts in stores in
 * `folder`. They answer only who brings an assertion of the product's gateway.
 */
export async function startProduct(folder: string, identity: Identity): Promise<RunningGraph> {
  const source = join(projectRoot(), 'schema', 'supergraph.graphql');
  const data = join(folder, 'product');
  mkdirSync(data);
  const environment = { ...identity.environment, DATA_DIR: data };
  let supergraph = readFileSync(source, 'utf8');
  for (const [name, address] of loadSupergraph(source).addresses) {
    identity.share(name);
    const origin = await startSubgraph(name, environment);
    supergraph = supergraph.replaceAll(JSON.stringify(address), JSON.stringify(`${origin}/graphql`));
  }
  const file = join(folder, 'product.graphql');
  writeFileSync(file, supergraph);
  return {
    supergraph: file,
    cacheable: file,
    api: join(projectRoot(), 'schema', 'api.graphql'),
    environment,
    headers: identity.client,
    fetches: async () => null,
  };
}

/** Starts one subgraph, which seeds its store. @returns where it answers. */
async function startSubgraph(name: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const { origin } = await startOnFreePort(
    (port) => ({
      name: `subgraph ${name}`,
      args: [join(projectRoot(), 'dist', 'bin', `${name}.js`)],
      environment: { ...environment, HOST: '127.0.0.1', PORT: String(port) },
    }),
    ({ child, origin }) =>
      until(child, 'to be ready', async () => {
        const response = await fetch(`${origin}/health/ready`);
        return response.ok ? null : `status ${response.status}`;
      }),
  );
  return origin;
}
