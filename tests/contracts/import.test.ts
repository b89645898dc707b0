import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDirectory } from '../../platform/facts/data-directory.ts';
import { ImportRejected } from '../../platform/facts/read-facts.ts';
import { importFacts, readFactsFiles } from '../../subgraphs/contracts/store/import/facts.ts';
import { FactsFolder } from './support/facts-folder.ts';

const facts = importFacts(readFactsFiles(dataDirectory('contracts')));
const contract = (id: string) => facts.contracts.find((it) => it.id === id)!;

/** Why the changed facts are refused: `file record field: reason`. */
function rejections(change: (folder: FactsFolder) => void): string[] {
  using folder = new FactsFolder();
  change(folder);
  try {
    importFacts(readFactsFiles(folder.path));
  } catch (error) {
    if (!(error instanceof ImportRejected)) throw error;
    return error.rejections.map((it) => `${it.file} ${it.record} ${it.field}: ${it.reason}`);
  }
  return [];
}

describe('the facts', () => {
  it('are all taken', () => {
    const read = JSON.parse(readFileSync(join(dataDirectory('contracts'), 'contracts.json'), 'utf8'));
    expect(facts.contracts.map((it) => it.id)).toEqual(read.records.map((it: { id: string }) => it.id));
    expect(facts.contracts).toHaveLength(29);
    expect(facts.partners.length).toBeGreaterThan(60);
  });

  it('name countries in English, and organisations by their own names', () => {
    const name = (id: string) => facts.partners.find((it) => it.id === id)?.name;
    expect([name('GB'), name('TR'), name('NATO')]).toEqual([
      'United Kingdom',
      'Türkiye',
      'North Atlantic Treaty Organization',
    ]);
  });

  it('read kinds, and keep their words', () => {
    expect(contract('us-dod-jwcc')).toMatchObject({
      kind: 'FRAMEWORK',
      kindWords: 'framework (multiple-award IDIQ)',
    });
  });

  it('let purchases be made under contracts and memoranda with prices, not under announcements', () => {
    const none = facts.contracts.filter((it) => !it.conveysPurchase).map((it) => it.id);
    expect(none).toEqual(['de-delos', 'fr-s3ns', 'fr-bleu']);
    expect(contract('uk-ccs-ms-spa24').conveysPurchase).toBe(true);
  });

  it('take a memorandum without prices for one that conveys no purchase', () => {
    using folder = new FactsFolder();
    folder.changeContract('uk-ccs-ms-spa24', (record) => delete record.pricing);
    folder.change('price-book.json', (book) => (book.terms = []));
    const changed = importFacts(readFactsFiles(folder.path)).contracts;
    expect(changed.find((it) => it.id === 'uk-ccs-ms-spa24')?.conveysPurchase).toBe(false);
  });

  it('name suppliers by alias, and tell technology partners apart', () => {
    const of = (id: string) => contract(id).suppliers.map((it) => `${it.id} ${it.role}`);
    expect(of('us-dod-jwcc')).toEqual([
      'aws SUPPLIER',
      'google SUPPLIER',
      'microsoft SUPPLIER',
      'oracle SUPPLIER',
    ]);
    expect(of('de-delos')).toEqual(['delos SUPPLIER', 'microsoft TECHNOLOGY_PARTNER']);
    expect(of('de-bwi-google')).toEqual(['google SUPPLIER']);
  });

  it('take a supplier on a condition that nobody saw met for unverified', () => {
    const sakura = contract('jp-digital-gov-cloud').suppliers.find((it) => it.id === 'sakura');
    expect(sakura).toMatchObject({ conditional: true, verification: 'UNVERIFIED' });
  });

  it('know where suppliers stand in call-off lists', () => {
    const lists = facts.contracts.filter((it) => !it.suppliersPublished);
    expect(lists.map((it) => it.id)).toEqual(
      facts.contracts.filter((it) => it.id.startsWith('uk-ccs-gcloud')).map((it) => it.id),
    );
    expect(lists.flatMap((it) => it.suppliers)).toEqual([]);
  });

  it('read levels of the buyer’s own scheme, and leave other words alone', () => {
    expect(contract('us-dod-jedi').levels).toEqual(['US:U', 'US:S', 'US:TS']);
    expect(contract('ca-ssc-gc-cloud')).toMatchObject({
      levels: ['CA:PB'],
      levelsVerification: 'UNVERIFIED',
    });
    expect(contract('nato-ncia-google-gdc')).toMatchObject({
      levels: [],
      levelWords: ['NATO classified (level not published)'],
    });
  });

  it('name only levels that the schemes have', () => {
    const file = join(dataDirectory('classification'), 'schemes.json');
    const { schemes } = JSON.parse(readFileSync(file, 'utf8')) as {
      schemes: { levels: { ref: string }[] }[];
    };
    const known = schemes.flatMap((it) => it.levels.map((level) => level.ref));
    expect(known).toEqual(expect.arrayContaining([...new Set(facts.contracts.flatMap((it) => it.levels))]));
  });

  it('name only customer tags that publishers’ eligibility knows', () => {
    const file = join(dataDirectory('catalogue'), 'eligibility-notes.json');
    const { tags } = JSON.parse(readFileSync(file, 'utf8')) as { tags: Record<string, string> };
    const used = new Set(facts.contracts.flatMap((it) => it.buyerTags));
    expect(Object.keys(tags)).toEqual(expect.arrayContaining([...used]));
  });

  it('price only offerings that the catalogue has', () => {
    const ids = new Set(
      [
        ['catalogue', 'services.json'],
        ['catalogue', 'services-partner-regions.json'],
        ['devices', 'edge-devices.json'],
      ].flatMap(([subgraph, name]) => {
        const text = readFileSync(join(dataDirectory(subgraph!), name!), 'utf8');
        return [...text.matchAll(/"id":\s*"([^"]+)"/g)].map((it) => it[1]);
      }),
    );
    expect(facts.priceBook.prices.map((it) => it.offering).filter((it) => !ids.has(it))).toEqual([]);
    expect(facts.priceBook.prices.length).toBeGreaterThanOrEqual(40);
  });

  it('take a date to the precision that its source shows', () => {
    expect(contract('uk-ccs-ms-spa24')).toMatchObject({ end: '2029-10', endVerified: true });
    expect(contract('jp-digital-gov-cloud')).toMatchObject({ awarded: '2021-10', startVerified: true });
    expect(contract('us-dod-jedi').events.at(5)).toMatchObject({ date: '2021-04' });
  });

  it('respect what is unverified field by field', () => {
    expect(contract('us-dod-jwcc')).toMatchObject({ startVerified: false, endVerified: false });
    expect(contract('us-dod-jedi').events.map((it) => it.verification)).toEqual([
      'VERIFIED',
      'UNVERIFIED',
      ...Array.from({ length: 5 }, () => 'VERIFIED'),
    ]);
    expect(contract('uk-ccs-gcloud-13')).toMatchObject({ startVerified: false, endVerified: false });
    expect(contract('uk-ccs-gcloud-12').references.map((it) => it.verification)).toEqual([
      'UNVERIFIED',
      'VERIFIED',
    ]);
  });

  it('count a proceeding as a hold only where it stopped the work', () => {
    expect(facts.holds.map((it) => `${it.contract} ${it.from} ${it.until}`)).toEqual([
      'us-dod-jedi 2020-02-13 2021-07-06',
      'us-nsa-wildandstormy 2021-07-21 2022-04',
    ]);
    expect(contract('us-cia-c2s').proceedings).toHaveLength(1);
    expect(contract('il-nimbus').proceedings[0]).toMatchObject({ hold: null });
  });

  it('verify a hold whose case number alone is unverified, and not an end that nobody showed', () => {
    const [jedi, nsa] = facts.holds;
    expect(jedi).toMatchObject({
      fromVerified: true,
      untilVerified: true,
      provenance: { status: 'VERIFIED', unverifiedFields: ['caseNumber', 'filed'] },
    });
    expect(nsa).toMatchObject({ fromVerified: true, untilVerified: false });
  });

  it('state succession on both sides', () => {
    expect(contract('us-dod-jedi').replacedBy).toBe('us-dod-jwcc');
    expect(contract('uk-ccs-ms-dta21').replacedBy).toBe('uk-ccs-ms-spa24');
    expect(contract('uk-ccs-ms-spa24').replaces).toBe('uk-ccs-ms-dta21');
    for (const it of facts.contracts) {
      if (it.replacedBy !== null) expect(contract(it.replacedBy).replaces).toBe(it.id);
    }
  });

  it('tell estimates and minimums from ceilings', () => {
    const basis = (id: string) => contract(id).ceiling?.basis;
    expect([basis('uk-ccs-gcloud-12'), basis('au-asd-ts-cloud'), basis('us-dod-jwcc')]).toEqual([
      'ESTIMATE',
      'MINIMUM',
      'CEILING',
    ]);
  });
});

describe('an import is refused, naming file, record, field and reason', () => {
  const jedi = 'us-dod-jedi';
  it.each<[string, (folder: FactsFolder) => void, RegExp]>([
    [
      'for a kind that nobody curated',
      (it) => it.changeContract(jedi, (record) => (record.kind = 'constructor')),
      /^contracts\.json us-dod-jedi kind: "constructor" is not in the kinds/,
    ],
    [
      'for a supplier without an alias',
      (it) => it.changeContract(jedi, (record) => (record.suppliers = ['Initech'])),
      /^contracts\.json us-dod-jedi suppliers: "Initech" is not in supplier-aliases\.json/,
    ],
    [
      'for level words that nobody curated',
      (it) => it.changeContract(jedi, (record) => (record.classificationLevels = ['COSMIC'])),
      /^contracts\.json us-dod-jedi classificationLevels: "COSMIC"/,
    ],
    [
      'for a source that is not listed',
      (it) => it.changeContract(jedi, (record) => (record.sources = ['NOWHERE'])),
      /^contracts\.json us-dod-jedi sources: NOWHERE is not in sources\.json/,
    ],
    [
      'for a buyer that is no partner',
      (it) => it.changeContract('us-navy-aws-bpa', (record) => (record.country = 'QQ')),
      /^contracts\.json us-navy-aws-bpa country: QQ is not in partners\.json/,
    ],
    [
      'for a date that does not exist',
      (it) => it.changeContract(jedi, (record) => (record.awardDate = '2019-02-30')),
      /^contracts\.json us-dod-jedi awardDate: expected a date/,
    ],
    [
      'for an end before the start',
      (it) => it.changeContract('us-dod-jwcc', (record) => (record.endDate = '2021')),
      /^contracts\.json us-dod-jwcc endDate: expected a day from 2022-12-08/,
    ],
    [
      'for a hold that ends before it begins',
      (it) => it.changeContract(jedi, (record) => (record.legalHolds[0].holdUntil = '2019-01-01')),
      /^contracts\.json us-dod-jedi legalHolds\.0\.holdUntil: expected a date after/,
    ],
    [
      'for a successor that is not there',
      (it) => it.changeContract(jedi, (record) => (record.replacedBy = 'us-dod-none')),
      /^contracts\.json us-dod-jedi replacedBy: us-dod-none is no contract/,
    ],
    [
      'for successors of one contract that not the same may see',
      (it) =>
        it.change('contracts.json', ({ records }) => {
          const like = records.find((record: { id: string }) => record.id === 'uk-ccs-ms-spa24');
          const label = { marking: 'US:S', releasableTo: ['US'] };
          records.push({ ...like, id: 'us-shown', replaces: 'us-dod-jwcc' });
          records.push({ ...like, id: 'us-hidden', replaces: 'us-dod-jwcc', label });
        }),
      /^contracts\.json us-hidden replaces: us-dod-jwcc is replaced by us-shown too, whose label is another/,
    ],
    [
      'for a currency that is none',
      (it) => it.changeContract(jedi, (record) => (record.currency = 'DOL')),
      /^contracts\.json us-dod-jedi currency: expected an ISO 4217 code/,
    ],
    [
      'for a field that nobody reads',
      (it) => it.changeContract(jedi, (record) => (record.surprise = 1)),
      /^contracts\.json us-dod-jedi .*surprise/,
    ],
    [
      'for an amount that lost its cents',
      (it) => it.changeContract(jedi, (record) => (record.ceilingValue = 0.1)),
      /^contracts\.json us-dod-jedi ceilingValue: expected a whole number/,
    ],
    [
      'for an id used twice',
      (it) => it.change('contracts.json', ({ records }) => records.push(records[0])),
      /^contracts\.json us-dod-jedi id: is used by two records/,
    ],
    [
      'for curated tags of a contract that is gone',
      (it) => it.change('normalisation.json', ({ buyerTags }) => (buyerTags['us-none'] = ['US-DOD'])),
      /^normalisation\.json us-none buyerTags: is no contract/,
    ],
    [
      'for a price book that does not say it is illustrative',
      (it) => it.change('price-book.json', (book) => (book.provenance = 'VERIFIED')),
      /^price-book\.json \(file\) provenance: expected ILLUSTRATIVE/,
    ],
    [
      'for terms of a contract that does not name the supplier',
      (it) => it.change('price-book.json', ({ terms }) => (terms[0].provider = 'aws')),
      /^price-book\.json uk-ccs-ms-spa24 provider: the contract does not name aws/,
    ],
    [
      'for a fixed price of an offering that is not listed',
      (it) => it.change('price-book.json', ({ terms }) => (terms[1].prices['aws.none'] = '1')),
      /^price-book\.json us-dod-jwcc prices\.aws\.none: expected an offering of microsoft/,
    ],
    [
      'for tiers that do not rise',
      (it) => it.change('price-book.json', ({ terms }) => (terms[2].tiers = terms[2].tiers.toReversed())),
      /^price-book\.json au-dta-ms-vsa6 terms: the first tier/,
    ],
  ])('%s', (_, change, reason) => {
    expect(rejections(change)).toEqual([expect.stringMatching(reason)]);
  });

  it('with every reason at once', () => {
    const all = rejections((folder) => {
      folder.changeContract(jedi, (record) => (record.kind = 'treaty'));
      folder.changeContract('us-dod-jwcc', (record) => (record.sources = ['NOWHERE']));
    });
    expect(all).toHaveLength(2);
  });
});
