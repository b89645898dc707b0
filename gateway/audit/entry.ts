import { canonicalJson } from './canonical-json.ts';

/** Something that is recorded: its kind, when it was, and what else there is to say. */
export interface AuditEntry {
  readonly kind: string;
  /** An instant of ISO 8601. */
  readonly time: string;
  readonly [detail: string]: unknown;
}

/** No answer within the limits of the gateway has so much to record, in characters. */
const LONGEST = 4 * 1024 * 1024;

/** An entry as it is written. Of what subgraphs note beyond all measure the length is kept. */
export function textOf(entry: AuditEntry): string {
  const content = canonicalJson(entry);
  return content.length <= LONGEST
    ? content
    : canonicalJson({ ...entry, notes: undefined, omittedCharacters: content.length });
}

/** What is recorded of entries that there was no room for: how many they were. */
export function lostEntry(records: number): AuditEntry {
  return { kind: 'lost', time: new Date().toISOString(), records };
}
