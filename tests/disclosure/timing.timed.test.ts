import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { startWorld } from '../support/hidden/worlds.ts';

/**
 * Whether the time of an answer tells a hidden record from an absent one. Statistic: the median time of 700 answers
 * about the hidden one in that of 700 about the absent one, taken in turns. Threshold: a tenth either way. A row
 * that is there has its label looked up, some microseconds of a request's thousand; one that was read and dropped
 * afterwards would cost several times that.
 */
const SAMPLES = 700;
const WARMING_UP = 150;
const THRESHOLD = 0.1;

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
      expect(Math.abs(medianOf(times, true) / medianOf(times, false) - 1)).toBeLessThan(THRESHOLD);
    },
    60_000,
  );
});

function medianOf(
  times: readonly { readonly taken: number; readonly isHidden: boolean }[],
  isHidden: boolean,
): number {
  const sorted = times
    .filter((it) => it.isHidden === isHidden)
    .map((it) => it.taken)
    .sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
