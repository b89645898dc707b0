import { parse } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { CompiledEngine } from '../../../gateway/engine/compiled/compiled-engine.ts';
import { publicErrors } from '../../../gateway/engine/compiled/error-policy.ts';
import { hardToPlan } from './support/hard-to-plan.ts';

describe('an operation that is hard to plan', () => {
  it('is given up at its deadline, and nothing else is held up', async () => {
    const { sdl, operation } = hardToPlan();
    const engine = new CompiledEngine({
      supergraphSdl: sdl,
      transport: { fetch: async () => ({ data: { root: [] } }) },
      errors: publicErrors,
      plannerLimits: { milliseconds: 300, atATime: 2 },
    });
    let longestPause = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestPause = Math.max(longestPause, performance.now() - last);
      last = performance.now();
    }, 5);
    const before = performance.now();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((it) =>
        engine.execute({ document: parse(operation), documentId: String(it), context: {} }),
      ),
    );
    clearInterval(beat);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(longestPause).toBeLessThan(1_000);
    for (const answer of answers) {
      expect(answer).not.toHaveProperty('data');
      expect(answer.errors?.[0]?.extensions['code']).toBe('LIMIT_EXCEEDED');
    }
    const easy = { document: parse('{ root { __typename } }'), documentId: 'easy', context: {} };
    await vi.waitFor(async () => expect(await engine.execute(easy)).toEqual({ data: { root: [] } }), {
      timeout: 20_000,
      interval: 500,
    });
  }, 30_000);
});
