import { GraphQLError } from 'graphql';
import type { Data, Problem } from '../steps/run.ts';
import { clientPaths } from './client-paths.ts';
import type { OutputContext } from './fields.ts';
import { FLAWED, NULLED, pathOf, type Flaw, type Shaper } from './shaping.ts';

/** What the client gets. */
export interface Answer {
  readonly data: Data | null;
  readonly errors?: readonly GraphQLError[];
}

/** Code of an error that a subgraph's value causes: it is not what the schema promises. */
const CODE = 'DOWNSTREAM_SERVICE_ERROR';

/**
 * Shapes the merged data into the client's answer and says what went wrong where. A value that breaks the
 * schema is reported unless an error above or below it explains it already: a field gets one error only.
 * @param shape the fast code of `shaper`.
 */
export function answer(
  data: Data,
  problems: readonly Problem[],
  shape: (data: Data) => unknown,
  shaper: Shaper,
  context: OutputContext,
): Answer {
  const errors = problems.flatMap((it) => clientErrors(it, data, context));
  try {
    const shaped = shape(data);
    return errors.length > 0 ? { data: asData(shaped), errors } : { data: asData(shaped) };
  } catch (thrown) {
    if (thrown !== FLAWED) throw thrown;
  }
  const flaws: Flaw[] = [];
  const shaped = shaper.complete(data, { flaws }, undefined);
  for (const { message, place } of flaws) {
    const path = pathOf(place);
    if (errors.some((it) => explains(it.path, path))) continue;
    errors.push(new GraphQLError(message, { path, extensions: { code: CODE } }));
  }
  return errors.length > 0 ? { data: asData(shaped), errors } : { data: asData(shaped) };
}

function asData(shaped: unknown): Data | null {
  return shaped === NULLED ? null : (shaped as Data | null);
}

function clientErrors({ path, error }: Problem, data: Data, context: OutputContext): GraphQLError[] {
  const { message, extensions } = error;
  const paths = path ? clientPaths(path, data, context) : [[]];
  return paths.map(
    (it) =>
      new GraphQLError(message, { ...(it.length > 0 ? { path: it } : {}), extensions: extensions ?? {} }),
  );
}

/** Whether an error at `known` accounts for a null at `path`: one lies on the way to the other. */
function explains(
  known: readonly (string | number)[] | undefined,
  path: readonly (string | number)[],
): boolean {
  if (!known) return true;
  const shared = Math.min(known.length, path.length);
  for (let index = 0; index < shared; index++) if (known[index] !== path[index]) return false;
  return true;
}
