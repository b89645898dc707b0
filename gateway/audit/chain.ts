import { hash } from 'node:crypto';

/** A record of a chain as it is kept. */
export interface SealedRecord {
  readonly chain: string;
  /** From 1, without a gap. */
  readonly sequence: number;
  /**
   * The canonical JSON of `{ chain, content, previous, sequence }`, where `previous` is the hash of the record
   * before.
   */
  readonly body: string;
  /** The SHA-256 of the body in UTF-8, in hexadecimal. */
  readonly hash: string;
}

/** The last record of a chain. */
export type Head = Pick<SealedRecord, 'sequence' | 'hash'>;

/** What the first record of a chain follows. */
export const GENESIS: Head = { sequence: 0, hash: '0'.repeat(64) };

/** A name that a chain may have. */
export const CHAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/;

/**
 * Makes the record that follows `head`.
 * @param content canonical JSON of what is recorded.
 */
export function seal(chain: string, head: Head, content: string): SealedRecord {
  const sequence = head.sequence + 1;
  const body = `${opening(chain)}${content}${closing(head.hash, sequence)}`;
  return { chain, sequence, body, hash: digestOf(body) };
}

/** The canonical JSON of what a record's body says; undefined where it is no body of that place in the chain. */
export function contentOf({ chain, sequence, body }: SealedRecord, previous?: string): string | undefined {
  const start = opening(chain);
  const end = closing(previous ?? previousOf(body), sequence);
  return body.startsWith(start) && body.endsWith(end) && body.length > start.length + end.length
    ? body.slice(start.length, -end.length)
    : undefined;
}

/** The hash that a record of this body has. */
export function digestOf(body: string): string {
  return hash('sha256', body, 'hex');
}

/** The hash of the record before, as a body says it; empty where it says none. */
export function previousOf(body: string): string {
  return PREVIOUS.exec(body)?.[1] ?? '';
}

const PREVIOUS = /,"previous":"([0-9a-f]{64})","sequence":\d+\}$/;

function opening(chain: string): string {
  return `{"chain":${JSON.stringify(chain)},"content":`;
}

function closing(previous: string, sequence: number): string {
  return `,"previous":"${previous}","sequence":${sequence}}`;
}
