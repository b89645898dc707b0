import { hash, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTVerifyGetKey } from 'jose';
import { ed25519Key, signCompact, verifyCompact } from './ed25519.ts';
import { SIGNATURE_ALGORITHMS, type SigningKey } from './keys.ts';
import { ANONYMOUS, partnerViewer, type Viewer } from './viewer.ts';

/**
 * The gateway's word to one subgraph on who asks for what: a JWT signed by the gateway, for that subgraph, for
 * the content of one call and for a minute. A subgraph answers nobody who comes without one, and who captured
 * one can only ask the same again.
 */
export interface AssertionSigner {
  sign(viewer: Viewer, subgraph: string, requestId: string, options?: AssertionOptions): Promise<string>;
}

export interface AssertionOptions {
  /**
   * What is asked: over HTTP the body, or the path and query of a request without one; within a process the
   * document. Without, the assertion is good for any call, which subgraphs take outside production alone.
   */
  readonly content?: string | undefined;
  readonly lifetimeSeconds?: number | undefined;
}

export interface AssertionVerifier {
  /**
   * The viewer; null where the assertion is missing, forged, expired, or meant for another subgraph or for
   * another content than `content`.
   */
  verify(
    assertion: string | undefined,
    subgraph: string,
    content: string | undefined,
  ): Promise<AssertedRequest | null>;
}

export interface AssertedRequest {
  readonly viewer: Viewer;
  readonly requestId: string;
}

type Claims = Readonly<Record<string, unknown>>;

const ISSUER = 'partner-cloud-catalogue/gateway';
const audience = (subgraph: string) => `partner-cloud-catalogue/subgraph/${subgraph}`;
const LIFETIME_SECONDS = 60;
/** Headers of assertions that are remembered; a gateway signs all of its assertions under one. */
const KNOWN_HEADERS = 16;

export function assertionSigner(key: SigningKey): AssertionSigner {
  const header = { alg: key.algorithm, kid: key.id, typ: 'JWT' };
  const ed25519 = ed25519Key(key.privateKey);
  return {
    async sign(viewer, subgraph, requestId, { content, lifetimeSeconds = LIFETIME_SECONDS } = {}) {
      const now = secondsNow();
      const claims = {
        iss: ISSUER,
        aud: audience(subgraph),
        sub: viewer.subject ?? '',
        jti: requestId,
        iat: now,
        exp: now + lifetimeSeconds,
        ...(content === undefined ? {} : { content: digestOf(content) }),
        partner: viewer.partner,
        tags: viewer.tags,
        scope: viewer.scopes.join(' '),
        ...attributesOf(viewer),
      };
      return ed25519
        ? signCompact(header, claims, ed25519)
        : new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
    },
  };
}

export interface VerifierOptions {
  /** Whether assertions are taken that are good for any call, as people make them for trials. */
  readonly takesUnbound?: boolean;
}

export function assertionVerifier(
  keys: JWTVerifyGetKey,
  { takesUnbound = false }: VerifierOptions = {},
): AssertionVerifier {
  /** By the header of an assertion that `jose` took: the key that it is signed with. */
  const known = new Map<string, KeyObject>();

  const verifiedByJose = async (assertion: string, subgraph: string): Promise<Claims> => {
    const { payload, key } = await jwtVerify(assertion, keys, {
      issuer: ISSUER,
      audience: audience(subgraph),
      algorithms: [...SIGNATURE_ALGORITHMS],
      requiredClaims: ['exp', 'sub', 'jti'],
    });
    const ed25519 = ed25519Key(key);
    if (ed25519 && known.size < KNOWN_HEADERS) known.set(headerOf(assertion), ed25519);
    return payload;
  };

  return {
    async verify(assertion, subgraph, content) {
      if (!assertion) return null;
      try {
        const key = known.get(headerOf(assertion));
        const verified = key && verifyCompact(assertion, key);
        // What is not plainly in order is for `jose` to judge.
        const claims =
          verified && isPlainlyValid(verified, subgraph)
            ? verified
            : await verifiedByJose(assertion, subgraph);
        return isFor(claims, content) || (takesUnbound && claims['content'] === undefined)
          ? asserted(claims)
          : null;
      } catch {
        return null;
      }
    },
  };
}

/** Whether nothing speaks against the claims: never where `jose` would refuse them. */
function isPlainlyValid({ iss, aud, sub, jti, exp, iat, nbf }: Claims, subgraph: string): boolean {
  return (
    iss === ISSUER &&
    aud === audience(subgraph) &&
    typeof sub === 'string' &&
    typeof jti === 'string' &&
    typeof exp === 'number' &&
    exp > secondsNow() &&
    typeof iat === 'number' &&
    nbf === undefined
  );
}

/** Whether the claims are for this content. */
function isFor(claims: Claims, content: string | undefined): boolean {
  return content !== undefined && claims['content'] === digestOf(content);
}

function digestOf(content: string): string {
  return hash('sha256', content, 'base64url');
}

function asserted(claims: Claims): AssertedRequest {
  const requestId = claims['jti'] as string;
  if (typeof claims['partner'] !== 'string') return { viewer: ANONYMOUS, requestId };
  const tags = listOf(claims['tags']);
  const scopes = String(claims['scope'] ?? '')
    .split(' ')
    .filter(Boolean);
  const attributes = {
    roles: listOf(claims['roles']),
    clearance: typeof claims['clearance'] === 'string' ? claims['clearance'] : null,
    citizenships: listOf(claims['citizenships']),
    compartments: listOf(claims['compartments']),
  };
  const viewer = partnerViewer(claims['partner'], claims['sub'] as string, tags, scopes, attributes);
  return { viewer, requestId };
}

/** What is said of the user beside what is said of every user; most calls carry none of it. */
function attributesOf({ roles, clearance, citizenships, compartments }: Viewer): object {
  return {
    ...(roles.length > 0 ? { roles } : {}),
    ...(clearance === null ? {} : { clearance }),
    ...(citizenships.length > 0 ? { citizenships } : {}),
    ...(compartments.length > 0 ? { compartments } : {}),
  };
}

function listOf(claim: unknown): string[] {
  return Array.isArray(claim) ? claim.map(String) : [];
}

function headerOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}

function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
