import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { OperationCosts } from '../../../gateway/limits/cost/operation-cost.ts';
import { toConfig, type VariableName } from '../../../platform/config.ts';
import { LIMIT_VARIABLES } from '../../../platform/config/limits.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { LENGTHS } from './support/priced.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const page = read('docs/limits.md');

describe('the page on limits', () => {
  const rows = new Map(
    [...page.matchAll(/^\| `(LIMIT_(?!EXCEEDED)\w+)`\s*\| (\d*)\s*\|/gm)].map((it) => [String(it[1]), it[2]]),
  );
  const limits = Object.keys(LIMIT_VARIABLES).filter((it) => it.startsWith('LIMIT_'));

  it('names every limit, and no other', () => {
    expect([...rows.keys()].sort()).toEqual(limits.sort());
  });

  it.each(limits)('says the default of %s', (name) => {
    expect(rows.get(name)).toBe(String(toConfig({})[name as VariableName] ?? ''));
  });

  it('has an example whose costs are those that it says', () => {
    const query = /### An example\n\n```graphql\n([^`]+)```/.exec(page)?.[1] ?? '';
    const api = buildSchema(read('schema/api.graphql'));
    const cost = new OperationCosts(read('schema/supergraph.graphql'), api, LENGTHS).of(
      parse(query),
      undefined,
    );
    const finding = { code: 'X' };
    const edge = {
      node: { id: '1', provider: { name: 'x' } },
      decision: { outcome: 'X', findings: [finding, finding] },
    };
    const data = { viewer: { offers: { totalCount: 10, edges: Array.from({ length: 10 }, () => edge) } } };
    expect(cost?.estimate({ n: 10 })).toBe(256);
    expect(cost?.actual(data, { n: 10 })).toBe(126);
    expect(page).toContain('The estimate is 256.');
    expect(page).toContain('126.');
  });
});
