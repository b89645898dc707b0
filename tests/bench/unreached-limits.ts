/** Limits that are watched as in production and that no load of the bench reaches. */
export const UNREACHED_LIMITS = {
  LIMIT_REQUESTS_PER_MINUTE: '1000000000',
  LIMIT_COST_PER_MINUTE: '1000000000',
  LIMIT_CONCURRENCY: '10000',
  // Of the event loop, which preparing what is measured holds up.
  LIMIT_DELAY_MILLISECONDS: '60000',
  LIMIT_ANONYMOUS_PERCENT: '100',
};
