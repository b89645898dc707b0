import { constants } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { createSecureContext, Server as TlsServer, type TlsOptions } from 'node:tls';
import type { Logger } from 'pino';
import { ConfigError, type Config, type VariableName } from '../../platform/config.ts';

/** Forward secret and authenticated, all of them: what TLS 1.3 has, and the like of it in TLS 1.2. */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/**
 * Gives what reads the files of TLS, at the start and again when they are renewed; undefined where the
 * configuration has no TLS. Reading throws a ConfigError where they are not what they should be.
 * @throws ConfigError
 */
export function configuredTls(config: Config): (() => TlsOptions) | undefined {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: ca } = config;
  const isRequired = config.TLS_CLIENT_CERTIFICATES === 'required';
  if (isRequired && !ca) throw missing('TLS_CLIENT_CA_FILE', 'TLS_CLIENT_CERTIFICATES=required');
  if (ca && !cert) throw missing('TLS_CERT_FILE', 'TLS_CLIENT_CA_FILE');
  if (key && !cert) throw missing('TLS_CERT_FILE', 'TLS_KEY_FILE');
  if (!cert) return undefined;
  if (!key) throw missing('TLS_KEY_FILE', 'TLS_CERT_FILE');
  return () => {
    const options: TlsOptions = {
      cert: textOf('TLS_CERT_FILE', cert),
      key: textOf('TLS_KEY_FILE', key),
      ...(ca ? { ca: textOf('TLS_CLIENT_CA_FILE', ca) } : {}),
      requestCert: ca !== undefined,
      rejectUnauthorized: isRequired,
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      honorCipherOrder: true,
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    };
    try {
      createSecureContext(options);
    } catch {
      throw new ConfigError(
        `TLS_CERT_FILE: expected a certificate, its key (TLS_KEY_FILE) and authorities in PEM, got ${[cert, key, ca].filter(Boolean).join(', ')}.`,
      );
    }
    return options;
  };
}

/** Reads the files of TLS again, for the connections to come. Where they are not in order, those before stay. */
export function renewCertificates(server: Server, read: (() => TlsOptions) | undefined, log: Logger): void {
  if (!read || !(server instanceof TlsServer)) return;
  try {
    server.setSecureContext(read());
  } catch (error) {
    log.error({ err: error }, 'the files of TLS are not in order: those before stay');
  }
}

function missing(variable: VariableName, wanted: string): ConfigError {
  return new ConfigError(`${variable}: expected a path with ${wanted}, got nothing.`);
}

function textOf(variable: VariableName, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${variable}: expected a readable file, got ${file}.`);
  }
}
