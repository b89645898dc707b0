import { contentOf, type SealedRecord } from './chain.ts';
import type { AuditReader, Span } from './store.ts';

/** Which records are exported: those that all parts given fit. */
export interface Wanted extends Span {
  readonly chain?: string | undefined;
  readonly partner?: string | undefined;
  readonly kind?: string | undefined;
}

/**
 * Records as lines of JSON, chain after chain: each the record's body with its hash as a last member, so that
 * who takes that out again can hash the rest.
 */
export async function* exportedRecords(reader: AuditReader, wanted: Wanted): AsyncIterable<string> {
  const { chain, from, to } = wanted;
  for (const name of chain === undefined ? await reader.chains() : [chain]) {
    for await (const record of reader.records(name, { from, to })) {
      if (fits(record, wanted)) yield `${record.body.slice(0, -1)},"hash":${JSON.stringify(record.hash)}}`;
    }
  }
}

function fits(record: SealedRecord, { partner, kind }: Wanted): boolean {
  if (partner === undefined && kind === undefined) return true;
  const content = JSON.parse(contentOf(record) ?? '{}') as { partner?: unknown; kind?: unknown };
  return (
    (partner === undefined || content.partner === partner) && (kind === undefined || content.kind === kind)
  );
}
