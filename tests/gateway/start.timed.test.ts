import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestProcess } from '../support/process.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'gateway-start-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** Starts the gateway's process until it is ready; gives the milliseconds that it took. */
async function start(): Promise<number> {
  const begun = performance.now();
  await using gateway = new TestProcess(['dist/gateway/main.js'], { DATA_DIR: data, PORT: '0' });
  const [, url] = await gateway.printed(/listens on (http:\/\/127\.0\.0\.1:\d+)\/graphql\n/);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  return performance.now() - begun;
}

it('the second start is ready in under two seconds', async () => {
  await start();
  const times = [await start(), await start(), await start()];
  expect(Math.min(...times)).toBeLessThan(2_000);
});
