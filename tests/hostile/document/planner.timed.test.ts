import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { send } from '../../gateway/limits/support/send.ts';
import { hardToPlan } from '../../gateway/engine/support/hard-to-plan.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { hostileCases } from '../support/cases.ts';
import { upheld } from '../support/facts.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

const [GB, US] = [{ partner: 'GB' }, { partner: 'US' }];
const EASY = { query: '{ root { __typename } }' };
/** The planner's deadline, with what a busy machine adds. */
const DEADLINE_MILLISECONDS = 2_000 + 3_000;

const FACTS = '400 LIMIT_EXCEEDED; at the planner’s deadline; nothing is sent; others are answered meanwhile';

hostileCases('Planner bombs', (hostile) => {
  const folder = mkdtempSync(join(tmpdir(), 'bomb-'));
  const { sdl, operation } = hardToPlan();
  let gateway: TestGateway;
  let sent = 0;
  beforeAll(async () => {
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, sdl);
    gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { SUPERGRAPH_FILE: file, SUPERGRAPH_WATCH: 'off' },
      around: (transport) => ({
        ...transport,
        subgraphs: ['s0', 's1', 's2', 's3', 's4', 's5'],
        unready: async () => [],
        call: async () => {
          sent++;
          return { data: { root: [] } };
        },
      }),
    });
  });
  afterAll(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  hostile(
    'unions and fragments in each other, several at once',
    FACTS,
    upheld(FACTS, async () => {
      // What was planned before needs no planner.
      expect((await send(gateway, US, EASY)).body).toEqual({ data: { root: [] } });
      sent = 0;
      const before = performance.now();
      const underWay = new Set([1, 2, 3, 4]);
      const bombs = Promise.all(
        [...underWay].map((it) =>
          send(gateway, GB, { query: `query Q${it} ${operation}` }).finally(() => underWay.delete(it)),
        ),
      );
      const waits: number[] = [];
      while (underWay.size > 0) {
        const asked = performance.now();
        expect((await send(gateway, US, EASY)).status).toBe(200);
        waits.push(performance.now() - asked);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      for (const { status, codes, body } of await bombs) {
        expect([status, codes]).toEqual([400, ['LIMIT_EXCEEDED']]);
        expect(body.errors[0].message).toMatch(/to(o long)? .*plan/);
      }
      expect(performance.now() - before).toBeLessThan(DEADLINE_MILLISECONDS);
      expect(waits.length).toBeGreaterThan(5);
      expect(Math.max(...waits)).toBeLessThan(1_000);
      expect(sent).toBe(waits.length);
    }),
    30_000,
  );
});
