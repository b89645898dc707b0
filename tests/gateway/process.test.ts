import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../gateway/supergraph/supergraph.ts';
import { TestProcess } from '../support/process.ts';

const GATEWAY = 'dist/bin/gateway.js';
let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'gateway-process-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const gateway = (environment: Readonly<Record<string, string>> = {}): TestProcess =>
  new TestProcess([GATEWAY], { DATA_DIR: data, PORT: '0', ...environment });
const LISTENS = /listens on (http:\/\/127\.0\.0\.1:\d+)\/graphql\n/;

describe('the gateway’s process', () => {
  it('creates and seeds the stores at its first start, says so, and answers what it prints', async () => {
    await using first = gateway();
    const [, url] = await first.printed(LISTENS);
    const [command] = await first.printed(/curl -s .*\n/);
    const [printed] = await first.printed(/Seeded the catalogue store[^\n]*\n/);
    expect(printed).toMatch(/\(\d+\.\d s\)/);
    expect(command).toContain(`${url}/graphql`);
    expect(command).toContain(`DATA_DIR='${data}' npm run -s token -- GB`);

    await using token = new TestProcess(['gateway/commands/token.ts', 'GB'], { DATA_DIR: data });
    const { stdout } = await token.ended();
    const body = /-d '(.*)'\n/.exec(command)?.[1] as string;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` },
      body,
    });
    const answer = (await response.json()) as { errors?: unknown; data: any };
    expect(answer.errors).toBeUndefined();
    expect(answer.data.viewer.partner).toEqual({ id: 'GB', name: 'United Kingdom' });
    expect(answer.data.viewer.offers.totalCount).toBeGreaterThan(1000);
    expect(answer.data.viewer.offers.edges).toHaveLength(3);
  });

  it('closes on SIGTERM with exit code 0, and seeds nothing at its second start', async () => {
    await using second = gateway();
    await second.printed(LISTENS);
    second.signal('SIGTERM');
    const { code, stdout, stderr } = await second.ended();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('SIGTERM: finishing what is under way');
    expect(stdout).not.toContain('Seeded');
  });

  it('has its supergraph read again by SIGHUP, and takes a new one', async () => {
    const file = join(data, 'supergraph.graphql');
    const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
    writeFileSync(file, sdl);
    await using running = gateway({
      SUPERGRAPH_FILE: file,
      SUPERGRAPH_WATCH: 'off',
      SUPERGRAPH_OPERATIONS: 'schema/operations',
    });
    const [, url] = await running.printed(LISTENS);
    writeFileSync(file, `${sdl}# another`);
    running.signal('SIGHUP');
    const served = async () => ((await (await fetch(`${url}/health/ready`)).json()) as any).supergraph;
    await expect.poll(served, { timeout: 10_000 }).toBe(digestOf(`${sdl}# another`));
    running.signal('SIGTERM');
    expect(await running.ended()).toMatchObject({ code: 0, stderr: '' });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['PORT', { PORT: '70000' }, /^PORT: expected a whole number from 0 to 65535, got "70000"\.\n$/],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL: expected fatal, error, .* got "loud"\.\n$/],
    ['SUPERGRAPH_FILE', { SUPERGRAPH_FILE: '/nowhere' }, /^SUPERGRAPH_FILE: expected .*npm run schema.*\n$/],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'portal' }, /^CORS_ORIGINS: expected origins .* got "portal"\.\n$/],
    ['NODE_ENV', { NODE_ENV: 'production' }, /^TOKEN_ISSUER: expected .*\n$/],
  ])('refuses a bad %s in one line', async (_name, environment, line) => {
    await using refused = gateway(environment);
    const { code, stderr, stdout } = await refused.ended();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says in one line that its port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await using refused = gateway({ PORT: String(port) });
    const { code, stderr } = await refused.ended();
    await new Promise((resolve) => server.close(resolve));
    expect(code).toBe(1);
    expect(stderr).toBe(`PORT: expected a free port on 127.0.0.1, but ${port} is in use.\n`);
  });

  it('shows nothing of development in production', async () => {
    const keys = join(data, 'jwks.json');
    writeFileSync(keys, '{"keys":[]}');
    await using production = gateway({
      NODE_ENV: 'production',
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_JWKS_FILE: keys,
    });
    const [, url] = await production.printed(LISTENS);
    expect(await (await fetch(`${url}/`)).text()).not.toContain('apollographql.com');
    await using token = new TestProcess(['gateway/commands/token.ts', 'GB'], { DATA_DIR: data });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${(await token.ended()).stdout.trim()}`,
      },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(401);
    production.signal('SIGTERM');
    expect((await production.ended()).stdout).not.toContain('npm run');
  });
});
