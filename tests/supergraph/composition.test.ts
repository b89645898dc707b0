import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { buildSchema, isEnumType, isObjectType, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { compose, CompositionRejected, readRoverConfig } from '../../schema/compose.ts';
import { driftOf, generateSchema } from '../../schema/generate.ts';
import { PORTAL_DOCUMENTS } from '../support/portal.ts';
import { TestProcess } from '../support/process.ts';

const ROOT = projectRoot();
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const rover = readRoverConfig(read('supergraph.yaml'));
let generated: ReturnType<typeof generateSchema>;
beforeAll(() => {
  generated = generateSchema(ROOT);
});

describe('the checked-in schema', () => {
  it('is what the code gives', async () => {
    // In a process of its own: fields and types stand in the order in which the code is loaded.
    await using check = new TestProcess(['dist/schema/generate.js', '--check']);
    expect(await check.ended()).toMatchObject({ code: 0, stderr: '' });
    expect(driftOf(ROOT, new Map([['schema/api.graphql', 'type Query']]))).toEqual(['schema/api.graphql']);
  });

  it('is composed from the four subgraphs', () => {
    expect(rover.map((it) => it.name).sort()).toEqual([
      'catalogue',
      'classification',
      'contracts',
      'devices',
    ]);
  });

  it('composes without a warning', () => {
    expect(generated.warnings).toEqual([]);
  });

  it('composes with @theguild/federation-composition too', () => {
    const result = composeWithTheGuild(
      rover.map(({ name, routingUrl, file }) => ({ name, url: routingUrl, typeDefs: parse(read(file)) })),
    );
    expect(result.errors ?? []).toEqual([]);
    expect(result.supergraphSdl).toContain('type OfferConnection');
  });

  it('is refused with reasons where subgraphs contradict each other', () => {
    const broken = (name: string): string =>
      name === 'contracts'
        ? read('schema/subgraphs/contracts.graphql').replace(/^type Query \{/m, 'type Query {\n  viewer: Int')
        : read(`schema/subgraphs/${name}.graphql`);
    expect(() => compose(rover, ({ name }) => broken(name))).toThrow(CompositionRejected);
  });
});

describe('the entities', () => {
  const OWNERS: Readonly<Record<string, string>> = {
    Offering: 'CATALOGUE',
    Environment: 'CATALOGUE',
    Region: 'CATALOGUE',
    Provider: 'CATALOGUE',
    Viewer: 'CATALOGUE',
    Scheme: 'CLASSIFICATION',
    Level: 'CLASSIFICATION',
    Agreement: 'CLASSIFICATION',
    Authorisation: 'CLASSIFICATION',
    Clearance: 'CLASSIFICATION',
    Partner: 'CONTRACTS',
    Contract: 'CONTRACTS',
    DeviceModel: 'DEVICES',
    Device: 'DEVICES',
  };

  it.each(Object.entries(OWNERS))('%s is joined by its id and resolved by %s', (type, owner) => {
    const block = new RegExp(`^type ${type}\\b[^{]*\\{`, 'm').exec(read('schema/supergraph.graphql'))?.[0];
    const joins = [...(block ?? '').matchAll(/@join__type\(([^)]*)\)/g)].map((it) => it[1] as string);
    const own = joins.find((it) => it.includes(`graph: ${owner}`));
    expect(own).toContain('key: "id"');
    expect(own).not.toContain('resolvable: false');
  });

  it('give the viewer at one subgraph alone', () => {
    const query = /^type Query\b[\s\S]*?^\}/m.exec(read('schema/supergraph.graphql'))?.[0] ?? '';
    expect(/\n {2}viewer[^\n]*/.exec(query)?.[0]).toContain('@join__field(graph: CATALOGUE)');
  });
});

describe('the schema that clients see', () => {
  const api = buildSchema(read('schema/api.graphql'));

  it('shows no fact that subgraphs contribute to the decision', () => {
    const types = Object.keys(api.getTypeMap());
    expect(types.filter((it) => /Facts?$/.test(it))).toEqual([]);
    const viewer = api.getType('Viewer');
    const fields = isObjectType(viewer) ? Object.keys(viewer.getFields()) : [];
    expect(fields).toContain('offers');
    expect(fields.filter((it) => it.endsWith('Facts'))).toEqual([]);
  });

  it('shows nothing of how long subgraphs let answers be kept, whoever composed it', () => {
    expect(read('schema/subgraphs/catalogue.graphql')).toContain('@cacheControl(maxAge: 300, scope: PUBLIC)');
    const { supergraphSdl = '' } = composeWithTheGuild(
      rover.map(({ name, routingUrl, file }) => ({ name, url: routingUrl, typeDefs: parse(read(file)) })),
    );
    for (const supergraph of [read('schema/supergraph.graphql'), supergraphSdl]) {
      expect(supergraph).not.toContain('@cacheControl');
      expect(/^enum CacheControlScope\b[^{]*\{/m.exec(supergraph)?.[0]).toContain('@inaccessible');
    }
    expect(read('schema/api.graphql')).not.toMatch(/cache/i);
  });

  it.each(PORTAL_DOCUMENTS)('takes the portal’s document $name as it is', ({ text }) => {
    expect(validate(api, parse(text)).map((it) => it.message)).toEqual([]);
  });

  it('never says that a gate is about disclosure', () => {
    const gate = api.getType('Gate');
    expect(isEnumType(gate) && gate.getValues().length).toBeGreaterThan(5);
    expect(isEnumType(gate) && gate.getValue('DISCLOSURE')).toBeFalsy();
  });

  it('describes every type, and every field that is asked for at the root', () => {
    const undescribed = Object.values(api.getTypeMap())
      .filter((it) => !it.name.startsWith('__') && it.astNode && !it.description)
      .filter((it) => !['Query', 'Mutation'].includes(it.name))
      .map((it) => it.name);
    expect(undescribed).toEqual([]);
    const roots = [api.getQueryType(), api.getMutationType()].flatMap((it) =>
      Object.values(it?.getFields() ?? {}),
    );
    expect(roots.filter((it) => !it.description).map((it) => it.name)).toEqual([]);
  });
});
