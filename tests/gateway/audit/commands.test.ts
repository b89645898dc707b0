import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../gateway/audit/audit-log.ts';
import { digestOf } from '../../../gateway/audit/chain.ts';
import { checkpointSigner } from '../../../gateway/audit/checkpoint.ts';
import { anchorFile, auditFile } from '../../../gateway/audit/files.ts';
import { SqliteAuditStore } from '../../../gateway/audit/sqlite/store.ts';
import { developmentKeys } from '../../../platform/identity/development-keys.ts';
import { createLog } from '../../../platform/log.ts';
import { TestProcess, type Ended } from '../../support/process.ts';

let data: string;
let empty: string;

/** Records of two gateways, a day each, of two partners in turn. */
async function fill(chain: string, days: readonly string[]): Promise<void> {
  const store = await SqliteAuditStore.open(auditFile(data));
  await store.claim(chain);
  const log = new AuditLog({
    store,
    chain,
    sign: checkpointSigner(await developmentKeys(data).audit()),
    checkpointRecords: 2,
    anchor: anchorFile(data, chain),
    log: createLog('silent'),
  });
  for (const [index, day] of days.entries()) {
    const partner = index % 2 === 0 ? 'GB' : 'CA';
    const kind = index === 2 ? 'mutation' : 'decision';
    await log.durably({ kind, time: `${day}T12:00:00.000Z`, partner, chain });
  }
  await log.close();
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'audit-commands-'));
  empty = mkdtempSync(join(tmpdir(), 'audit-empty-'));
  const days = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-02-01'];
  await fill('gateway', days);
  await fill('gateway-2', days);
});
afterAll(() => {
  for (const it of [data, empty]) rmSync(it, { recursive: true, force: true });
});

async function audit(args: readonly string[], directory = data): Promise<Ended> {
  await using started = new TestProcess(['gateway/commands/audit.ts', ...args], { DATA_DIR: directory });
  return await started.ended();
}

describe('npm run audit -- export', () => {
  it('writes records as lines of JSON, each of which can be hashed again', async () => {
    const { code, stdout, stderr } = await audit(['export']);
    expect([code, stderr]).toEqual([0, '12 records.\n']);
    for (const line of stdout.trim().split('\n')) {
      const { hash } = JSON.parse(line) as { hash: string };
      expect(digestOf(line.replace(`,"hash":"${hash}"`, ''))).toBe(hash);
    }
  });

  it.each<[string, string[], string[]]>([
    ['a partner', ['--partner', 'CA'], ['2026-01-01', '2026-01-03', '2026-01-01', '2026-01-03']],
    ['from a day on', ['--from', '2026-01-03', '--partner', 'GB'], ['2026-02-01', '2026-02-01']],
    ['before a day', ['--to', '2026-01-01'], ['2025-12-31', '2025-12-31']],
    ['a chain', ['--chain', 'gateway-2', '--to', '2026-01-02'], ['2025-12-31', '2026-01-01']],
    ['a kind', ['--kind', 'mutation'], ['2026-01-02', '2026-01-02']],
    [
      'an instant',
      ['--from', '2026-01-31T13:00:00+01:00', '--kind', 'decision'],
      ['2026-02-01', '2026-02-01'],
    ],
    ['a partner without records', ['--partner', 'NZ'], []],
  ])('of %s', async (_what, args, days) => {
    const { code, stdout } = await audit(['export', ...args]);
    expect(code).toBe(0);
    const lines = stdout.split('\n').filter(Boolean);
    expect(lines.map((it) => (JSON.parse(it) as any).content.time.slice(0, 10))).toEqual(days);
  });
});

describe('npm run audit -- verify', () => {
  it('says of each chain that it is in order', async () => {
    expect(await audit(['verify'])).toEqual({
      code: 0,
      stdout: [
        'gateway: 6 records and 3 checkpoints in order, the last one signed.',
        'gateway-2: 6 records and 3 checkpoints in order, the last one signed.\n',
      ].join('\n'),
      stderr: '',
    });
  });

  it('takes published keys, and checkpoints that were kept elsewhere', async () => {
    const { stdout: jwks } = await audit(['jwks']);
    const keys = join(data, 'jwks.json');
    writeFileSync(keys, jwks);
    const { code } = await audit(['verify', '--jwks', keys, '--checkpoint', anchorFile(data, 'gateway-2')]);
    expect(code).toBe(0);
    expect(jwks).not.toContain('"d"');
  });

  it('takes no other keys', async () => {
    const keys = join(data, 'others.json');
    const { publicJwk } = await developmentKeys(empty).audit();
    writeFileSync(keys, JSON.stringify({ keys: [publicJwk] }));
    const { code, stdout } = await audit(['verify', '--jwks', keys]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^gateway: BAD: /m);
  });
});

it.each<[string, string[], RegExp]>([
  ['no command', [], /^expected verify, export, jwks or create, got nothing\./],
  ['a partner in small letters', ['export', '--partner', 'gb'], /^--partner: expected .* got "gb"\./],
  ['no day', ['export', '--from', 'yesterday'], /^--from: expected a day .* got "yesterday"\./],
  ['an unknown option', ['verify', '--all'], /^Unknown option '--all'/],
  ['keys that are none', ['verify', '--jwks', 'package.json'], /^--jwks: expected a file with a JWKS/],
  ['a missing checkpoint', ['verify', '--checkpoint', 'none'], /^none: expected a file that can be read\./],
])('npm run audit refuses %s with a line that says what was expected', async (_what, args, line) => {
  const { code, stdout, stderr } = await audit(args);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(line);
});

it('npm run audit says where there is no log', async () => {
  const { code, stderr } = await audit(['verify'], empty);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DATA_DIR: expected a folder with an audit log \(audit\.sqlite\), got /);
});
