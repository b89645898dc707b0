import { dayOf, type Day } from '../../../platform/calendar/day.ts';
import { badInput } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/subgraph/define.ts';
import type { ClassificationLoaders } from '../loaders.ts';
import type { ClassificationStore } from '../store/store.ts';
import type { LevelRecord } from '../store/records.ts';

export type ClassificationContext = RequestContext<ClassificationStore, ClassificationLoaders>;

/** The day asked for, or the day of the request (UTC). */
export function dayAsked(on: Day | null | undefined, context: ClassificationContext): Day {
  return on ?? dayOf(context.now);
}

/**
 * The level that an argument names.
 * @throws BAD_USER_INPUT where there is no such level.
 */
export async function levelAsked(
  argument: string,
  id: string,
  { loaders }: ClassificationContext,
): Promise<LevelRecord> {
  const level = await loaders.level.load(id);
  if (!level) throw badInput(argument, 'the id of a level, such as "GB:S"', id);
  return level;
}

/** A partner as this subgraph knows it: by its code. */
export interface PartnerReference {
  readonly id: string;
}

export function partner(code: string): PartnerReference;
export function partner(code: string | null): PartnerReference | null;
export function partner(code: string | null): PartnerReference | null {
  return code === null ? null : { id: code };
}
