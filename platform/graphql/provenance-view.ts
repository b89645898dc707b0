import type { ProvenanceRecord } from '../facts/provenance.ts';
import { addressOf, type SourceRecord } from '../facts/sources.ts';
import type { Provenance, Source } from './provenance.ts';

/** Gives the sources of these ids, in their order, in one batch with those of other records. */
export type LoadSources = (ids: readonly string[]) => Promise<readonly SourceRecord[]>;

/** A stored provenance as the schema shows it. The sources are read only when a client asks for them. */
export function provenanceView(record: ProvenanceRecord, load: LoadSources): Provenance {
  const view = {
    status: record.status,
    // graphql-js calls a property that is a function when the field is selected.
    sources: async () => (await load(record.sources)).map(sourceView),
    unverifiedFields: record.unverifiedFields,
    publicDocument: record.publicDocument,
  };
  return view as unknown as Provenance;
}

/** A stored source as the schema shows it; where no licence is named, the terms it is used under. */
export function sourceView(record: SourceRecord): Source {
  return {
    id: record.id,
    title: record.title,
    url: addressOf(record),
    publisher: record.publisher ?? null,
    licence: record.licence ?? record.terms ?? null,
  };
}
