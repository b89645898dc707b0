import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { startJourney, type Journey } from './place.ts';
import { CONTRACT, MODELS, WHICH_CAN_WE_GET, WHY_NOT } from './questions.ts';

const README = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
/** The answers that the README shows, in its order. */
const SHOWN = [...README.matchAll(/```json\n([\s\S]*?)```/g)].map(
  (it) => JSON.parse(it[1] as string) as unknown,
);

/** Leaves of `actual` only what `shown` has: of objects the same fields, of lists the elements that fit. */
function excerpt(actual: unknown, shown: unknown): unknown {
  if (Array.isArray(shown) && Array.isArray(actual)) {
    return shown.map((part) => {
      const fits = actual.map((it) => excerpt(it, part));
      return fits.find((it) => JSON.stringify(it) === JSON.stringify(part)) ?? fits[0];
    });
  }
  if (typeof shown === 'object' && shown !== null && typeof actual === 'object' && actual !== null) {
    const fields = actual as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(shown).map(([name, part]) => [name, excerpt(fields[name], part)]),
    );
  }
  return actual;
}

describe('the answers that the README shows', () => {
  const canada = { partner: 'CA' };
  let gateway: Journey;
  beforeAll(async () => {
    gateway = await startJourney();
  });
  afterAll(() => gateway.close());

  it('are four', () => expect(SHOWN).toHaveLength(4));

  it.each([
    ['which', 0, WHICH_CAN_WE_GET, { ask: { level: 'CA:PB', on: '2026-11-23' }, first: 1 }, 'viewer.offers'],
    [
      'why not',
      1,
      WHY_NOT,
      { id: 'ms.azure-gov-dod.key-vault', ask: { level: 'CA:PB' } },
      'offering.decision',
    ],
    ['contract', 2, CONTRACT, { id: 'us-dod-jedi', on: '2020-06-01' }, 'contract'],
    ['models', 3, MODELS, {}, 'deviceModels'],
  ] as const)('are what the product answers: %s', async (_name, place, query, variables, path) => {
    const data = await gateway.data<Record<string, unknown>>(canada, query, variables);
    const answer = path
      .split('.')
      .reduce<unknown>((it, field) => (it as Record<string, unknown>)[field], data);
    expect(excerpt(answer, SHOWN[place])).toEqual(SHOWN[place]);
  });
});
