import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AssertionSigner, AssertionVerifier, VerifierOptions } from './assertion.ts';
import {
  asserted,
  callClaims,
  callerClaims,
  isFor,
  isPlainlyValid,
  type AssertionClaims,
} from './assertion-claims.ts';
import { Hmac } from './hmac.ts';
import { SECRET_BYTES } from './secrets.ts';
import type { Viewer } from './viewer.ts';

/** The header of every assertion that is sealed here; none is taken with another. */
const HEADER = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));

/**
 * Seals assertions with a secret that the gateway shares with the one subgraph that each is for (a JWT by
 * HMAC-SHA-256). They say and bind what signed ones do, at a small part of the cost to both: whoever could read a
 * subgraph's secret could make it believe things, and no other.
 * @param secretOf gives the secret that is shared with a subgraph; asked once for each.
 */
export function secretSigner(secretOf: (subgraph: string) => Uint8Array | undefined): AssertionSigner {
  const keys = new Map<string, Hmac>();
  const keyTo = (subgraph: string): Hmac => {
    const known = keys.get(subgraph);
    if (known) return known;
    const secret = secretOf(subgraph);
    if (!secret) throw new Error(`no secret is shared with the subgraph ${subgraph}`);
    const key = new Hmac(secret);
    keys.set(subgraph, key);
    return key;
  };
  const callers = new EncodedCallers();
  return {
    sign(viewer, subgraph, requestId, options) {
      const call = JSON.stringify(callClaims(requestId, options)).slice(1);
      const sealed = `${HEADER}.${callers.of(viewer, subgraph)}${base64url(call)}`;
      return `${sealed}.${keyTo(subgraph).of(sealed)}`;
    },
  };
}

/**
 * The first part of what is sealed, up to what each call has of its own: a viewer's calls have it in common. Spaces
 * fill it up to where base64url has a border, so that another text can follow.
 */
class EncodedCallers {
  readonly #known = new WeakMap<Viewer, Map<string, string>>();

  of(viewer: Viewer, subgraph: string): string {
    let bySubgraph = this.#known.get(viewer);
    if (!bySubgraph) this.#known.set(viewer, (bySubgraph = new Map()));
    let encoded = bySubgraph.get(subgraph);
    if (encoded === undefined) {
      const text = `${JSON.stringify(callerClaims(viewer, subgraph)).slice(0, -1)},`;
      const beyond = Buffer.byteLength(text) % 3;
      encoded = base64url(text + ' '.repeat((3 - beyond) % 3));
      bySubgraph.set(subgraph, encoded);
    }
    return encoded;
  }
}

/** Takes what is sealed with any of the secrets, and nothing that is signed. */
export function secretVerifier(
  secrets: readonly Uint8Array[],
  { takesUnbound = false }: VerifierOptions = {},
): AssertionVerifier {
  const keys = secrets.map((it) => new Hmac(it));
  return {
    async verify(assertion, subgraph, content) {
      const claims = assertion === undefined ? null : opened(assertion, keys);
      if (!claims || !isPlainlyValid(claims, subgraph)) return null;
      const isMeant = isFor(claims, content) || (takesUnbound && claims['content'] === undefined);
      return isMeant ? asserted(claims) : null;
    },
  };
}

/** Whether an assertion says that it is sealed and not signed. Nothing is believed by that. */
export function isSealed(assertion: string): boolean {
  return assertion.startsWith(`${HEADER}.`);
}

/** Both ends of assertions that do not leave a process: their secret is made here and nobody else has it. */
export function processAssertions(): {
  readonly signer: AssertionSigner;
  readonly verifier: AssertionVerifier;
} {
  const secret = randomBytes(SECRET_BYTES);
  return { signer: secretSigner(() => secret), verifier: secretVerifier([secret]) };
}

/** Null where none of the keys sealed it. */
function opened(assertion: string, keys: readonly Hmac[]): AssertionClaims | null {
  const dot = assertion.lastIndexOf('.');
  if (dot <= HEADER.length || !isSealed(assertion)) return null;
  const sealed = assertion.slice(0, dot);
  const given = Buffer.from(assertion.slice(dot + 1));
  if (!keys.some((it) => isSame(given, Buffer.from(it.of(sealed))))) return null;
  return claimsIn(Buffer.from(sealed.slice(HEADER.length + 1), 'base64url').toString());
}

/** Null where somebody who has the secret sealed something else. */
function claimsIn(text: string): AssertionClaims | null {
  try {
    const claims: unknown = JSON.parse(text);
    return typeof claims === 'object' ? (claims as AssertionClaims | null) : null;
  } catch {
    return null;
  }
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
