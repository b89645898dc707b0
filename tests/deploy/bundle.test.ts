import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TestProcess } from '../support/process.ts';

it('the built gateway loads few packages one by one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    await using gateway = new TestProcess(
      ['--import', './tests/support/loaded-modules.ts', 'dist/bin/gateway.js'],
      { DATA_DIR: folder, PORT: '0' },
    );
    await gateway.printed(/listens on/);
    gateway.signal('SIGTERM');
    const { stdout } = await gateway.ended();
    const loaded = [...stdout.matchAll(/^loaded (.+)$/gm)].map(([, name]) => name).sort();
    expect(loaded).toEqual([
      '@apollo/utils.createhash',
      '@apollo/utils.isnodelike',
      '@graphql-hive/router-query-planner',
      'graphql',
      'reflect-metadata',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
