import { PUBLIC } from '../../platform/disclosure/label.ts';
import { describe, expect, test } from 'vitest';
import { dataDirectory } from '../../platform/facts/data-directory.ts';
import type { RequirementProfile } from '../../subgraphs/catalogue/eligibility/profile.ts';
import { importFacts, readFactsFiles } from '../../subgraphs/catalogue/store/import/facts.ts';
import type {
  ClaimRecord,
  EnvironmentRecord,
  OfferingRecord,
} from '../../subgraphs/catalogue/store/records.ts';

const facts = importFacts(readFactsFiles(dataDirectory('catalogue')));
const offerings = new Map(facts.offerings.map((it) => [it.id, it]));
const profiles = new Map(facts.profiles.map((it) => [it.id, it]));
const offering = (id: string) => offerings.get(id) as OfferingRecord;
const profile = (id: string) => profiles.get(offering(id).profile) as RequirementProfile;
const environment = (id: string) => facts.environments.find((it) => it.id === id) as EnvironmentRecord;
const claims = (id: string, authorisation: string) =>
  offering(id).claims.filter((it) => it.authorisation === authorisation);
const shown = ({ status, scope, verification, from, until }: ClaimRecord) => ({
  status,
  scope,
  verification,
  from,
  until,
});

describe('environments', () => {
  test('are joined by the prefix of the service’s id, whatever their display name', () => {
    for (const { id, environment: joined, delivery } of facts.offerings) {
      if (delivery === 'DEVICE') expect(joined).toBeNull();
      else if (!id.startsWith('ovh.snc-cloud-platform.'))
        expect(joined).toBe(id.split('.').slice(0, 2).join('.'));
    }
    // Two prefixes, one environment: the source gives both the same.
    expect(offering('ovh.snc-cloud-platform.instances').environment).toBe('ovh.snc');
  });

  test('have each an id of their own, and their publisher’s terms', () => {
    expect(new Set(facts.environments.map((it) => it.id)).size).toBe(73);
    expect(facts.environments.filter((it) => it.terms === null)).toEqual([]);
  });

  test('have the regions that name them and those where their services are', () => {
    expect(environment('ms.azure-gov').regions).toEqual([
      'microsoft.usgovarizona',
      'microsoft.usgovtexas',
      'microsoft.usgovvirginia',
    ]);
    expect(environment('aws.london').regions).toEqual(['amazon.eu-west-2']);
    expect(environment('aws.commercial').regions).toContain('amazon.eu-west-2');
  });

  test('that are only planned say so', () => {
    expect(environment('aws.au-ts-cloud').lifecycle).toMatchObject({
      status: 'PLANNED',
      verification: 'VERIFIED',
    });
    expect(environment('delos.sovereign').lifecycle).toMatchObject({
      status: 'PLANNED',
      verification: 'UNVERIFIED',
    });
  });

  test('say for whom no authorisation is known', () => {
    expect(facts.environments.flatMap((it) => it.noneKnown)).toHaveLength(13);
    expect(environment('ms.azure-fr').noneKnown).toEqual([
      { partner: 'FR', reason: 'Not SecNumCloud qualified.' },
    ]);
  });
});

describe('regions', () => {
  test('are joined by provider and code', () => {
    for (const { id, provider, regions } of facts.offerings) {
      for (const region of regions) {
        const found = facts.regions.find((it) => it.id === region);
        expect(found?.provider, id).toBe(provider);
      }
    }
    expect(facts.regions.filter((it) => it.code === null)).toHaveLength(5);
  });

  test('tell which countries were not verified', () => {
    const countries = profile('aws.frankfurt.amazon-elastic-compute-cloud').regions;
    expect(countries).toEqual([{ id: 'aws.eu-central-1', country: 'DE', countryVerification: 'UNVERIFIED' }]);
    expect(profile('ms.azure-gov.advisor').regions.map((it) => it.countryVerification)).toEqual([
      'VERIFIED',
      'VERIFIED',
      'VERIFIED',
    ]);
  });

  test.each([
    ['aws.london.amazon-elastic-compute-cloud', 'SERVICE', 'REGION'],
    ['ms.azure-gov.advisor', 'ENVIRONMENT', 'REGION'],
    ['ms.azure-gov-secret.advisor', 'NOT_PUBLISHED', 'REGION'],
    ['google.gdc-airgapped.vertex-ai', 'CUSTOMER_PREMISES', 'PREMISES'],
    ['s3ns.premi3ns.cloud-storage', 'NOT_PUBLISHED', 'REGION'],
    ['ms.ase-mini-r', 'CUSTOMER_PREMISES', 'DEVICE'],
  ])('of %s are known for %s, delivered as %s', (id, scope, delivery) => {
    expect(profile(id)).toMatchObject({ regionScope: scope, delivery });
  });

  test('never authorise: their levels are in no claim', () => {
    // Both regions are listed at IL5; this service stops at IL2.
    expect(offering('ms.azure-gov.microsoft-entra-id-governance').claims.map((it) => it.words)).toEqual([
      'FedRAMP High',
      'DoD CC SRG IL2',
    ]);
    // A London region is listed at OFFICIAL, a Canadian one at PROTECTED B: words of the region alone.
    expect(offering('aws.israel.amazon-elastic-compute-cloud').claims).toEqual([]);
  });
});

describe('authorisations', () => {
  test.each([
    ['ms.azure-gov.key-vault', 'FEDRAMP-REV5-HIGH,DOD-IL2,DOD-IL4,DOD-IL5'],
    ['ms.azure-gov-secret.key-vault', 'DOD-IL6'],
    ['ms.m365-gcc.aesir', 'FEDRAMP-REV5-MODERATE'],
    ['ovh.snc.bare-metal-pod', 'FR-SECNUMCLOUD'],
  ])('of %s are %s', (id, expected) => {
    expect(
      offering(id)
        .claims.map((it) => it.authorisation)
        .join(),
    ).toBe(expected);
  });

  test('that no register holds keep their words and no id', () => {
    expect(
      offering('google.gdc-airgapped.vertex-ai').claims.map((it) => [it.authorisation, it.words]),
    ).toEqual([
      [null, 'US Intelligence Community TOP SECRET'],
      [null, 'US Intelligence Community SECRET'],
      [null, 'DoD TOP SECRET'],
    ]);
  });

  test('announced for a product as a whole are unverified for each of its services', () => {
    const attested = offering('google.gdc-airgapped.vertex-ai').claims.map((it) => [
      it.scope,
      it.verification,
    ]);
    expect(attested).toEqual(Array.from({ length: 3 }, () => ['ENVIRONMENT', 'UNVERIFIED']));
  });

  test('are none where an endpoint or a region is all that is published', () => {
    const seen = facts.offerings.filter((it) => /^aws\.(secret|top-secret|iso-e|iso-f)\./.test(it.id));
    expect(seen.length).toBe(98 + 105 + 47 + 56);
    expect(seen.flatMap((it) => it.claims)).toEqual([]);
    expect(offering('aws.secret.amazon-elastic-compute-cloud').publishedLevel).toBe('SECRET');
  });

  test('that the last day belongs to end on the day after', () => {
    expect(claims('ovh.snc.hosted-private-cloud-vmware', 'FR-SECNUMCLOUD').map(shown)).toEqual([
      {
        status: 'CURRENT',
        scope: 'SERVICE',
        verification: 'UNVERIFIED',
        from: '2023-12-28',
        until: '2026-12-30',
      },
    ]);
  });

  test('of imprecise end keep it as published', () => {
    const [historical] = claims('aws.australia.aws-lambda', 'AU-IRAP-PROTECTED').filter(
      (it) => it.status === 'HISTORICAL',
    );
    expect(shown(historical as ClaimRecord)).toMatchObject({
      scope: 'SERVICE',
      from: null,
      until: '2020',
      verification: 'VERIFIED',
    });
  });

  test('of a package begin no period of the service', () => {
    // Added to the Marketplace in the last 90 days; the package is of 2020.
    const [claim] = offering('oracle.gov-oc2.generative-ai-service').claims as [ClaimRecord];
    expect(claim).toMatchObject({ authorisation: 'FEDRAMP-REV5-HIGH', from: null });
    expect(claim.statement).toContain('2020-10-01');
  });

  test('of scope service apply to the services named, those of scope environment to all', () => {
    const canadian = facts.offerings.filter((it) => it.environment === 'aws.canada');
    const named = canadian.filter((it) => it.claims.some((claim) => claim.scope === 'SERVICE'));
    expect(named).toHaveLength(47);
    for (const it of canadian) {
      const wide = it.claims.filter((claim) => claim.scope === 'ENVIRONMENT');
      // Which services the 162 are was not read, so the claim is unverified for each.
      expect(wide.map(shown)).toMatchObject([{ status: 'CURRENT', verification: 'UNVERIFIED' }]);
    }
    expect(
      claims('aws.canada.aws-lambda', 'CA-CCCS-MEDIUM').map((it) => [it.scope, it.verification]),
    ).toEqual([
      ['SERVICE', 'VERIFIED'],
      ['ENVIRONMENT', 'UNVERIFIED'],
    ]);
  });

  test('with a field that their source does not show are unverified', () => {
    expect(claims('aws.spain.aws-lambda', 'ES-ENS-ALTA').map((it) => it.verification)).toEqual([
      'UNVERIFIED',
    ]);
    expect(claims('ms.azure-uk.key-vault', 'UK-NCSC-14').map(shown)).toMatchObject([
      { status: 'BUYER_ASSESSED', verification: 'UNVERIFIED' },
    ]);
  });

  test('that two files tell of are one, with the sources of both, attested as the worse', () => {
    const [claim, ...more] = claims('s3ns.premi3ns.cloud-storage', 'FR-SECNUMCLOUD') as [ClaimRecord];
    expect(more).toEqual([]);
    expect(claim).toMatchObject({ id: 'AP-027', words: 'SecNumCloud 3.2', verification: 'UNVERIFIED' });
    expect(claim.provenance.sources).toEqual([
      'ANSSI-CATALOGUE-TRANSCRIPTION-2026-09',
      'LISTING-S3NS-PREMI3NS-SERVICES',
    ]);
    expect(claim.provenance.unverifiedFields).toEqual(['service list within the decision']);
  });

  test('of a service listed twice at different levels are those of both listings, in contradiction', () => {
    const [one, other] = [
      'ms.azure-gov.azure-sql-managed-instance',
      'ms.azure-gov.sql-managed-instance',
    ] as const;
    expect(offering(one).contradictedBy).toEqual([other]);
    expect(offering(other).contradictedBy).toEqual([one]);
    expect(offering(one).profile).toBe(offering(other).profile);
    expect(profile(one)).toMatchObject({ contradictory: true });
    expect(
      profile(one)
        .authorisations.map((it) => it.authorisation)
        .sort(),
    ).toEqual(['DOD-IL2', 'DOD-IL4', 'DOD-IL5', 'FEDRAMP-REV5-HIGH']);
    expect(facts.profiles.filter((it) => it.contradictory)).toHaveLength(1);
  });

  test('in Azure’s IL6 scope are four database services; PostgreSQL stops at IL5', () => {
    const databases = facts.offerings.filter((it) => it.category === 'database' && it.id.startsWith('ms.'));
    const holding = (authorisation: string) =>
      databases.filter((it) => it.claims.some((claim) => claim.authorisation === authorisation));
    expect(
      holding('DOD-IL6')
        .map((it) => it.name)
        .sort(),
    ).toEqual(['Azure Cache for Redis', 'Azure Cosmos DB', 'Azure Database for MySQL', 'SQL Database']);
    const postgres = databases.filter((it) => /^ms\.azure-gov.*postgresql/.test(it.id));
    expect(postgres.map((it) => it.claims.at(-1)?.authorisation)).toEqual(['DOD-IL5', 'DOD-IL5']);
  });
});

describe('the publisher’s terms', () => {
  const terms = (id: string) => profile(id).publisher;
  const tags = (id: string) => terms(id).customers?.map((it) => `${it.tag} ${it.verification}`);

  test.each([
    ['ms.azure-gov-dod.key-vault', ['US-DOD VERIFIED']],
    [
      'ms.azure-gov.advisor',
      ['US-FEDERAL VERIFIED', 'US-GOV-PARTNER UNVERIFIED', 'US-STATE-LOCAL-TRIBAL VERIFIED'],
    ],
    ['ms.azure-gov-secret.advisor', ['US-FEDERAL VERIFIED']],
    ['ms.azure-uk.key-vault', ['ANY VERIFIED']],
    ['aws.london.aws-lambda', ['ANY UNVERIFIED']],
    ['aws.iso-f.aws-lambda', undefined],
    [
      'aws.govcloud.aws-batch',
      ['US-ENTITY UNVERIFIED', 'US-FEDERAL VERIFIED', 'US-STATE-LOCAL-TRIBAL UNVERIFIED'],
    ],
  ])('of %s admit %j', (id, expected) => {
    expect(tags(id)).toEqual(expected);
  });

  test('of known customers are no closed list', () => {
    expect(terms('google.gdc-airgapped.vertex-ai')).toMatchObject({ exclusive: false, contradictory: false });
    expect(terms('s3ns.premi3ns.cloud-storage').exclusive).toBe(false);
    expect(terms('ms.azure-gov-dod.key-vault').exclusive).toBe(true);
  });

  test('that statements contradict are contradictory', () => {
    expect(terms('ms.azure-au-central.key-vault').contradictory).toBe(true);
    expect(facts.environments.filter((it) => it.terms?.contradictory).map((it) => it.id)).toEqual([
      'ms.azure-au-central',
    ]);
  });

  test('that are general knowledge are unverified', () => {
    expect(terms('oracle.gov-oc4.api-gateway')).toMatchObject({
      verification: 'UNVERIFIED',
      customers: [{ tag: 'GB-PUBLIC-SECTOR', verification: 'UNVERIFIED' }],
    });
  });
});

describe('a requirement profile', () => {
  test('has the operator’s country where the provider operates, unverified, and none where nobody tells', () => {
    expect(profile('ms.azure-gov.advisor')).toMatchObject({
      operatorCountry: 'US',
      operatorVerification: 'UNVERIFIED',
    });
    expect(profile('aws.iso-e.aws-lambda').operatorCountry).toBeNull();
  });

  test('of a listed service is available; of a preview nobody confirmed it', () => {
    expect(profile('ms.azure-gov.advisor').lifecycle).toMatchObject({
      status: 'AVAILABLE',
      verification: 'VERIFIED',
    });
    const previews = facts.offerings.filter(
      (it) => it.lifecycle.status === 'UNKNOWN' && it.delivery !== 'DEVICE',
    );
    expect(previews).toHaveLength(23);
    expect(new Set(previews.map((it) => it.provider))).toEqual(new Set(['scaleway']));
  });

  test('of a device leaves everything but its model to the device facts', () => {
    expect(profile('ms.ase-mini-r')).toMatchObject({
      deviceModel: 'ms.ase-mini-r',
      environment: null,
      authorisations: [],
      regions: [],
    });
  });

  test('is named by its content', () => {
    const byContent = new Map(facts.profiles.map(({ id, ...content }) => [JSON.stringify(content), id]));
    expect(byContent.size).toBe(facts.profiles.length);
    expect(new Set(byContent.values()).size).toBe(facts.profiles.length);
  });

  test('of the shipped facts may be shown to everybody', () => {
    expect(new Set(facts.profiles.map((it) => JSON.stringify(it.label)))).toEqual(
      new Set([JSON.stringify(PUBLIC)]),
    );
  });
});
