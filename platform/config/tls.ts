import { z } from 'zod';
import { text, variable } from './variable.ts';

/** TLS where the gateway ends it itself, and the certificates of clients. */
export const TLS_VARIABLES = {
  TLS_CERT_FILE: variable(
    'The certificate, with its chain, in PEM, by which the gateway itself ends TLS (1.2 or later). Without, it speaks plain HTTP, for a proxy in front. SIGHUP has it and the other files read again.',
    'a path',
    text.optional(),
  ),
  TLS_KEY_FILE: variable(
    'The private key of TLS_CERT_FILE, in PEM. Required with it.',
    'a path',
    text.optional(),
  ),
  TLS_CLIENT_CA_FILE: variable(
    'The authorities, in PEM, whose client certificates are taken. With it clients are asked for a certificate, to which their tokens can be bound.',
    'a path',
    text.optional(),
  ),
  TLS_CLIENT_CERTIFICATES: variable(
    'Whether every client has to show a certificate of TLS_CLIENT_CA_FILE. Otherwise those without, or with another, can use tokens that are bound to none.',
    'optional or required',
    z.enum(['optional', 'required']).default('optional'),
  ),
  CLIENT_CERTIFICATE_HEADER: variable(
    'The header in which TRUSTED_PROXIES, which end TLS, say the certificate that a client showed to them (RFC 9440, PEM encoded as in addresses, or DER in base64). From anybody else it is ignored. A proxy has to set it, or take it away, on every request.',
    'the name of a header',
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .transform((it) => it.toLowerCase())
      .optional(),
  ),
} as const;
