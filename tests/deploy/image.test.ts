import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../gateway/scaled/ports.ts';
import { readEnv } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';

/** Who runs in the image. */
const NOBODY = 1000;
const stages = readFileSync('Dockerfile', 'utf8')
  .replaceAll(/\\\n\s*/g, '')
  .split(/^FROM /m);
const last = stages.at(-1) as string;
const instructions = last
  .split('\n')
  .slice(1)
  .filter((it) => /^[A-Z]+ /.test(it));
const argumentsOf = (instruction: string): string[] =>
  instructions
    .filter((it) => it.startsWith(`${instruction} `))
    .map((it) => it.slice(instruction.length + 1).trim());

let folder: string;
let app: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
  app = join(folder, 'app');
  mkdirSync(app);
  for (const it of argumentsOf('COPY')) copy(it);
  mkdirSync(join(folder, 'data'));
  if (process.getuid?.() === 0) chownSync(join(folder, 'data'), NOBODY, NOBODY);
  chmodSync(folder, 0o755);
  spawnSync('chmod', ['-R', 'a-w,a+rX', app]);
});
afterAll(async () => {
  for (const it of children) {
    it.kill('SIGKILL');
    if (it.exitCode === null && it.signalCode === null) await once(it, 'close');
  }
  spawnSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Does what one COPY of the image does, from this folder instead of the stage that built it. */
function copy(given: string): void {
  const words = given.replace('--from=build ', '').split(/\s+/);
  const target = words.pop() as string;
  for (const source of words) {
    const name = source.replace(/^\/app\//, '');
    const from = join(projectRoot(), name);
    const to = target.endsWith('/') && target !== './' ? join(app, target, name) : join(app, name);
    if (name === 'node_modules') symlinkSync(from, to);
    else cpSync(from, to, { recursive: true });
  }
}

/** Whether this process may run others as somebody else, who can then read what they need. */
function canSwitch(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync(process.execPath, ['-e', 'require("graphql")'], { cwd: app, uid: NOBODY, gid: NOBODY })
      .status === 0
  );
}

/** Runs a command as the image would: its variables, its user, its folder. */
function run(command: readonly string[], environment: Readonly<Record<string, string>>) {
  const variables = Object.fromEntries(
    argumentsOf('ENV')
      .flatMap((it) => it.split(/\s+/))
      .map((it) => it.split('=') as [string, string]),
  );
  const [program, ...args] = command;
  const child = spawn(program === 'node' ? process.execPath : (program as string), args, {
    cwd: app,
    env: {
      PATH: readEnv()['PATH'] ?? '',
      ...variables,
      HOST: '127.0.0.1',
      DATA_DIR: join(folder, 'data'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(canSwitch() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  children.push(child);
  let output = '';
  for (const it of [child.stdout, child.stderr]) it?.on('data', (piece) => (output += String(piece)));
  return {
    child,
    printed: async (pattern: RegExp): Promise<void> => {
      await expect
        .poll(() => (child.exitCode === null ? output : `ended: ${output}`), { timeout: 60_000 })
        .toMatch(pattern);
    },
  };
}

const commandOf = (instruction: string): string[] =>
  JSON.parse(/\[.*\]$/.exec(argumentsOf(instruction)[0] ?? '')?.[0] ?? '[]') as string[];

describe('the image, rebuilt in a folder', () => {
  it('holds all that the gateway and a subgraph need, which write nothing but data', async () => {
    const secrets = join(folder, 'secrets');
    spawnSync(process.execPath, [join(projectRoot(), 'gateway/commands/keys.ts'), secrets]);
    writeFileSync(join(secrets, 'issuer.jwks.json'), '{"keys":[]}');
    spawnSync('chmod', ['-R', 'a+rX', secrets]);
    const keys = {
      ASSERTION_SECRET_FILE: join(secrets, '{subgraph}-assertion.secret'),
      CURSOR_SECRET_FILE: join(secrets, 'cursor.secret'),
    };
    const issuer = {
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_JWKS_FILE: join(secrets, 'issuer.jwks.json'),
    };
    const [port = 0, subgraphPort = 0] = await freePorts('127.0.0.1', 2);
    const before = statSync(app).mtimeMs;
    const subgraph = run(['node', 'dist/bin/devices.js'], { ...keys, PORT: String(subgraphPort) });
    await subgraph.printed(/listens on/);
    const gateway = run(commandOf('CMD'), {
      ...keys,
      ...issuer,
      PORT: String(port),
      DEVICES_URL: `http://127.0.0.1:${subgraphPort}/graphql`,
    });
    await gateway.printed(/listens on/);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      unready: ['catalogue', 'classification', 'contracts'],
    });
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ deviceModels(first: 1) { edges { node { id } } } }"}',
    });
    expect(await answer.json()).toMatchObject({ data: { deviceModels: { edges: [{ node: {} }] } } });
    // The explorer is part of it.
    expect((await fetch(`http://127.0.0.1:${port}/explorer`)).status).toBe(200);

    const healthy = run(commandOf('HEALTHCHECK'), { PORT: String(port) });
    expect(await once(healthy.child, 'close')).toEqual([0, null]);
    gateway.child.kill('SIGKILL');
    await once(gateway.child, 'close');
    const sick = run(commandOf('HEALTHCHECK'), { PORT: String(port) });
    expect(await once(sick.child, 'close')).toEqual([1, null]);
    expect(statSync(app).mtimeMs).toBe(before);
  }, 120_000);

  it('runs as somebody who is not root, and shows only ports of ours', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('EXPOSE')).toEqual(['4000 9464']);
    expect(stages[1]).toContain('npm ci');
    // What the second stage has comes from the first by name: nothing else of the project's folder is in it.
    expect(argumentsOf('COPY').every((it) => it.startsWith('--from=build '))).toBe(true);
  });
});
