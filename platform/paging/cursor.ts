import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { badInput } from '../errors.ts';

/**
 * Cursors that a client can keep but not read, forge or carry over to another viewer or another filter.
 * The position is encrypted and authenticated (AES-256-GCM) with the list and the viewer as associated
 * data. The nonce derives from what is encrypted, so that equal positions give equal cursors: answers stay
 * comparable byte by byte, and nothing secret hangs on the difference.
 */
export class CursorCodec {
  readonly #encryptionKey: KeyObject;
  readonly #nonceKey: KeyObject;
  /** The list that was digested last: the cursors of a page are all of one list. */
  #latest: { readonly list: unknown; readonly bound: Buffer } = { list: undefined, bound: Buffer.alloc(0) };

  /** @param secret at least 32 bytes, shared by all processes that serve the same lists. */
  constructor(secret: Uint8Array) {
    this.#encryptionKey = derivedKey(secret, 'cursor encryption');
    this.#nonceKey = derivedKey(secret, 'cursor nonce');
  }

  /**
   * The cursor of `position` in `list`, a value that names the list, the viewer and the filter. It must not be
   * changed afterwards.
   */
  encode(list: unknown, position: readonly unknown[]): string {
    const plain = JSON.stringify(position);
    const bound = this.#digestOf(list);
    const nonce = createHmac('sha256', this.#nonceKey)
      .update(bound)
      .update(plain)
      .digest()
      .subarray(0, NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#encryptionKey, nonce, SEALED);
    cipher.setAAD(bound);
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
  }

  /**
   * The position that `cursor` stands for in `list`.
   * @throws BAD_USER_INPUT, the same for garbage and for a cursor of another list, viewer or filter.
   */
  decode(list: unknown, cursor: string, argument = 'after'): unknown[] {
    try {
      const bytes = Buffer.from(cursor, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#encryptionKey, bytes.subarray(0, NONCE), SEALED);
      decipher.setAAD(this.#digestOf(list));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      return JSON.parse(plain.toString('utf8')) as unknown[];
    } catch {
      throw badInput(argument, 'a cursor that this list gave for the same filter', cursor);
    }
  }

  /**
   * The position after which a page of `list` begins, as `encode` was given it; null for the first page, which no
   * cursor names. An empty cursor is garbage, and not the first page.
   * @throws BAD_USER_INPUT, as `decode`.
   */
  positionAfter<Position extends readonly unknown[]>(
    list: unknown,
    after: string | null | undefined,
  ): Position | null {
    return typeof after === 'string' ? (this.decode(list, after) as unknown as Position) : null;
  }

  #digestOf(list: unknown): Buffer {
    if (this.#latest.list !== list) this.#latest = { list, bound: digest(list) };
    return this.#latest.bound;
  }
}

const NONCE = 12;
const TAG = 16;
/** A shorter tag, which a cut cursor would have, is none: it would be easier to guess. */
const SEALED = { authTagLength: TAG } as const;

function derivedKey(secret: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
}

function digest(list: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(list)).digest();
}
