import { z } from 'zod';
import { database, numeric, onOff, SECONDS, seconds, text, variable } from './variable.ts';

const DATABASE = 'an address such as postgresql://pcc_{subgraph}@db.example:5432/catalogue';

/** Where the subgraphs' stores are. */
export const STORE_VARIABLES = {
  DATABASE_URL: variable(
    'The PostgreSQL database of the stores, and the role of each subgraph in it; `{subgraph}` stands for the subgraph’s name. Without, stores are embedded, in DATA_DIR. `npm run db -- roles` makes the roles.',
    DATABASE,
    database.optional(),
  ),
  DATABASE_PASSWORD_FILE: variable(
    'The file that holds the password of the role, instead of DATABASE_URL; `{subgraph}` stands for the subgraph’s name.',
    'a path',
    text.optional(),
  ),
  DATABASE_MIGRATOR_URL: variable(
    'For `npm run db` alone: the database with the role that owns the schemas and makes the others. No server takes it.',
    'an address such as postgresql://pcc_owner@db.example:5432/catalogue',
    database.optional(),
  ),
  DATABASE_MIGRATOR_PASSWORD_FILE: variable(
    'The file that holds the password of that role.',
    'a path',
    text.optional(),
  ),
  DATABASE_CONNECTIONS: variable(
    'The most connections of a subgraph’s store in each process, beside one that hears of changes and one that reads facts now and then.',
    'a whole number from 1 to 1000',
    numeric(z.coerce.number().int().min(1).max(1000)).default(10),
  ),
  DATABASE_STATEMENT_SECONDS: variable(
    'How long one statement may take. What is not read by then is an error in the answer, with the code STORE_TIMEOUT.',
    SECONDS,
    seconds.default(5),
  ),
  DATABASE_CONNECT_SECONDS: variable(
    'How long a connection to the database is waited for.',
    SECONDS,
    seconds.default(3),
  ),
  STORE_READ_ONLY: variable(
    'Whether the stores only answer: every mutation is refused with the code STORE_READ_ONLY.',
    'on or off',
    onOff.default(false),
  ),
} as const;
