import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CursorCodec } from '../../platform/paging/cursor.ts';

const codec = new CursorCodec(randomBytes(32));
const list = ['offers', 'GB:ann', { text: 'key' }];

it('gives back the position of its own cursor, and equal positions give equal cursors', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (position) => {
      const cursor = codec.encode(list, position);
      expect(codec.decode(list, cursor)).toEqual(position);
      expect(codec.encode(list, position)).toBe(cursor);
    }),
  );
});

it('refuses a cursor of another viewer, another filter or another key in the same words as garbage', () => {
  const cursor = codec.encode(list, ['Key Vault', 'ms.azure-gov.key-vault']);
  const refusal = (where: unknown, text: string, by = codec) => {
    try {
      by.decode(where, text);
    } catch (error) {
      return (error as Error).message.replace(JSON.stringify(text), '…').replace(/got .*\.$/, 'got ….');
    }
    return 'accepted';
  };
  const garbage = refusal(list, 'garbage');
  expect(garbage).toContain('after: expected a cursor');
  expect(refusal(['offers', 'AU:bob', { text: 'key' }], cursor)).toBe(garbage);
  expect(refusal(['offers', 'GB:ann', { text: 'vault' }], cursor)).toBe(garbage);
  expect(refusal(list, cursor, new CursorCodec(randomBytes(32)))).toBe(garbage);
});

it('refuses a cursor with any one bit turned', () => {
  const bytes = Buffer.from(codec.encode(list, ['Key Vault', 7]), 'base64url');
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => codec.decode(list, forged.toString('base64url'))).toThrow(/expected a cursor/);
    }),
  );
});

it('shows nothing of the position', () => {
  const cursor = codec.encode(list, ['Secret Name', 'hidden.id']);
  expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/Secret|hidden/);
});

it('refuses a cursor that was cut anywhere, as far as into what authenticates it', () => {
  const cursor = codec.encode(list, ['Key Vault', 7]);
  const bytes = Buffer.from(cursor, 'base64url');
  for (let length = 0; length < bytes.length; length++) {
    const cut = bytes.subarray(0, length).toString('base64url');
    expect(() => codec.decode(list, cut), `${length} bytes`).toThrow(/expected a cursor/);
  }
});
