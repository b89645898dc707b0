import { badInput } from '../errors.ts';

/** The most rows that one page may hold. */
export const MAX_PAGE = 100;

/**
 * The page size asked for.
 * @throws BAD_USER_INPUT where it is not a whole number from 0 to {@link MAX_PAGE}.
 */
export function pageSize(first: number | null | undefined, fallback = 20): number {
  if (first === null || first === undefined) return fallback;
  if (!Number.isInteger(first) || first < 0 || first > MAX_PAGE) {
    throw badInput('first', `a whole number from 0 to ${MAX_PAGE}`, first);
  }
  return first;
}

/** A page as the store gives it: one row more than asked tells whether another page follows. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

/** Cuts rows read with a limit of `size + 1` to a page. */
export function cutPage<Row>(rows: readonly Row[], size: number): Page<Row> {
  return { rows: rows.slice(0, size), hasNextPage: rows.length > size };
}
