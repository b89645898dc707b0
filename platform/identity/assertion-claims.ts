import { hash } from 'node:crypto';
import { ANONYMOUS, partnerViewer, type Viewer } from './viewer.ts';

/** What an assertion may be told beside who asks for what. */
export interface AssertionOptions {
  /**
   * What is asked: over HTTP the body, or the path and query of a request without one; within a process the
   * document. Without, the assertion is good for any call, which subgraphs take outside production alone.
   */
  readonly content?: string | undefined;
  readonly lifetimeSeconds?: number | undefined;
}

/** What an assertion tells a subgraph. */
export interface AssertedRequest {
  readonly viewer: Viewer;
  readonly requestId: string;
}

/** What an assertion says, whoever seals it and however. */
export type AssertionClaims = Readonly<Record<string, unknown>>;

export const ISSUER = 'partner-cloud-catalogue/gateway';
const LIFETIME_SECONDS = 60;

/** For whom an assertion to a subgraph is meant. */
export const audienceOf = (subgraph: string) => `partner-cloud-catalogue/subgraph/${subgraph}`;

/** What the gateway asserts to a subgraph of one call. */
export function claimsOf(
  viewer: Viewer,
  subgraph: string,
  requestId: string,
  options?: AssertionOptions,
): AssertionClaims {
  return { ...callerClaims(viewer, subgraph), ...callClaims(requestId, options) };
}

/** What is the same in each call for a viewer to a subgraph. */
export function callerClaims(viewer: Viewer, subgraph: string): AssertionClaims {
  return {
    iss: ISSUER,
    aud: audienceOf(subgraph),
    sub: viewer.subject ?? '',
    partner: viewer.partner,
    tags: viewer.tags,
    scope: viewer.scopes.join(' '),
    ...attributesOf(viewer),
  };
}

/** What is of one call, whoever asks. */
export function callClaims(
  requestId: string,
  { content, lifetimeSeconds = LIFETIME_SECONDS }: AssertionOptions = {},
): AssertionClaims {
  const now = secondsNow();
  return {
    jti: requestId,
    iat: now,
    exp: now + lifetimeSeconds,
    ...(content === undefined ? {} : { content: digestOf(content) }),
  };
}

/** Whether nothing speaks against the claims: never where `jose` would refuse them. */
export function isPlainlyValid(
  { iss, aud, sub, jti, exp, iat, nbf }: AssertionClaims,
  subgraph: string,
): boolean {
  return (
    iss === ISSUER &&
    aud === audienceOf(subgraph) &&
    typeof sub === 'string' &&
    typeof jti === 'string' &&
    typeof exp === 'number' &&
    exp > secondsNow() &&
    typeof iat === 'number' &&
    nbf === undefined
  );
}

/** Whether the claims are for this content. */
export function isFor(claims: AssertionClaims, content: string | undefined): boolean {
  return content !== undefined && claims['content'] === digestOf(content);
}

function digestOf(content: string): string {
  return hash('sha256', content, 'base64url');
}

/** Who asks by these claims, which were found valid. */
export function asserted(claims: AssertionClaims): AssertedRequest {
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

function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
