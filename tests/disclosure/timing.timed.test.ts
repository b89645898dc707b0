import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { startWorld } from '../support/hidden/worlds.ts';

/**
 * Whether the time of an answer tells a hidden record from an absent one. Statistic: the probability that asking
 * for the hidden one takes longer than asking for the absent one (the U of Mann and Whitney over n², 0.5 where
 * nothing tells them apart). Of two samples of n = 700 its deviation is √((2n + 1) / 12n²) = 0.0154 where they
 * are of one distribution. Threshold: 0.07, four and a half times that.
 */
const SAMPLES = 700;
const WARMING_UP = 150;
const THRESHOLD = 0.07;

let world: TestGateway;
let token: string;
beforeAll(async () => {
  world = await startWorld(() => true);
  token = await world.token({ partner: 'US', tags: ['US-DOD'] });
});
afterAll(() => world.close());

const CASES: readonly (readonly [what: string, query: string, hidden: string, absent: string])[] = [
  [
    'an offering',
    'query($it: ID!) { offering(id: $it) { name } }',
    'aws.london.fictitious-aardvark',
    'aws.london.fictitious-antelope',
  ],
  [
    'a contract',
    'query($it: ID!) { contract(id: $it) { title } }',
    'uk-fictitious-marmot',
    'uk-fictitious-meerka',
  ],
  [
    'a device model',
    'query($it: ID!) { deviceModel(id: $it) { name } }',
    'ms.fictitious-otter',
    'ms.fictitious-ocelo',
  ],
  ['words', 'query($it: String!) { contracts(where: { text: $it }) { totalCount } }', 'marmot', 'meerka'],
];

describe('the time of an answer does not tell what is hidden from what is absent', () => {
  test.each(CASES)(
    '%s',
    async (_, query, hidden, absent) => {
      const times: { readonly taken: number; readonly isHidden: boolean }[] = [];
      const answers = new Set<string>();
      for (let sample = -WARMING_UP; sample < SAMPLES; sample++) {
        // In turns, each as often first as second.
        for (const isHidden of sample % 2 === 0 ? [true, false] : [false, true]) {
          const start = performance.now();
          const response = await fetch(`${world.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            body: JSON.stringify({ query, variables: { it: isHidden ? hidden : absent } }),
          });
          answers.add(await response.text());
          if (sample >= 0) times.push({ taken: performance.now() - start, isHidden });
        }
      }
      expect(answers.size).toBe(1);
      expect(Math.abs(longer(times) - 0.5)).toBeLessThan(THRESHOLD);
    },
    60_000,
  );
});

/** How often, of all pairs of the two, the hidden one took longer. */
function longer(times: { readonly taken: number; readonly isHidden: boolean }[]): number {
  const ranked = times.toSorted((a, b) => a.taken - b.taken);
  let absentBelow = 0;
  let pairs = 0;
  for (const { isHidden } of ranked) {
    if (isHidden) pairs += absentBelow;
    else absentBelow += 1;
  }
  return pairs / (absentBelow * (ranked.length - absentBelow));
}
