import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discloses, type Reader } from '../../platform/disclosure/discloses.ts';
import { labelId, PUBLIC, type Label } from '../../platform/disclosure/label.ts';
import { migrate } from '../../platform/store/database.ts';
import { openEmbedded, type EmbeddedDatabase } from '../../platform/store/sqlite/database.ts';
import {
  addLabelColumn,
  disclosedTo,
  labelTables,
  storeLabels,
  type LabelTables,
} from '../../platform/store/labels.ts';

type Tables = LabelTables & { record: { id: number; label: string } };

const LEVELS = ['PUBLIC', 'GB:O', 'GB:S', 'GB:TS', 'US:U', 'US:S', 'NATO:NS', 'CA:PB', 'CA:S', 'XX:UNHEARD'];
const PARTNERS = ['GB', 'US', 'CA', 'NATO'];
const COMPARTMENTS = ['ATLAS', 'BEACON'];

const anyLabel: fc.Arbitrary<Label> = fc.record({
  marking: fc.option(fc.constantFrom(...LEVELS), { freq: 8 }),
  handledAs: fc.subarray(LEVELS, { maxLength: 2 }),
  releasableTo: fc.option(fc.subarray(PARTNERS)),
  compartments: fc.subarray(COMPARTMENTS),
});
const anyReader: fc.Arbitrary<Reader> = fc.record({
  partner: fc.option(fc.constantFrom(...PARTNERS), { freq: 8 }),
  clearance: fc.option(fc.constantFrom(...LEVELS), { freq: 8 }),
  compartments: fc.subarray(COMPARTMENTS),
});

describe('what is disclosed', () => {
  test('is not lost by a higher clearance, another compartment or a wider release set', () => {
    fc.assert(
      fc.property(anyLabel, anyReader, fc.constantFrom(...PARTNERS), (label, reader, partner) => {
        fc.pre(discloses(label, reader));
        expect(discloses(label, { ...reader, compartments: COMPARTMENTS })).toBe(true);
        const wider = label.releasableTo && [...label.releasableTo, partner];
        expect(discloses({ ...label, releasableTo: wider }, reader)).toBe(true);
        if (reader.clearance === 'GB:S')
          expect(discloses(label, { ...reader, clearance: 'GB:TS' })).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('to the anonymous is open, and neither released to partners nor in compartments', () => {
    const nobody: Reader = { partner: null, clearance: null, compartments: [] };
    fc.assert(
      fc.property(anyLabel, (label) => {
        fc.pre(discloses(label, nobody));
        expect(label).toMatchObject({ releasableTo: null, compartments: [] });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the id of a label', () => {
  test('is the same for the same label, whatever the order of its lists, and another for another', () => {
    const sets = ({ marking, handledAs, releasableTo, compartments }: Label) =>
      JSON.stringify([
        marking,
        [...handledAs].sort(),
        releasableTo && [...releasableTo].sort(),
        [...compartments].sort(),
      ]);
    fc.assert(
      fc.property(anyLabel, anyLabel, (one, other) => {
        expect(labelId(one) === labelId(other)).toBe(sets(one) === sets(other));
        const turned = { ...one, releasableTo: one.releasableTo?.toReversed() ?? null };
        expect(labelId(turned)).toBe(labelId(one));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('in SQL', () => {
  let database: EmbeddedDatabase<Tables>;
  beforeAll(async () => {
    database = openEmbedded<Tables>({ file: ':memory:' });
    await migrate(database, {
      '0001-labels': labelTables,
      '0002-record': {
        async up(it) {
          await it.schema.createTable('record').addColumn('id', 'integer').execute();
          await addLabelColumn(it, 'record');
        },
      },
    });
  });
  afterAll(() => database.destroy());

  test('a record that names no label is public', async () => {
    await sql`insert into record (id) values (0)`.execute(database);
    const rows = await database
      .selectFrom('record')
      .select('label')
      .where(disclosedTo({ partner: null, clearance: null, compartments: [] }, 'record.label'))
      .execute();
    expect(rows).toEqual([{ label: labelId(PUBLIC) }]);
    await database.deleteFrom('record').execute();
  });

  test('the same is disclosed as by the rule', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLabel, { minLength: 10, maxLength: 40 }),
        anyReader,
        async (labels, reader) => {
          await database.deleteFrom('record').execute();
          await storeLabels(database, labels);
          const rows = labels.map((label, id) => ({ id, label: labelId(label) }));
          await database.insertInto('record').values(rows).execute();
          const shown = await database
            .selectFrom('record')
            .select('id')
            .where(disclosedTo(reader, 'record.label'))
            .orderBy('id')
            .execute();
          const expected = labels.flatMap((label, id) => (discloses(label, reader) ? [{ id }] : []));
          expect(shown).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
