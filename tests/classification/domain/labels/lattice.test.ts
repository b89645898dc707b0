import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLabels, meetLabels } from '../../../../subgraphs/classification/domain/labels/combine.ts';
import {
  readingOf,
  type Label,
  type LabelReading,
} from '../../../../subgraphs/classification/domain/labels/label.ts';
import {
  compareLabels,
  type LabelComparison,
  type LabelContext,
} from '../../../../subgraphs/classification/domain/labels/order.ts';
import { releasableTo } from '../../../../subgraphs/classification/domain/labels/release.ts';
import { labelsOf, policies } from './arbitrary.ts';
import { on, read, today } from './support.ts';

/** Three labels of one policy. */
const triples = fc
  .constantFrom(...policies)
  .chain((policy) => fc.tuple(labelsOf(policy), labelsOf(policy), labelsOf(policy)));

/** A day on which every membership is settled, and one on which an accession leaves the day open. */
const days = fc.constantFrom('2026-11-23', '2024-03-10', '2023-06-01').map(on);

const RUNS = { numRuns: 3000 };
const compare = (a: Label | LabelReading, b: Label | LabelReading, context: LabelContext = today) =>
  compareLabels(asReading(a), asReading(b), context);
const asReading = (one: Label | LabelReading): LabelReading => ('findings' in one ? one : readingOf(one));
const atMost = (found: LabelComparison) => found === 'EQUAL' || found === 'B_DOMINATES';
const FLIPPED: Record<LabelComparison, LabelComparison> = {
  EQUAL: 'EQUAL',
  A_DOMINATES: 'B_DOMINATES',
  B_DOMINATES: 'A_DOMINATES',
  INCOMPARABLE: 'INCOMPARABLE',
  NOT_COMPARABLE: 'NOT_COMPARABLE',
  INVALID: 'INVALID',
};

describe('the order of labels', () => {
  it('is reflexive, and the same whichever side is asked', () => {
    fc.assert(
      fc.property(triples, days, ([a, b], context) => {
        expect(compare(a, a, context)).toBe('EQUAL');
        expect(compare(b, a, context)).toBe(FLIPPED[compare(a, b, context)]);
      }),
      RUNS,
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(triples, days, ([a, b, c], context) => {
        // Random labels are seldom in order, so the chain is made of joins.
        const ab = joinLabels([a, b].map(readingOf), context);
        if (!ab.label) return;
        const abc = joinLabels([readingOf(ab.label), readingOf(c)], context);
        if (!abc.label) return;
        expect(atMost(compare(a, ab.label, context))).toBe(true);
        expect(atMost(compare(ab.label, abc.label, context))).toBe(true);
        expect(atMost(compare(a, abc.label, context))).toBe(true);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(triples, days, ([a, b, c], context) => {
        if (!atMost(compare(a, b, context)) || !atMost(compare(b, c, context))) return;
        expect(atMost(compare(a, c, context))).toBe(true);
      }),
      RUNS,
    );
  });

  it('never holds between two policies', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(policies, { minLength: 2, maxLength: 2 }), fc.gen(), (pair, gen) => {
        const [a, b] = pair.map((policy) => gen(() => labelsOf(policy)));
        expect(compare(a as Label, b as Label)).toBe('NOT_COMPARABLE');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the join', () => {
  it('is an upper bound on every day', () => {
    fc.assert(
      fc.property(triples, days, ([a, b], context) => {
        const join = joinLabels([a, b].map(readingOf), context);
        if (!join.label) return;
        expect(atMost(compare(a, join, context))).toBe(true);
        expect(atMost(compare(b, join, context))).toBe(true);
      }),
      RUNS,
    );
  });

  it('is the least upper bound where memberships are settled', () => {
    fc.assert(
      fc.property(triples, ([a, b, c]) => {
        const above = joinLabels([a, b, c].map(readingOf), today);
        const join = joinLabels([a, b].map(readingOf), today);
        if (!join.label) return;
        if (above.label) expect(atMost(compare(join, above))).toBe(true);
        if (atMost(compare(a, c)) && atMost(compare(b, c))) expect(atMost(compare(join, c))).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not depend on order, grouping or repetition', () => {
    fc.assert(
      fc.property(triples, ([a, b, c]) => {
        const [x, y, z] = [a, b, c].map(readingOf) as [LabelReading, LabelReading, LabelReading];
        const all = joinLabels([x, y, z], today);
        const other = joinLabels([z, x, y, x], today);
        expect(other.code).toBe(all.code);
        if (all.label) expect(compare(all, other)).toBe('EQUAL');
      }),
      RUNS,
    );
  });

  it('exists but for two chains, and for NOFORN beside DISPLAY ONLY', () => {
    fc.assert(
      fc.property(triples, ([a, b]) => {
        const join = joinLabels([a, b].map(readingOf), today);
        if (join.label) return;
        if (join.code === 'DIFFERENT_CHAINS') {
          expect(a.policy).toBe('CA');
          return;
        }
        expect(join.code).toBe('NOFORN_EXCLUDES_DISPLAY_ONLY');
        expect([a.release.kind, b.release.kind]).toContain('NOFORN');
        expect(a.displayOnly ?? b.displayOnly).not.toBeNull();
      }),
      RUNS,
    );
  });

  it('gives the banner of a document: highest level, all compartments, those whom every part allows', () => {
    const join = (...texts: string[]) =>
      joinLabels(
        texts.map((text) => read(text)),
        today,
      );
    expect(join('TS//SI//NF', 'S//TK//REL TO USA, GBR').label).toEqual(read('TS//SI/TK//NF').label);
    expect(join('S//REL TO USA, FVEY', 'S//REL TO USA, AUS, DEU').label).toEqual(
      read('S//REL TO USA, AUS').label,
    );
    expect(join('S//RELIDO', 'S//NF').label).toEqual(read('S//NF').label);
    expect(join('U', 'S//RELIDO').label).toEqual(read('S//RELIDO').label);
    expect(join('S//NF', 'S').label).toEqual(read('S//NF').label);
    expect(join('NATO SECRET RELEASABLE TO AUS', 'NATO SECRET').label).toEqual(read('NATO SECRET').label);
  });

  it('refuses to join what only people can settle', () => {
    const code = (...texts: string[]) =>
      joinLabels(
        texts.map((text) => read(text)),
        today,
      ).code;
    expect(code('PROTECTED B', 'SECRET – CANADIAN EYES ONLY')).toBe('DIFFERENT_CHAINS');
    expect(code('S', '//DEU S')).toBe('DIFFERENT_POLICIES');
    expect(code('S//NF', 'S//DISPLAY ONLY AUS')).toBe('NOFORN_EXCLUDES_DISPLAY_ONLY');
    expect(joinLabels([], today).code).toBe('NOTHING_TO_COMBINE');
    const invalid: LabelReading = { policy: 'US', label: null, findings: [] };
    expect(joinLabels([read('S'), invalid], today).code).toBe('INVALID_LABEL');
    expect(joinLabels([invalid], today).code).toBe('INVALID_LABEL');
  });

  it('warns that leave to display does not come with the duty to display only', () => {
    const join = joinLabels([read('S//DISPLAY ONLY AUS'), read('S')], today);
    expect(join.findings.map((finding) => finding.code)).toEqual(['DISPLAY_ONLY_NEEDS_REVIEW']);
  });
});

describe('the meet', () => {
  it('is the greatest lower bound', () => {
    fc.assert(
      fc.property(triples, ([a, b, c]) => {
        const meet = meetLabels([a, b].map(readingOf), today);
        expect(meet.code).toBe(meet.label ? 'COMBINED' : 'DIFFERENT_CHAINS');
        if (!meet.label) return;
        expect(atMost(compare(meet, a)) && atMost(compare(meet, b))).toBe(true);
        if (atMost(compare(c, a)) && atMost(compare(c, b))) expect(atMost(compare(c, meet))).toBe(true);
      }),
      RUNS,
    );
  });

  it('absorbs with the join', () => {
    fc.assert(
      fc.property(triples, ([a, b]) => {
        const join = joinLabels([a, b].map(readingOf), today);
        const meet = meetLabels([a, b].map(readingOf), today);
        if (join.label) expect(compare(meetLabels([readingOf(a), join], today), a)).toBe('EQUAL');
        if (!meet.label) return;
        const back = joinLabels([readingOf(a), meet], today);
        if (back.label) expect(compare(back, a)).toBe('EQUAL');
      }),
      RUNS,
    );
  });
});

describe('release and the order', () => {
  const recipients = fc.subarray(['USA', 'AUS', 'GBR', 'FRA', 'SWE', 'FVEY', 'NATO'], { minLength: 1 });

  it('is monotone: whoever may receive a label may receive all that lies below it', () => {
    fc.assert(
      fc.property(triples, recipients, days, ([a, b], to, context) => {
        const above = joinLabels([a, b].map(readingOf), context);
        if (!above.label || !releasableTo(above, to, context).releasable) return;
        expect(releasableTo(readingOf(a), to, context).releasable).toBe(true);
        expect(releasableTo(readingOf(b), to, context).releasable).toBe(true);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(triples, recipients, days, ([a, b], to, context) => {
        if (!atMost(compare(a, b, context)) || !releasableTo(readingOf(b), to, context).releasable) return;
        expect(releasableTo(readingOf(a), to, context).releasable).toBe(true);
      }),
      RUNS,
    );
  });

  it('goes to several recipients only if it goes to each', () => {
    fc.assert(
      fc.property(triples, recipients, days, ([a], to, context) => {
        const each = to.every((one) => releasableTo(readingOf(a), [one], context).releasable);
        expect(releasableTo(readingOf(a), to, context).releasable).toBe(each);
      }),
      RUNS,
    );
  });
});
