import type { Check } from '../harness/check.ts';
import { replayed } from './consumers/replayed.ts';
import { valid } from './consumers/valid.ts';
import { connections } from './design/connections.ts';
import { descriptions } from './design/descriptions.ts';
import { lint } from './design/lint.ts';
import { nullability } from './design/nullability.ts';
import { batch } from './entities/batch.ts';
import { malformed } from './entities/malformed.ts';
import { requires } from './entities/requires.ts';
import { known, order, undisclosed, unknown } from './entities/resolved.ts';
import { assertions, codes } from './errors.ts';
import { filters } from './lists/filters.ts';
import { stable, walk } from './lists/paging.ts';
import { latency, reads } from './lists/reads.ts';
import { cursors, size } from './lists/refusals.ts';
import { changes } from './sdl/changes.ts';
import { composes } from './sdl/composes.ts';
import { deprecations } from './sdl/deprecations.ts';
import { served } from './sdl/served.ts';

/** Every check of a contract, in the order in which they run. */
export const ALL_CHECKS: readonly Check[] = [
  served,
  composes,
  changes,
  deprecations,
  lint,
  descriptions,
  nullability,
  connections,
  valid,
  replayed,
  known,
  unknown,
  undisclosed,
  order,
  batch,
  malformed,
  requires,
  walk,
  stable,
  cursors,
  size,
  filters,
  reads,
  latency,
  codes,
  assertions,
];
