import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../gateway/scaled/ports.ts';
import { startSigner, type RunningSigner } from '../../gateway/signer/signer.ts';
import { readEnv } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { createLog } from '../../platform/log.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { portalDocument } from '../support/portal.ts';

const HIVE = join(projectRoot(), 'tests/bench/peers/node_modules/@graphql-hive/gateway/dist/bin.js');
const isInstalled = existsSync(HIVE);
const LEFT_OUT = isInstalled ? '' : ' (left out: npm ci in tests/bench/peers installs it)';
const GB = { partner: 'GB' };
const MAIN = { ask: { level: 'GB:O' }, first: 10 };

describe.skipIf(!isInstalled)(`Hive Gateway before the product’s subgraphs${LEFT_OUT}`, () => {
  let ours: TestGateway;
  let signer: RunningSigner;
  let hive: ChildProcess;
  let url: string;
  let said = '';

  beforeAll(async () => {
    ours = await startTestGateway({ mode: 'http' });
    signer = await startSigner({ ...ours.config, PORT: 0 }, { log: createLog('silent') });
    const [port = 0] = await freePorts('127.0.0.1', 1);
    url = `http://127.0.0.1:${port}/graphql`;
    const { PATH = '', HOME = '' } = readEnv();
    hive = spawn(
      process.execPath,
      [
        HIVE,
        'supergraph',
        '--config-path=deploy/routers/hive-gateway.config.js',
        '--host=127.0.0.1',
        `--port=${port}`,
      ],
      { cwd: projectRoot(), env: { PATH, HOME, SIGNER_URL: signer.url }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const it of [hive.stdout, hive.stderr]) it?.on('data', (piece) => (said += String(piece)));
    const isReady = (): Promise<boolean> =>
      fetch(new URL('/readiness', url)).then(
        (it) => it.ok,
        () => false,
      );
    for (let tries = 0; !(await isReady()); tries++) {
      if (tries > 600 || hive.exitCode !== null) throw new Error(`Hive Gateway is not ready: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, 90_000);
  afterAll(async () => {
    if (hive && hive.exitCode === null) {
      hive.kill('SIGKILL');
      await once(hive, 'close');
    }
    await signer?.close();
    await ours?.close();
  });

  const ask = async (body: object, authorization?: string): Promise<any> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const both = async (name: string, variables: Record<string, unknown>) => {
    const query = portalDocument(name);
    const authorization = `Bearer ${await ours.token(GB)}`;
    return [await ours.ask(GB, query, variables), await ask({ query, variables }, authorization)] as const;
  };

  it.each<[string, Record<string, unknown>]>([
    ['which-can-we-get', MAIN],
    ['contract', { id: 'us-dod-jedi', on: '2020-06-01' }],
    ['models', {}],
  ])('gives the same answer to %s', async (name, variables) => {
    const [expected, came] = await both(name, variables);
    expect(expected.errors).toBeUndefined();
    expect(came).toEqual(expected);
  });

  it('leaves facts out of what it sends for why-not, whose gates then say that they do not know', async () => {
    const [expected, came] = await both('why-not', {
      id: 'ms.azure-gov.key-vault',
      ask: { level: 'GB:S' },
    });
    const gates = ({ data }: any): Map<string, string> =>
      new Map(data.offering.decision.findings.map((it: any) => [it.gate, it.status]));
    const [right, less] = [gates(expected), gates(came)];
    expect([...less.keys()].sort()).toEqual([...right.keys()].sort());
    // It never passes what ours does not, and never says more than ours: it knows less.
    for (const [gate, status] of less) expect([right.get(gate), 'UNKNOWN']).toContain(status);
    expect([...less.values()]).toContain('UNKNOWN');
    const { outcome } = came.data.offering.decision;
    expect(outcome).toBe((expected.data as any).offering.decision.outcome);
  });

  it('lets nobody have what needs a token, and refuses one that cannot be verified', async () => {
    const query = '{ viewer { id } schemes { id } }';
    const anonymous = await ask({ query });
    expect(anonymous.data.viewer).toBeNull();
    expect(anonymous.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(anonymous.data.schemes.length).toBeGreaterThan(10);
    const forged = await ask({ query }, 'Bearer eyJ.forged.token');
    expect(forged.data?.schemes ?? null).toBeNull();
    expect(forged.errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('shows no partner what is another’s', async () => {
    const { token } = ours;
    const query = '{ viewer { id partner { id } } }';
    for (const partner of ['GB', 'CA']) {
      const answer = await ask({ query }, `Bearer ${await token({ partner })}`);
      expect(answer.data.viewer).toEqual({ id: `${partner}:user`, partner: { id: partner } });
    }
  });
});
