import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LevelFacts } from '../../subgraphs/catalogue/eligibility/facts.ts';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import type { ClassificationStore } from '../../subgraphs/classification/store/store.ts';
import { factsCopyOf } from '../support/facts-copy.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => void (subgraph = await hostInMemory(classificationSubgraph)));
afterAll(() => subgraph.close());

const DATES = 'from until fromVerified untilVerified verification';
const FACTS = `levelFacts { dataVersion asOf
  schemes { id holder chains levels { id securityClassification } ${DATES} }
  memberships { organisation member ${DATES} }
  equivalences { id fromLevel toLevel relation direction scope ${DATES} }
  agreements { id parties { partner membersOf } status scope scopeWords coverage levels ${DATES} }
  authorisations { id jurisdiction authority permitsUpTo permitsClassified status verification }
  clearances { id grantor permitsUpTo verification } }`;
const VIEWER = `query ($id: ID!) { _entities(representations: [{ __typename: "Viewer", id: $id }]) { ... on Viewer { id ${FACTS} } } }`;

async function factsOf(partner: string, host = subgraph): Promise<LevelFacts> {
  const query = VIEWER.replace('query ($id: ID!)', 'query').replace('$id', `"${partner}:user"`);
  const data = await host.data(asPartner(partner), query);
  return data['_entities'][0].levelFacts;
}

describe('the level facts of a partner', () => {
  test('hold its schemes in all versions, those of organisations, and those of authorising countries', async () => {
    const { schemes, asOf } = await factsOf('GB');
    const ids = schemes.map((it) => it.id);
    expect(ids).toEqual(
      expect.arrayContaining(['GB', 'GB-GPMS', 'NATO', 'EU', 'US', 'AU', 'AU-2011', 'CA', 'JP-SDS']),
    );
    expect(ids).not.toContain('PL');
    expect((await factsOf('PL')).schemes.map((it) => it.id)).toContain('PL');
    expect(asOf).toBe('2026-11-23');
    expect(schemes.find((it) => it.id === 'GB-GPMS')).toMatchObject({
      holder: 'GB',
      from: '1994-04-04',
      until: '2014-04-02',
      fromVerified: true,
      verification: 'VERIFIED',
    });
    expect(schemes.find((it) => it.id === 'CA')?.chains).toEqual([
      ['CA:U', 'CA:PA', 'CA:PB', 'CA:PC'],
      ['CA:U', 'CA:C', 'CA:S', 'CA:TS'],
    ]);
  });

  test('name no level that they do not hold', async () => {
    for (const partner of ['GB', 'DE', 'PL', 'NATO', 'ZA', 'JP']) {
      const facts = await factsOf(partner);
      const levels = new Set(facts.schemes.flatMap((scheme) => scheme.levels.map((level) => level.id)));
      const named = [
        ...facts.schemes.flatMap((scheme) => scheme.chains.flat()),
        ...facts.equivalences.flatMap((row) => [row.fromLevel, row.toLevel]),
        ...facts.authorisations.flatMap((it) => it.permitsUpTo),
        ...facts.clearances.map((it) => it.permitsUpTo),
      ];
      expect(named.filter((level) => level !== null && !levels.has(level))).toEqual([]);
    }
  });

  test('hold every membership and every authorisation', async () => {
    const { memberships, authorisations } = await factsOf('ZA');
    expect(memberships).toHaveLength(60);
    expect(authorisations).toHaveLength(41);
    expect(memberships).toContainEqual({
      organisation: 'NATO',
      member: 'BE',
      from: '1949-08',
      until: null,
      fromVerified: true,
      untilVerified: true,
      verification: 'VERIFIED',
    });
    expect(authorisations.find((it) => it.id === 'DOD-IL6')).toEqual({
      id: 'DOD-IL6',
      jurisdiction: 'US',
      authority: 'DISA',
      permitsUpTo: ['US:S'],
      permitsClassified: true,
      status: 'IN_FORCE',
      verification: 'VERIFIED',
    });
  });

  test('hold its agreements, those of its groups, and those of organisations that it ever belonged to', async () => {
    const german = (await factsOf('DE')).agreements.map((it) => it.id);
    expect(german).toEqual(
      expect.arrayContaining(['US-DE', 'NATO-ASI-1997', 'EU-MS-2011', 'EU-US-2007', 'JP-NATO-2010']),
    );
    expect(german).not.toContain('JP-US-2007');
    const british = (await factsOf('GB')).agreements.map((it) => it.id);
    expect(british).toEqual(expect.arrayContaining(['EU-UK-2020', 'EU-MS-2011', 'AUKUS-NNP-2024']));
    expect((await factsOf('ZA')).agreements).toEqual([]);
  });

  test('describe an agreement by its parties, its status, its scope and its verified dates', async () => {
    const { agreements } = await factsOf('DE');
    expect(agreements.find((it) => it.id === 'NATO-ASI-1997')).toEqual({
      id: 'NATO-ASI-1997',
      parties: [{ partner: null, membersOf: 'NATO' }],
      status: 'IN_FORCE',
      scope: 'GENERAL',
      scopeWords: null,
      coverage: 'LISTED',
      levels: ['NATO:NR', 'NATO:NC', 'NATO:NS', 'NATO:CTS'],
      from: null,
      until: null,
      fromVerified: false,
      untilVerified: true,
      verification: 'VERIFIED',
    });
  });

  test('hold the clearances that the partner and authorising countries grant', async () => {
    const grantors = new Set((await factsOf('NO')).clearances.map((it) => it.grantor));
    expect([...grantors]).toEqual(expect.arrayContaining(['NO', 'US', 'GB', 'NATO', 'EU']));
    expect(grantors).not.toContain('UA');
  });

  test('carry a digest of exactly themselves as their version', async () => {
    const { dataVersion, ...facts } = await factsOf('GB');
    expect(dataVersion).toMatch(/^[0-9a-f]{16}$/);
    expect((await factsOf('GB')).dataVersion).toBe(dataVersion);
    expect((await factsOf('DE')).dataVersion).not.toBe(dataVersion);
    const context = await subgraph.hosted.contextFor(await subgraph.assertion(anonymous), undefined);
    const stored = await (context!.store as ClassificationStore).levelFacts('GB');
    const { dataVersion: version, ...content } = stored;
    expect(facts).toEqual(content);
    const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    expect(version).toBe(digest.slice(0, 16));
    expect(version).toBe(dataVersion);
  });

  test('keep their version when something changes that they do not hold, and change it when they do', async () => {
    using copy = factsCopyOf('classification');
    copy.alterRecord('agreements.json', 'JP-US-2007', (it) => (it['scope'] = 'something else'));
    await using other = await hostInMemory(classificationSubgraph, { factsDirectory: copy.directory });
    const version = async (partner: string, host: TestSubgraph) => (await factsOf(partner, host)).dataVersion;
    expect(await version('DE', other)).toBe(await version('DE', subgraph));
    expect(await version('JP', other)).not.toBe(await version('JP', subgraph));
  });

  test('cost at most seven statements at first and none afterwards', async () => {
    await using fresh = await hostInMemory(classificationSubgraph);
    fresh.forgetStatements();
    await factsOf('SE', fresh);
    expect(fresh.statements.length).toBeGreaterThan(0);
    expect(fresh.statements.length).toBeLessThanOrEqual(7);
    fresh.forgetStatements();
    await factsOf('SE', fresh);
    expect(fresh.statements).toEqual([]);
  });
});

describe('a viewer', () => {
  test.each([
    ['somebody else of the same partner', 'GB:other', asPartner('GB')],
    ['another partner', 'US:user', asPartner('GB')],
    ['anybody, asked anonymously', 'GB:user', anonymous],
    ['a made-up id', '', anonymous],
  ])('that is %s is null', async (_, id, viewer) => {
    const data = await subgraph.data(viewer, VIEWER, { id });
    expect(data).toEqual({ _entities: [null] });
  });
});
