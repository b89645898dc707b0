import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSupergraph } from '../../gateway/supergraph/supergraph.ts';

const SIGNER = 'http://127.0.0.1:4100';
const SUBGRAPHS = [...loadSupergraph('schema/supergraph.graphql').addresses.keys()];
const ADDRESSES = Object.fromEntries(SUBGRAPHS.map((name) => [name, `${SIGNER}/${name}`]));
const read = (file: string): any => parse(readFileSync(join('deploy/routers', file), 'utf8'));

describe('configurations of other routers', () => {
  it('have Apollo Router ask each subgraph by way of the signer, with the client’s token', () => {
    const router = read('apollo-router.yaml');
    expect(router.override_subgraph_url).toEqual(ADDRESSES);
    expect(router.headers.all.request).toContainEqual({ propagate: { named: 'authorization' } });
    expect(router.traffic_shaping.all.deduplicate_query).toBe(false);
    // Without a licence it starts with none of these in its configuration.
    for (const licensed of ['authentication', 'authorization', 'coprocessor', 'persisted_queries']) {
      expect(router).not.toHaveProperty(licensed);
    }
    for (const licensed of ['max_depth', 'max_height', 'max_aliases', 'max_root_fields']) {
      expect(router.limits).not.toHaveProperty(licensed);
    }
  });

  it('have Cosmo Router do the same', () => {
    const graph = read('cosmo-graph.yaml');
    const asked = graph.subgraphs.map((it: any) => [it.name, it.routing_url]);
    expect(Object.fromEntries(asked)).toEqual(ADDRESSES);
    for (const { name, schema } of graph.subgraphs) {
      const file = join(dirname('deploy/routers/cosmo-graph.yaml'), schema.file);
      expect(file).toBe(`schema/subgraphs/${name}.graphql`);
      expect(readFileSync(file, 'utf8')).toContain('@link');
    }
    const router = read('cosmo-router.yaml');
    expect(router.headers.all.request).toContainEqual({ op: 'propagate', named: 'Authorization' });
    expect(router.engine.enable_single_flight).toBe(false);
  });
});
