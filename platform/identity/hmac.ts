import { hash } from 'node:crypto';

/** What SHA-256 takes at a time, in bytes. */
const BLOCK = 64;
/** Room for a text of usual length, in bytes; it grows where one is longer. */
const ROOM = 2_048;

/**
 * HMAC-SHA-256 (RFC 2104) with one secret, for many short texts. It is made of two hashes at one go: Node's `createHmac`
 * sets up an object for each text, and doing that and clearing it away costs several times what the hashing does.
 */
export class Hmac {
  /** The secret's first pad, and behind it room for the text. */
  #inner = Buffer.alloc(BLOCK + ROOM, 0x36);
  /** The secret's second pad, and behind it the hash of the first. */
  readonly #outer = Buffer.alloc(BLOCK + 32, 0x5c);

  constructor(secret: Uint8Array) {
    const key = secret.length > BLOCK ? hash('sha256', secret, 'buffer') : secret;
    for (const [at, byte] of key.entries()) {
      this.#inner[at] = 0x36 ^ byte;
      this.#outer[at] = 0x5c ^ byte;
    }
  }

  /** The code of a text in UTF-8, as base64url. */
  of(text: string): string {
    const end = BLOCK + Buffer.byteLength(text);
    if (end > this.#inner.length) this.#inner = Buffer.concat([this.#inner.subarray(0, BLOCK)], end);
    this.#inner.write(text, BLOCK);
    hash('sha256', this.#inner.subarray(0, end), 'buffer').copy(this.#outer, BLOCK);
    return hash('sha256', this.#outer, 'base64url');
  }
}
