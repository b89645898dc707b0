import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';

/** The fields that a path leads through, each after a slash: lists and types make no difference to it. */
export function placeOf(path: readonly FlattenNodePathSegment[]): string {
  return path.map((it) => (it !== '@' && 'Field' in it ? `/${it.Field}` : '')).join('');
}
