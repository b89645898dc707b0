import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { badInput } from '../errors.ts';

/**
 * Cursors that a client can keep but not read, forge or carry over to another viewer or another filter.
 * The position is encrypted and authenticated (AES-256-GCM) with the list and the viewer as associated
 * data. The nonce derives from what is encrypted, so that equal positions give equal cursors: answers stay
 * comparable byte by byte, and nothing secret hangs on the difference.
 */
export class CursorCodec {
  readonly #encryptionKey: Buffer;
  readonly #nonceKey: Buffer;

  /** @param secret at least 32 bytes, shared by all processes that serve the same lists. */
  constructor(secret: Uint8Array) {
    this.#encryptionKey = Buffer.from(hkdfSync('sha256', secret, '', 'cursor encryption', 32));
    this.#nonceKey = Buffer.from(hkdfSync('sha256', secret, '', 'cursor nonce', 32));
  }

  /** The cursor of `position` in `list`, a value that names the list, the viewer and the filter. */
  encode(list: unknown, position: readonly unknown[]): string {
    const plain = JSON.stringify(position);
    const bound = digest(list);
    const nonce = createHmac('sha256', this.#nonceKey)
      .update(bound)
      .update(plain)
      .digest()
      .subarray(0, NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#encryptionKey, nonce);
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
      const decipher = createDecipheriv('aes-256-gcm', this.#encryptionKey, bytes.subarray(0, NONCE));
      decipher.setAAD(digest(list));
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      return JSON.parse(plain.toString('utf8')) as unknown[];
    } catch {
      throw badInput(argument, 'a cursor that this list gave for the same filter', cursor);
    }
  }
}

const NONCE = 12;
const TAG = 16;

function digest(list: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(list)).digest();
}
