import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { ed25519Key, signCompact, verifyCompact } from '../../platform/identity/ed25519.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import type { Head } from './chain.ts';

/** What a checkpoint signs: that a chain led to this record when it was made. */
export interface Checkpoint extends Head {
  readonly chain: string;
  /** The record of the checkpoint before; 0 where there is none. */
  readonly before: number;
  /** When, as an instant of ISO 8601. */
  readonly time: string;
}

/** A checkpoint as it is kept beside the records. */
export interface KeptCheckpoint {
  readonly sequence: number;
  /** A compact JWS. */
  readonly jws: string;
}

export type CheckpointSigner = (checkpoint: Checkpoint) => string;
/** What a checkpoint signs; null where the signature is by none of the keys, or of something else. */
export type CheckpointVerifier = (jws: string) => Checkpoint | null;

/** Says what is signed, so that no signature of anything else passes for one of a checkpoint. */
const TYPE = 'audit-checkpoint+jws';
const HASH = /^[0-9a-f]{64}$/;

/** @throws TypeError where the key is none of Ed25519. */
export function checkpointSigner({ id, privateKey }: SigningKey): CheckpointSigner {
  const key = ed25519Key(privateKey);
  if (!key) throw new TypeError('expected a key of Ed25519');
  const header = { alg: 'EdDSA', kid: id, typ: TYPE };
  return ({ chain, sequence, hash, before, time }) =>
    signCompact(header, { chain, sequence, hash, before, time }, key);
}

/** Takes the signatures of the Ed25519 keys among `keys`, those that signed before included. */
export function checkpointVerifier(keys: readonly JWK[]): CheckpointVerifier {
  const known = new Map<unknown, KeyObject>();
  for (const key of keys) {
    if (key.crv !== 'Ed25519') continue;
    known.set(key.kid, createPublicKey({ key: key as JsonWebKey, format: 'jwk' }));
  }
  return (jws) => {
    const { alg, kid, typ } = headerOf(jws);
    const key = known.get(kid);
    if (!key || alg !== 'EdDSA' || typ !== TYPE) return null;
    const claims = verifyCompact(jws, key);
    return claims && isCheckpoint(claims) ? claims : null;
  };
}

function headerOf(jws: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(Buffer.from(jws.slice(0, jws.indexOf('.')), 'base64url').toString());
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isCheckpoint(claims: Readonly<Record<string, unknown>>): claims is Checkpoint & typeof claims {
  const { chain, sequence, hash, before, time } = claims;
  return (
    typeof chain === 'string' &&
    Number.isSafeInteger(sequence) &&
    typeof hash === 'string' &&
    HASH.test(hash) &&
    Number.isSafeInteger(before) &&
    typeof time === 'string'
  );
}
