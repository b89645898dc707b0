import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker, TestGateway } from '../support/gateway.ts';
import { startWorld } from '../support/hidden/worlds.ts';

/** What the gateway keeps of answers to somebody who was shown a record is given to nobody who may not see it. */

const CLEARED: Asker = {
  partner: 'GB',
  subject: 'user',
  clearance: 'GB:TS',
  compartments: ['ATLAS', 'BEACON'],
};
/** The same user without any of it, another partner, and nobody. */
const OTHERS: readonly (Asker | null)[] = [
  { partner: 'GB', subject: 'user' },
  { partner: 'US', clearance: 'US:TS' },
  null,
];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startWorld(() => true, {
    environment: { ENTITY_CACHE_MIB: '8', ANSWER_CACHE_MIB: '8', AUDIT: 'off' },
  });
}, 60_000);
afterAll(() => gateway.close());

const QUESTIONS: readonly (readonly [what: string, query: string])[] = [
  ['a device model', '{ it: deviceModel(id: "ms.fictitious-otter") { id name weightKg } }'],
  ['an offering', '{ it: offering(id: "aws.london.fictitious-aardvark") { id name } }'],
  [
    'the model of an offering',
    '{ it: offering(id: "ms.fictitious-otter") { deviceModel { name weightKg } } }',
  ],
];

describe('what is kept of an answer that shows a hidden record', () => {
  test.each(QUESTIONS)('is given to nobody else: %s', async (_what, query) => {
    const shown = await gateway.data(CLEARED, query);
    expect(shown.it).not.toBeNull();
    expect(await gateway.data(CLEARED, query)).toEqual(shown);
    for (const asker of OTHERS) expect((await gateway.ask(asker, query)).data?.it).toBeNull();
  });
});
