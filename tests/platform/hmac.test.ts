import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hmac } from '../../platform/identity/hmac.ts';

describe('HMAC-SHA-256', () => {
  it("is Node's for every secret and every text, one after the other", () => {
    const secret = fc.uint8Array({ maxLength: 200 });
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5_000, size: 'max' }),
      fc.string({ unit: 'grapheme' }),
      // Half of a character: written as what stands for none.
      fc.constant('\ud800'),
    );
    fc.assert(
      fc.property(secret, fc.array(text, { maxLength: 4 }), (key, texts) => {
        const hmac = new Hmac(key);
        for (const it of texts)
          expect(hmac.of(it)).toBe(createHmac('sha256', key).update(it).digest('base64url'));
      }),
    );
  });

  // RFC 4231, test cases 2 and 6: a short key, and one that is longer than a block.
  it.each([
    [
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      Buffer.alloc(131, 0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('gives what its standard says', (key, text, code) => {
    expect(new Hmac(key).of(text)).toBe(Buffer.from(code, 'hex').toString('base64url'));
  });
});
