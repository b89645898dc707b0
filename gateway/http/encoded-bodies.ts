import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { preParsingHookHandler, RequestPayload } from 'fastify';
import { RefusedRequest } from './faults.ts';

/** How bodies may be compressed (RFC 9110, 8.4.1). */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

const OTHER_ENCODING = new RefusedRequest({
  status: 415,
  code: 'BAD_USER_INPUT',
  message: 'Send the body as it is, or compressed once by gzip, deflate or br.',
  headers: { 'accept-encoding': 'gzip, deflate, br', connection: 'close' },
});

/**
 * Makes a `preParsing` hook that reads a compressed body as what it was. What it becomes counts against the
 * limit of any body, and nothing is decompressed once it is over it.
 * @param limit in bytes; fastify refuses what is longer.
 */
export function decodeBodies(limit: number): preParsingHookHandler {
  return ({ method, headers }, _reply, payload, done) => {
    const encoding = headers['content-encoding'];
    // Nobody reads what comes with a GET.
    if (encoding === undefined || encoding === 'identity' || method === 'GET') return done(null, payload);
    const decoder = DECODERS.get(encoding.trim().toLowerCase());
    if (decoder) done(null, decoded(payload, decoder(), limit));
    else done(OTHER_ENCODING);
  };
}

function decoded(encoded: Readable, decoder: Transform, limit: number): RequestPayload {
  const payload: RequestPayload = decoder;
  // fastify compares it with what the headers announced.
  payload.receivedEncodedLength = 0;
  let length = 0;
  encoded.on('data', (piece: Buffer) => {
    payload.receivedEncodedLength = (payload.receivedEncodedLength ?? 0) + piece.length;
  });
  decoder.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length <= limit) return;
    encoded.unpipe(decoder);
    decoder.destroy();
  });
  encoded.on('error', (error) => decoder.destroy(error));
  // Whoever reads hears of errors too, but nobody reads any more once the request is refused or its client gone.
  decoder.on('error', () => undefined);
  encoded.pipe(decoder);
  return payload;
}
