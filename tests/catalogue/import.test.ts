import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ImportRejected, type Rejection } from '../../platform/facts/read-facts.ts';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { importFacts, readFactsFiles } from '../../subgraphs/catalogue/store/import/facts.ts';
import { factsCopyOf, type FactsCopy } from '../support/facts-copy.ts';
import { anonymous, hostInMemory } from '../support/subgraph.ts';

type Record_ = Parameters<Parameters<FactsCopy['alterRecord']>[2]>[0];

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

/** The first record of a list for which `which` holds. */
function find(content: Record_, list: string, which: (record: Record_) => boolean): Record_ {
  const record = (content[list] as Record_[]).find(which);
  if (!record) throw new Error(`no such record in ${list}`);
  return record;
}

describe('an import of the catalogue’s facts', () => {
  test('takes every shipped record', () => {
    using facts = factsCopyOf('catalogue');
    const taken = importFacts(readFactsFiles(facts.directory));
    const { profiles, ...records } = taken;
    expect(Object.fromEntries(Object.entries(records).map(([name, list]) => [name, list.length]))).toEqual({
      sources: 105,
      providers: 15,
      environments: 73,
      regions: 101,
      offerings: 1_081 + 1_409 + 28,
    });
    // A question decides each profile once: there are some dozens of them, and not thousands.
    expect(profiles.length).toBeGreaterThan(28);
    expect(profiles.length).toBeLessThan(200);
    expect(new Set(taken.offerings.map((it) => it.profile))).toEqual(new Set(profiles.map((it) => it.id)));
  });

  test('gives the same records for the same files', () => {
    using facts = factsCopyOf('catalogue');
    const first = importFacts(readFactsFiles(facts.directory));
    expect(importFacts(readFactsFiles(facts.directory))).toEqual(first);
  });

  const SERVICE = 'ms.azure-gov.advisor';
  const AP = 'AP-028';
  test.each<[string, string, string, (record: Record_) => void, string, RegExp]>([
    [
      'a source that is not held',
      'services.json',
      SERVICE,
      (it) => it['sources'].push('X'),
      'sources',
      /"X"/,
    ],
    ['an unknown provider', 'services.json', SERVICE, (it) => (it['provider'] = 'X'), 'provider', /"X"/],
    [
      'an unknown environment',
      'services.json',
      SERVICE,
      (it) => (it['environment'] = 'X'),
      'environment',
      /"X"/,
    ],
    [
      'an environment that is not the one of the id',
      'services.json',
      SERVICE,
      (it) => (it['environment'] = 'Azure Government Secret'),
      'id',
      /begins with ms\.azure-gov-secret/,
    ],
    ['an unknown region', 'services.json', SERVICE, (it) => it['regions'].push('X'), 'regions', /"X"/],
    [
      'a region of another provider',
      'services.json',
      SERVICE,
      (it) => it['regions'].push('us-gov-west-1'),
      'regions',
      /Microsoft has no region/,
    ],
    [
      'an authorisation that no table reads',
      'services.json',
      SERVICE,
      (it) => it['authorizations'].push({ scheme: 'FedRAMP', level: 'Extreme' }),
      'authorizations',
      /"FedRAMP Extreme"/,
    ],
    [
      'a claim with a date that does not exist',
      'services.json',
      SERVICE,
      (it) =>
        it['authorizations'].push({ scheme: 'FedRAMP', level: 'High', authorizationDate: '2023-02-29' }),
      'authorizations.4.authorizationDate',
      /a day that exists/,
    ],
    [
      'words on customers that no table reads',
      'services.json',
      SERVICE,
      (it) => (it['eligibility'] = 'X'),
      'eligibility',
      /"X"/,
    ],
    [
      'a field that the file does not have',
      'services.json',
      SERVICE,
      (it) => (it['level'] = 'IL6'),
      '(record)',
      /level/,
    ],
    [
      'a scope that the file does not know',
      'services.json',
      SERVICE,
      (it) => (it['regionScope'] = 'all'),
      'regionScope',
      /./,
    ],
    ['a missing name', 'services.json', SERVICE, (it) => delete it['name'], 'name', /./],
    [
      'a service listed twice that the table of contradictions does not name',
      'services.json',
      SERVICE,
      (it) => it['notes'].push('The source table has two rows for Advisor.'),
      'notes',
      /contradictions\.json/,
    ],
    [
      'an id of another service',
      'services-partner-regions.json',
      'aws.london.amazon-elastic-compute-cloud',
      (it) => (it['id'] = SERVICE),
      'id',
      /used in services\.json/,
    ],
    [
      'a country that is not the region’s',
      'services-partner-regions.json',
      'aws.london.amazon-elastic-compute-cloud',
      (it) => (it['country'] = 'FR'),
      'country',
      /in GB, not in FR/,
    ],
    [
      'a code that two regions of one provider have',
      'regions.json',
      'microsoft.usgovtexas',
      (it) => (it['code'] = 'usgovvirginia'),
      'code',
      /usgovvirginia of Microsoft/,
    ],
    [
      'a country that is no code',
      'regions.json',
      'microsoft.usgovtexas',
      (it) => (it['country'] = 'USA'),
      'country',
      /ISO/,
    ],
    [
      'a claim for a service that is not there',
      'authorisations-partner.json',
      AP,
      (it) => it['serviceIds'].push('ovh.snc.x'),
      'serviceIds',
      /ovh\.snc\.x/,
    ],
    [
      'a claim for a service of another environment',
      'authorisations-partner.json',
      AP,
      (it) => it['serviceIds'].push(SERVICE),
      'serviceIds',
      /no service of OVHcloud/,
    ],
    [
      'a claim of scope service that names none',
      'authorisations-partner.json',
      AP,
      (it) => delete it['serviceIds'],
      'serviceIds',
      /expected services/,
    ],
    [
      'an unknown status of a claim',
      'authorisations-partner.json',
      AP,
      (it) => (it['status'] = 'HELD'),
      'status',
      /./,
    ],
    [
      'an environment that two records claim',
      'environments.json',
      'aws.london',
      (it) => it['aliases'].push('Azure Government'),
      'aliases',
      /ms\.azure-gov/,
    ],
    [
      'a provider without a record',
      'environments.json',
      'aws.london',
      (it) => (it['provider'] = 'x'),
      'provider',
      /"x"/,
    ],
  ])('refuses %s', (_, file, id, change, field, reason) => {
    using facts = factsCopyOf('catalogue');
    facts.alterRecord(file, id, change);
    const rejections = rejectionsOf(facts.directory);
    expect(rejections).toContainEqual(
      expect.objectContaining({ field, reason: expect.stringMatching(reason) }),
    );
    for (const it of rejections) expect(it.file).toMatch(/\.json$/);
  });

  test('refuses a customer tag that the file does not explain, and a doubt that no table reads', () => {
    using facts = factsCopyOf('catalogue');
    facts.alter('eligibility-notes.json', (content) => {
      const note = find(content, 'eligibility', (it) => it['environment'] === 'Azure Government');
      note['customers'].push('MARTIANS');
      note['unverifiedFields'].push('the weather');
    });
    expect(rejectionsOf(facts.directory)).toEqual([
      expect.objectContaining({ record: 'Azure Government', field: 'unverifiedFields' }),
      expect.objectContaining({ record: 'Azure Government', field: 'customers' }),
    ]);
  });

  test('tells every rejection at once, with file, record, field and reason', () => {
    using facts = factsCopyOf('catalogue');
    facts.alterRecord('services.json', SERVICE, (it) => {
      it['name'] = '';
      it['category'] = 'Management!';
    });
    facts.alterRecord('regions.json', 'microsoft.usgovtexas', (it) => (it['levels'] = 'IL5'));
    const rejections = rejectionsOf(facts.directory);
    expect(rejections.map((it) => [it.file, it.record, it.field])).toEqual([
      ['services.json', SERVICE, 'name'],
      ['services.json', SERVICE, 'category'],
      ['regions.json', 'microsoft.usgovtexas', 'levels'],
    ]);
    expect(new ImportRejected(rejections).message).toContain(
      `services.json: record ${SERVICE}: category: expected a category in lower case`,
    );
  });

  test('refuses a file that does not say which day it describes', () => {
    using facts = factsCopyOf('catalogue');
    facts.alter('services.json', (content) => (content['generated'] = 'in autumn'));
    expect(rejectionsOf(facts.directory)).toEqual([
      expect.objectContaining({ file: 'services.json', record: '(file)', field: 'generated' }),
    ]);
  });

  test('refuses a file that is missing or no JSON', () => {
    using facts = factsCopyOf('catalogue');
    writeFileSync(join(facts.directory, 'regions.json'), '{');
    expect(() => readFactsFiles(facts.directory)).toThrow(/regions\.json: .*no JSON/);
    rmSync(join(facts.directory, 'regions.json'));
    expect(() => readFactsFiles(facts.directory)).toThrow(/regions\.json: .*cannot be read/);
  });

  test('that is refused leaves the store as it was; one that is taken replaces it', async () => {
    using facts = factsCopyOf('catalogue');
    const environment = { dataDirectory: facts.stores, factsDirectory: facts.directory };
    const nameOf = async () => {
      await using catalogue = await hostInMemory(catalogueSubgraph, environment);
      return (await catalogue.data(anonymous, `{ offering(id: "${SERVICE}") { name } }`))['offering'].name;
    };
    expect(await nameOf()).toBe('Advisor');

    facts.alterRecord('services.json', SERVICE, (it) => (it['name'] = 'Counsellor'));
    facts.alterRecord('services.json', 'ms.azure-gov.ai-builder', (it) => (it['environment'] = 'X'));
    await expect(nameOf()).rejects.toThrow(ImportRejected);
    facts.alterRecord('services.json', 'ms.azure-gov.ai-builder', (it) => {
      it['environment'] = 'Azure Government';
    });
    facts.alterRecord('services.json', SERVICE, (it) => (it['name'] = 'Advisor'));
    expect(await nameOf()).toBe('Advisor');

    facts.alterRecord('services.json', SERVICE, (it) => (it['name'] = 'Counsellor'));
    expect(await nameOf()).toBe('Counsellor');
  });

  test('happens once: a store that holds the same facts is not seeded again', async () => {
    using facts = factsCopyOf('catalogue');
    const environment = { dataDirectory: facts.stores, factsDirectory: facts.directory };
    await (await hostInMemory(catalogueSubgraph, environment)).close();
    await using again = await hostInMemory(catalogueSubgraph, environment);
    expect(again.statements.filter((it) => /^(insert|delete)/i.test(it))).toEqual([]);
  });
});
