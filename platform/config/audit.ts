import { z } from 'zod';
import { database, numeric, text, variable } from './variable.ts';

const count = (least: number) => numeric(z.coerce.number().int().min(least).max(1_000_000));

/** What is put on record, and what others can verify of it. */
export const AUDIT_VARIABLES = {
  AUDIT: variable(
    'Whether decisions, mutations and refusals are recorded in the audit log. `on` writes records a moment after their answers; with `strict` no answer leaves before its record is durable: where it cannot be, the answer is 503.',
    'off, on or strict',
    z.enum(['off', 'on', 'strict']).default('on'),
  ),
  AUDIT_DATABASE_URL: variable(
    'The PostgreSQL database of the audit log, and the role that gateways add to it as, which may do nothing else. Without, the log is a file in DATA_DIR. `npm run -s audit -- create` makes its tables and the role.',
    'an address such as postgresql://pcc_audit@records.example:5432/audit',
    database.optional(),
  ),
  AUDIT_DATABASE_PASSWORD_FILE: variable(
    'The file that holds the password of that role.',
    'a path',
    text.optional(),
  ),
  AUDIT_CHAIN: variable(
    'The name of the chain that this gateway writes: each of several gateways writes its own. Default: the first of `gateway`, `gateway-2` and so on that no other gateway writes in the same log.',
    'letters, digits, points and hyphens, 63 at most',
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/)
      .optional(),
  ),
  AUDIT_KEY_FILE: variable(
    'The private key (JWK, Ed25519) that signs the checkpoints of the audit log. Keep it where nobody who can write the log can read it. Default: a key in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  AUDIT_CHECKPOINT_RECORDS: variable(
    'After how many records a checkpoint is signed, if ten seconds have not passed before.',
    'a whole number from 1 to 1000000',
    count(1).default(1_000),
  ),
  AUDIT_REFUSALS_PER_MINUTE: variable(
    'How many refusals by one code are recorded one by one in a minute, of each partner and of all the anonymous together. Those beyond are counted in one record.',
    'a whole number from 0 to 1000000',
    count(0).default(20),
  ),
  STATEMENT_KEY_FILE: variable(
    'The private key (JWK) that the catalogue signs eligibility statements with. Without, in production none are given. Default elsewhere: the development key in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  STATEMENT_JWKS_FILE: variable(
    'The public keys (JWKS) of eligibility statements that the gateway publishes, those of former keys included. Default: that of STATEMENT_KEY_FILE, or of the development key.',
    'a path',
    text.optional(),
  ),
} as const;
