import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { changes, changesBetween } from './checks/sdl/changes.ts';
import { breaksIn } from './harness/decision-records.ts';
import { readContract } from './harness/contract.ts';
import { runChecks } from './harness/run.ts';
import type { Subject } from './harness/subject.ts';
import { inType, without } from './mutations/mutant.ts';

const CONTRACT = readContract(projectRoot(), 'devices');
const RELEASED = CONTRACT.released.sdl ?? '';
const DAY = '2027-06-30';

const between = async (released: string, sdl: string) =>
  (await changesBetween(released, sdl, DAY)).map(({ severity, at }) => `${severity} ${at}`);

function serving(sdl: string): Subject {
  return {
    name: 'devices',
    place: 'in the test',
    mayWrite: false,
    canAskFor: () => true,
    ask: async () => ({ data: { _service: { sdl } } }),
    askWith: async () => null,
    close: async () => undefined,
  };
}

describe('changes since a release', () => {
  it('are none where nothing changed, in whatever order and form it is served', async () => {
    const { definitions, ...document } = parse(RELEASED);
    const served = print({ ...document, definitions: definitions.toReversed() });
    const parted = `${without(served, 'DeviceModel', 'ocpu')}
      extend type DeviceModel { """Oracle CPUs, for models that publish them.""" ocpu: Int }`;
    expect(await between(RELEASED, parted)).toEqual([]);
  });

  it('are breaking, dangerous and safe, the gravest first', async () => {
    const sdl = inType(
      without(RELEASED, 'DeviceModel', 'weightLb').replace(
        '  UNKNOWN\n}\n\nscalar DateTime',
        '  UNKNOWN\n  LOST\n}\n\nscalar DateTime',
      ),
      'DeviceModel',
      'formFactor: String',
      'formFactor: String shape: String',
    );
    const found = await between(RELEASED, sdl);
    expect(found).toContain('breaking DeviceModel.weightLb');
    expect(found).toContain('safe DeviceModel.shape');
    expect(found.at(0)).toMatch(/^breaking/);
    expect(found.at(-1)).toMatch(/^safe/);
  });

  it.each([
    ['2027-06-30', 'dangerous'],
    ['2027-07-01', 'breaking'],
  ])('take what was deprecated until %s away on 2027-06-30: %s', async (until, severity) => {
    const released = inType(
      RELEASED,
      'DeviceModel',
      'weightLb: Float',
      `weightLb: Float @deprecated(reason: "Use weightKg. Stays until ${until}.")`,
    );
    expect(await between(released, without(RELEASED, 'DeviceModel', 'weightLb'))).toEqual([
      `${severity} DeviceModel.weightLb`,
    ]);
  });

  it.each<[string, (sdl: string) => string, string[]]>([
    [
      'opens a field',
      (it) => inType(it, 'Query', /(\n {2}device\([\s\S]*?)@authenticated/, '$1@public'),
      ['dangerous Query.device @access'],
    ],
    [
      'hides a type',
      (it) => it.replace('type DeviceCount\n', 'type DeviceCount\n  @inaccessible\n'),
      ['breaking DeviceCount @inaccessible'],
    ],
    [
      'adds a key',
      (it) => inType(it, 'Device', '@key(fields: "id")', '@key(fields: "id") @key(fields: "serialNumber")'),
      [],
    ],
  ])('of federation are seen: one %s', async (_what, change, expected) => {
    const sdl = change(RELEASED);
    expect(sdl).not.toBe(RELEASED);
    expect(await between(RELEASED, sdl)).toEqual(expected);
  });
});

describe('a decision record', () => {
  const TEXT =
    '# 99. Weights are metric\n\nBreaks: devices 0.1.0: DeviceModel.weightLb, DeviceModel.weightNote\n';

  it('names what it breaks, line by line', () => {
    expect(breaksIn('0099.md', `${TEXT}\nBreaks: catalogue 1.0.0: Query.offering.id\n`)).toEqual([
      { subgraph: 'devices', release: '0.1.0', at: 'DeviceModel.weightLb', record: '0099.md' },
      { subgraph: 'devices', release: '0.1.0', at: 'DeviceModel.weightNote', record: '0099.md' },
      { subgraph: 'catalogue', release: '1.0.0', at: 'Query.offering.id', record: '0099.md' },
    ]);
  });

  it.each([
    ['of this release', CONTRACT.released.version, 0],
    ['of another release', '0.0.1', 1],
  ])('%s allows what it names: %s', async (_what, version, findings) => {
    const breaks = breaksIn('0099.md', TEXT.replace('0.1.0', version));
    const { verdicts } = await runChecks([changes], {
      contract: { ...CONTRACT, breaks },
      subject: serving(without(RELEASED, 'DeviceModel', 'weightLb')),
      neighbours: async () => new Map(),
    });
    expect(verdicts[0]?.findings).toHaveLength(findings);
    expect(verdicts[0]?.notes.join('\n')).toContain('breaking: Field ');
  });
});
