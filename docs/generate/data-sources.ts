import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dataDirectory } from '../../platform/facts/data-directory.ts';
import { readFactsFile, readRecords } from '../../platform/facts/read-facts.ts';
import { tableRow } from './table.ts';
import { addressOf, sourceSchema, type SourceRecord } from '../../platform/facts/sources.ts';

const SUBGRAPHS = ['catalogue', 'classification', 'contracts', 'devices'];

/** How many records of which files cite a source: file name → records. */
type Citations = Map<string, number>;

interface CitedSource {
  readonly source: SourceRecord;
  readonly citations: Citations;
}

/** `docs/data-sources.md`: every source of the embedded facts, and what was taken from it. */
export function dataSources(): string {
  const cited = [...citedSources().values()];
  const rows = cited
    .map(({ source, citations }) => ({ publisher: publisherOf(source), source, citations }))
    .sort((a, b) => compare(a.publisher, b.publisher) || compare(a.source.id, b.source.id));
  return [
    '# Data sources',
    '',
    'Every fact that the product ships names its sources. This table is generated from the `sources.json` of each',
    'subgraph (`npm run docs`). «Taken» counts the records that cite the source, by facts file; a source without a',
    'count informed the rules and not a record. Facts were taken, never texts.',
    '',
    `${cited.length} sources. Prices are no fact of any source: the price book is marked ILLUSTRATIVE.`,
    '',
    '| Publisher | Title | Licence or terms | Grade | Taken |',
    '|---|---|---|---|---|',
    ...rows.map(({ publisher, source, citations }) =>
      tableRow([publisher, titleOf(source), licenceOf(source), source.grade ?? '', takenFrom(citations)]),
    ),
    '',
  ].join('\n');
}

function citedSources(): Map<string, CitedSource> {
  const found = new Map<string, CitedSource>();
  for (const folder of SUBGRAPHS.map(dataDirectory)) {
    for (const source of readRecords(readFactsFile(join(folder, 'sources.json')), 'sources', sourceSchema)) {
      if (!found.has(source.id)) found.set(source.id, { source, citations: new Map() });
    }
    for (const name of readdirSync(folder).filter((it) => it.endsWith('.json') && it !== 'sources.json')) {
      for (const list of Object.values(readFactsFile(join(folder, name)).content)) {
        if (Array.isArray(list)) list.forEach((record) => count(record, basename(name, '.json'), found));
      }
    }
  }
  return found;
}

function count(record: unknown, file: string, found: ReadonlyMap<string, CitedSource>): void {
  for (const id of new Set(idsCitedIn(record))) {
    const citations = found.get(id)?.citations;
    citations?.set(file, (citations.get(file) ?? 0) + 1);
  }
}

function idsCitedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsCitedIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'sources' || key === 'authorizationSources') && Array.isArray(inner)
      ? inner.map(String)
      : idsCitedIn(inner),
  );
}

/** Many records name the publisher at the head of the title (`MOD: …`) or not at all. */
function publisherOf(source: SourceRecord): string {
  if (source.publisher) return source.publisher;
  const address = addressOf(source);
  return address ? new URL(address).hostname.replace(/^www\./, '') : 'not stated';
}

function titleOf(source: SourceRecord): string {
  const title = source.title.replace(/\s+/g, ' ').trim();
  const address = addressOf(source);
  return address ? `[${title}](${address})` : title;
}

function licenceOf(source: SourceRecord): string {
  return source.licence ?? source.terms ?? 'not stated; facts only';
}

function takenFrom(citations: Citations): string {
  return [...citations].map(([file, records]) => `${file}: ${records}`).join(', ');
}

function compare(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;
}
