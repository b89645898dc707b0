import { z } from 'zod';
import { mebibytes, text, variable } from './variable.ts';

/** Which operations clients may send. */
export const DOCUMENT_VARIABLES = {
  TRUSTED_DOCUMENTS: variable(
    'Whether clients may send only the operations of their signed manifests: `log` lets others pass and logs them, `allow-list` refuses them.',
    'off, log or allow-list',
    z.enum(['off', 'log', 'allow-list']).default('off'),
  ),
  TRUSTED_DOCUMENTS_DIR: variable(
    'Folder of the manifests: for each client its `<client>.json` in the format of Apollo’s persisted query manifests, and the signature in `<client>.json.jws`. Changes are taken while the gateway runs; a manifest that cannot be taken leaves the one before. Required unless TRUSTED_DOCUMENTS is off.',
    'a path',
    text.optional(),
  ),
  TRUSTED_DOCUMENTS_JWKS_FILE: variable(
    'The public keys (JWKS) that manifests may be signed with. Required in production unless TRUSTED_DOCUMENTS is off. Default: the development key in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  APQ_MIB: variable(
    'How much automatic persisted queries may hold, in MiB; 0 switches them off. With an allow-list they are off.',
    'a whole number from 0 to 65536',
    mebibytes.default(8),
  ),
} as const;
