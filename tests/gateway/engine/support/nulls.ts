import type { FormattedExecutionResult } from 'graphql';

/** The nulls that errors led to. Which of several errors led to one null is left to the server. */
export function nullsOf({ data, errors = [] }: FormattedExecutionResult): string[] {
  const places = errors.map(({ path = [] }) => {
    let value: unknown = data;
    const end = path.findIndex((it) => {
      if (value === null) return true;
      value = (value as Record<string, unknown>)[it];
      return false;
    });
    return JSON.stringify(end < 0 ? path : path.slice(0, end));
  });
  return [...new Set(places)].sort();
}
