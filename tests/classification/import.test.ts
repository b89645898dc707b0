import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ImportRejected, type Rejection } from '../../platform/facts/read-facts.ts';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { importFacts, readFactsFiles } from '../../subgraphs/classification/store/import/facts.ts';
import { factsCopyOf } from '../support/facts-copy.ts';
import { anonymous, hostInMemory } from '../support/subgraph.ts';

type Change = Parameters<ReturnType<typeof factsCopyOf>['alterRecord']>[2];

/** The rejections that an import of the facts in `directory` meets; none where it is taken. */
function rejectionsOf(directory: string): readonly Rejection[] {
  try {
    importFacts(readFactsFiles(directory));
  } catch (error) {
    if (error instanceof ImportRejected) return error.rejections;
    throw error;
  }
  return [];
}

describe('an import of classification facts', () => {
  test('takes every shipped record', () => {
    using facts = factsCopyOf('classification');
    const taken = importFacts(readFactsFiles(facts.directory));
    const counts = Object.entries(taken).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.length : value,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      asOf: '2026-11-23',
      sources: 149,
      schemes: 70,
      equivalences: 217,
      agreements: 108,
      authorisations: 41,
      clearances: 67,
      memberships: 60,
    });
  });

  test.each<[string, string, string, Change, string, string | RegExp]>([
    [
      'a source that is not held',
      'schemes.json',
      'GB',
      (it) => it['sources'].push('X'),
      'sources',
      'X is not in sources.json',
    ],
    [
      'a level under another scheme’s name',
      'schemes.json',
      'GB',
      (it) => (it['levels'][1].ref = 'US:S'),
      'levels.1.ref',
      'expected GB:S, got US:S',
    ],
    [
      'a level that stands on no chain',
      'schemes.json',
      'GB',
      (it) => (it['orderChains'] = [['O', 'S']]),
      'orderChains',
      'TS stands on no chain',
    ],
    [
      'a chain of levels that do not exist',
      'schemes.json',
      'GB',
      (it) => it['orderChains'][0].push('X'),
      'orderChains',
      'X is no level of the scheme',
    ],
    [
      'a date that is none',
      'schemes.json',
      'GB',
      (it) => (it['validFrom'] = '2014-02-30'),
      'validFrom',
      /^expected a year, a month or a day/,
    ],
    [
      'a scheme that ends before it begins',
      'schemes.json',
      'GB',
      (it) => (it['validTo'] = '2001-01-01'),
      'validTo',
      'ends before it begins',
    ],
    [
      'an equivalence of a level that does not exist',
      'equivalences.json',
      'EQ-001',
      (it) => (it['fromLevel'] = 'BG:X'),
      'fromLevel',
      'BG:X is a level of no scheme',
    ],
    [
      'an equivalence without its other level',
      'equivalences.json',
      'EQ-001',
      (it) => (it['toLevel'] = null),
      'toLevel',
      'EQUIVALENT needs a level',
    ],
    [
      'a relation that is not known',
      'equivalences.json',
      'EQ-001',
      (it) => (it['relation'] = 'SAME'),
      'relation',
      /EQUIVALENT/,
    ],
    [
      'status words that nobody can read',
      'agreements.json',
      'US-DE',
      (it) => (it['status'] = 'PROBABLY'),
      'status',
      'expected the words for a known status, got "PROBABLY"',
    ],
    [
      'a successor that is no agreement',
      'agreements.json',
      'US-DE',
      (it) => (it['status'] = 'SUPERSEDED by US-XX'),
      'status',
      'US-XX is no agreement',
    ],
    [
      'a party in words that are no group',
      'agreements.json',
      'US-DE',
      (it) => (it['parties'] = ['US', 'friends']),
      'parties.1',
      /got "friends"$/,
    ],
    [
      'an authorisation’s status without a known word',
      'cloud-authorisations.json',
      'DOD-IL5',
      (it) => (it['status'] = 'fine'),
      'status',
      /got "fine"$/,
    ],
    [
      'an authorisation up to a level that does not exist',
      'cloud-authorisations.json',
      'DOD-IL6',
      (it) => (it['permitsUpTo'] = ['US:SECRET']),
      'permitsUpTo',
      'US:SECRET is a level of no scheme',
    ],
    [
      'a statement whose source is not held',
      'cloud-authorisations.json',
      'DOD-IL6',
      (it) => (it['facts'][0].sources = ['X']),
      'facts.0.sources',
      'X is not in sources.json',
    ],
    [
      'a grantor in words that cannot be read',
      'clearances.json',
      'UK-SC',
      (it) => (it['grantor'] = 'the Crown'),
      'grantor',
      /got "the Crown"$/,
    ],
    [
      'a clearance up to a level that does not exist',
      'clearances.json',
      'UK-SC',
      (it) => (it['permitsUpTo'] = 'GB:C'),
      'permitsUpTo',
      'GB:C is a level of no scheme',
    ],
    [
      'a membership that ends before it begins',
      'memberships.json',
      'NATO:BE',
      (it) => (it['until'] = '1900-01-01'),
      'until',
      'ends before it begins',
    ],
    [
      'a record without a field',
      'memberships.json',
      'NATO:BE',
      (it) => delete it['verified'],
      'verified',
      /expected boolean/,
    ],
  ])('refuses %s, naming file, record, field and reason', (_, file, record, change, field, reason) => {
    using facts = factsCopyOf('classification');
    facts.alterRecord(file, record, change);
    const rejections = rejectionsOf(facts.directory);
    expect(rejections).toContainEqual({
      file,
      record,
      field,
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
  });

  test('names every record that it refuses, over all files, and not the first alone', () => {
    using facts = factsCopyOf('classification');
    facts.alterRecord('agreements.json', 'US-DE', (it) => (it['status'] = 'PROBABLY'));
    facts.alterRecord('clearances.json', 'UK-SC', (it) => (it['order'] = 'third'));
    facts.alterRecord('clearances.json', 'UK-DV', (it) => (it['id'] = 'UK-EDV'));
    expect(rejectionsOf(facts.directory).map(({ file, record, field }) => [file, record, field])).toEqual([
      ['agreements.json', 'US-DE', 'status'],
      ['clearances.json', 'UK-SC', 'order'],
      ['clearances.json', 'UK-EDV', 'id'],
    ]);
  });

  test('refuses a file that is missing, that is no JSON, or that does not say which day it describes', () => {
    using facts = factsCopyOf('classification');
    facts.alter('agreements.json', (content) => delete content['asOf']);
    expect(rejectionsOf(facts.directory)).toEqual([
      {
        file: 'agreements.json',
        record: '(file)',
        field: 'asOf',
        reason: expect.stringContaining('calendar day'),
      },
    ]);
    writeFileSync(join(facts.directory, 'agreements.json'), '{"agreements": [');
    expect(rejectionsOf(facts.directory)[0]?.reason).toMatch(/^is no JSON/);
    rmSync(join(facts.directory, 'agreements.json'));
    expect(rejectionsOf(facts.directory)[0]).toMatchObject({
      file: 'agreements.json',
      reason: 'the file cannot be read',
    });
  });
});

describe('a store of classification facts', () => {
  const NAME = '{ agreement(id: "US-DE") { name } }';
  const open = (facts: { directory: string; stores: string }) =>
    hostInMemory(classificationSubgraph, { dataDirectory: facts.stores, factsDirectory: facts.directory });
  const writes = (statements: readonly string[]) =>
    statements.filter((it) => /^(insert into|delete from) "(agreement|scheme|meta)"/.test(it));

  test('is seeded at the first start and left alone at the second', async () => {
    using facts = factsCopyOf('classification');
    await using first = await open(facts);
    expect(writes(first.statements)).not.toEqual([]);
    await first.close();
    await using second = await open(facts);
    expect(writes(second.statements)).toEqual([]);
    expect(await second.data(anonymous, NAME)).toEqual({
      agreement: { name: expect.stringContaining('US-DE') },
    });
  });

  test('takes changed facts at the next start, in place of the old ones', async () => {
    using facts = factsCopyOf('classification');
    await (await open(facts)).close();
    facts.alterRecord('agreements.json', 'US-DE', (it) => (it['name'] = 'Renamed'));
    facts.alter('clearances.json', (content) => (content['clearances'] = content['clearances'].slice(0, 3)));
    await using next = await open(facts);
    const data = await next.data(anonymous, '{ agreement(id: "US-DE") { name } clearances { id } }');
    expect(data).toEqual({
      agreement: { name: 'Renamed' },
      clearances: expect.toSatisfy((it) => it.length === 3),
    });
  });

  test('stays as it was when changed facts are refused', async () => {
    using facts = factsCopyOf('classification');
    await (await open(facts)).close();
    facts.alterRecord('agreements.json', 'US-DE', (it) => (it['name'] = 'Renamed'));
    facts.alterRecord('clearances.json', 'UK-SC', (it) => (it['permitsUpTo'] = 'GB:C'));
    await expect(open(facts)).rejects.toThrow(
      'The import was refused and nothing was changed:\n' +
        '  clearances.json: record UK-SC: permitsUpTo: GB:C is a level of no scheme',
    );
    using shipped = factsCopyOf('classification');
    await using again = await open({ directory: shipped.directory, stores: facts.stores });
    expect(writes(again.statements)).toEqual([]);
    expect(await again.data(anonymous, NAME)).toEqual({
      agreement: { name: expect.stringContaining('US-DE') },
    });
  });
});
