import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.ts';
import { isDeployed } from './place.ts';
import { WHICH_CAN_WE_GET } from './questions.ts';

it.skipIf(isDeployed)(
  'the main question costs at most 12 SQL statements over all subgraphs, whatever the page',
  async () => {
    await using gateway = await startTestGateway();
    const asker = { partner: 'US', tags: ['US-DOD'] };
    const statementsFor = async (level: string, first: number) => {
      gateway.forgetStatements();
      await gateway.data(asker, WHICH_CAN_WE_GET, { ask: { level }, first });
      return gateway.statements.map((it) => it.replace(/\s+/g, ' ').slice(0, 120));
    };
    // The first question of a fresh process, then pages of every size: which subgraphs are asked for details
    // depends on what is on the page, how often each is asked does not.
    for (const [level, first] of [
      ['US:S', 50],
      ['US:U', 10],
      ['US:U', 50],
      ['US:U', 100],
    ] as const) {
      const statements = await statementsFor(level, first);
      expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(12);
      expect(new Set(statements).size, statements.join('\n')).toBeGreaterThanOrEqual(statements.length - 2);
    }
  },
);
