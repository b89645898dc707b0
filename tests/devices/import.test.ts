import { describe, expect, test } from 'vitest';
import { ImportRejected } from '../../platform/facts/read-facts.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { readDeviceFacts } from '../../subgraphs/devices/store/import/read-facts.ts';
import { anonymous, hostInMemory } from '../support/subgraph.ts';
import { copyFacts } from './facts-directory.ts';

const FILE = 'edge-devices.json';
const MINI_R = 'ms.ase-mini-r';

/** The rejections that an import of altered facts meets. */
function rejectionsOf(change: (record: Record<string, unknown>) => void) {
  using facts = copyFacts();
  facts.alterModel(MINI_R, change);
  try {
    readDeviceFacts(facts.directory);
  } catch (error) {
    if (error instanceof ImportRejected) return error.rejections;
    throw error;
  }
  return [];
}

describe('an import of device models', () => {
  test('takes the shipped facts, all 28 models', () => {
    using facts = copyFacts();
    expect(readDeviceFacts(facts.directory).models).toHaveLength(28);
  });

  test.each<[string, (record: Record<string, unknown>) => void, string, RegExp | string]>([
    ['a source that is not held', (it) => (it['sources'] = ['NOWHERE']), 'sources', /cites NOWHERE/],
    ['no source at all', (it) => (it['sources'] = []), 'sources', 'expected at least one source'],
    ['a provider that is not known', (it) => (it['provider'] = 'Acme'), 'provider', /how to read "Acme"/],
    [
      'a lifecycle word that is not known',
      (it) => (it['lifecycle'] = { status: 'resting', endOfSale: null }),
      'lifecycle.status',
      /how to read "resting"/,
    ],
    [
      'an authorisation that is not known',
      (it) => (it['authorizations'] = [{ scheme: 'Acme', level: '9', scope: 'online service' }]),
      'authorizations.0',
      /how to read "Acme 9"/,
    ],
    [
      'words on ruggedness that nobody read yet',
      (it) => (it['ruggedization'] = 'Quite tough'),
      'ruggedization',
      /how to read "Quite tough"/,
    ],
    [
      'words on eligibility that nobody read yet',
      (it) => (it['eligibility'] = 'Friends'),
      'eligibility',
      /how to read "Friends"/,
    ],
    [
      'an unverified field that does not exist',
      (it) => (it['unverifiedFields'] = ['colour']),
      'unverifiedFields',
      /names colour/,
    ],
    ['a negative weight', (it) => (it['weightKg'] = -1), 'weightKg', /./],
    ['a weight in words', (it) => (it['weightKg'] = 'light'), 'weightKg', /./],
    [
      'a date that does not exist',
      (it) => (it['lifecycle'] = { status: 'available', endOfSale: '2025-02-30' }),
      'lifecycle.endOfSale',
      /expected a date/,
    ],
    ['a field that nobody would show', (it) => (it['colour'] = 'grey'), '(record)', /colour/],
    [
      'temperatures the wrong way round',
      (it) => (it['operatingTempC'] = [40, 0]),
      'operatingTempC',
      'expected the lower temperature first',
    ],
  ])('refuses %s, naming file, record, field and reason', (_, change, field, reason) => {
    expect(rejectionsOf(change)).toEqual([
      {
        file: FILE,
        record: MINI_R,
        field,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      },
    ]);
  });

  test('refuses two records of one id, and names every fault it finds at once', () => {
    using facts = copyFacts();
    facts.alter(FILE, ({ records }) => records.push(records[0]));
    expect(() => readDeviceFacts(facts.directory)).toThrow('is used by two records');
    using more = copyFacts();
    more.alterModel(MINI_R, (record) => (record['provider'] = 'Acme'));
    more.alterModel('ms.ase-pro-r', (record) => (record['sources'] = []));
    expect(() => readDeviceFacts(more.directory)).toThrow(
      /ms\.ase-pro-r: sources[^]*ms\.ase-mini-r: provider/,
    );
  });

  test('that is refused changes nothing in the store', async () => {
    using facts = copyFacts();
    const environment = { dataDirectory: facts.stores, factsDirectory: facts.directory };
    const first = await hostInMemory(devicesSubgraph, environment);
    await first.close();
    facts.alterModel(MINI_R, (record) => {
      record['name'] = 'Renamed';
      record['provider'] = 'Acme';
    });
    await expect(hostInMemory(devicesSubgraph, environment)).rejects.toThrow(ImportRejected);
    await using again = await hostInMemory(devicesSubgraph, { dataDirectory: facts.stores });
    const data = await again.data(anonymous, `{ deviceModel(id: "${MINI_R}") { name } }`);
    expect(data).toEqual({ deviceModel: { name: 'Azure Stack Edge Mini R' } });
  });

  test('of facts that are held already writes nothing', async () => {
    using facts = copyFacts();
    const environment = { dataDirectory: facts.stores, factsDirectory: facts.directory };
    await (await hostInMemory(devicesSubgraph, environment)).close();
    await using second = await hostInMemory(devicesSubgraph, environment);
    expect(second.statements.filter((it) => /^(insert|delete|update|create)/i.test(it))).toEqual([]);
  });
});
