import { refusal } from './refusals.ts';

/** What a token is bound to: the SHA-256 of a certificate in base64url, something unknown, or nothing. */
export type Binding = { readonly certificate: string | null } | null;

/** What the claim `cnf` binds a token to: a certificate by its thumbprint (RFC 8705) and nothing else. */
export function bindingOf(cnf: unknown): Binding {
  if (cnf === undefined) return null;
  const bound = typeof cnf === 'object' && cnf !== null ? Object.entries(cnf) : [];
  const [name, value] = bound[0] ?? [];
  const isKnown = bound.length === 1 && name === 'x5t#S256' && typeof value === 'string' && value !== '';
  return { certificate: isKnown ? value : null };
}

/** @throws UNAUTHENTICATED where a token is bound and did not come with what it is bound to. */
export function checkBinding(bound: Binding, certificate: (() => string | undefined) | undefined): void {
  if (bound === null) return;
  if (bound.certificate === null || bound.certificate !== certificate?.())
    throw refusal('TOKEN_BOUND_TO_CERTIFICATE');
}
