import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  admittedByAll,
  type CustomerStatement,
} from '../../../subgraphs/catalogue/domain/publisher-terms.ts';

const said = (
  customers: readonly string[] | null,
  over: Partial<CustomerStatement> = {},
): CustomerStatement => ({
  customers,
  verified: true,
  unverifiedTags: [],
  ...over,
});

const tag = fc.constantFrom('ANY', 'US-DOD', 'US-FEDERAL', 'GB-PUBLIC-SECTOR', 'NATO');
const statement: fc.Arbitrary<CustomerStatement> = fc.record({
  customers: fc.option(fc.uniqueArray(tag, { minLength: 1 })),
  verified: fc.boolean(),
  unverifiedTags: fc.uniqueArray(tag),
});

describe('the customers that several statements admit', () => {
  test('are those that all of them name', () => {
    const read = admittedByAll([said(['US-DOD', 'US-FEDERAL']), said(['US-DOD'])]);
    expect(read).toEqual({ customers: [{ tag: 'US-DOD', verified: true }], contradictory: false });
  });

  test('are not narrowed by a statement that admits everybody, or that states nothing', () => {
    const narrow = { customers: [{ tag: 'NATO', verified: true }], contradictory: false };
    expect(admittedByAll([said(['ANY']), said(['NATO'])])).toEqual(narrow);
    expect(admittedByAll([said(null), said(['NATO'])])).toEqual(narrow);
  });

  test('are not published where no statement names any', () => {
    expect(admittedByAll([])).toEqual({ customers: null, contradictory: false });
    expect(admittedByAll([said(null)])).toEqual({ customers: null, contradictory: false });
  });

  test('contradict one another where nobody fits all, and all that are named are told', () => {
    const read = admittedByAll([said(['US-DOD']), said(['NATO'])]);
    expect(read.contradictory).toBe(true);
    expect(read.customers?.map((it) => it.tag)).toEqual(['NATO', 'US-DOD']);
  });

  test('are as well attested as the worst statement that names them', () => {
    const tags = (...statements: CustomerStatement[]) => admittedByAll(statements).customers;
    expect(tags(said(['NATO'], { verified: false }))).toEqual([{ tag: 'NATO', verified: false }]);
    expect(tags(said(['NATO', 'US-DOD'], { unverifiedTags: ['NATO'] }))).toEqual([
      { tag: 'NATO', verified: false },
      { tag: 'US-DOD', verified: true },
    ]);
    expect(tags(said(['NATO']), said(['NATO'], { verified: false }))).toEqual([
      { tag: 'NATO', verified: false },
    ]);
  });

  test('do not depend on the order of the statements', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
        expect(admittedByAll(statements.toReversed())).toEqual(admittedByAll(statements));
      }),
      { numRuns: 1_000 },
    );
  });

  test('never grow by a further statement, unless the statements contradict one another', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), statement, (statements, further) => {
        const [before, after] = [admittedByAll(statements), admittedByAll([...statements, further])];
        fc.pre(!before.contradictory && !after.contradictory && before.customers !== null);
        fc.pre(!before.customers?.some((it) => it.tag === 'ANY'));
        const verifiedBefore = new Set(before.customers?.filter((it) => it.verified).map((it) => it.tag));
        const verified = (after.customers ?? []).filter((it) => it.verified).map((it) => it.tag);
        expect(verified.filter((it) => !verifiedBefore.has(it))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
