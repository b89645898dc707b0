import { nextDay, type Day } from '../../../platform/calendar/day.ts';
import { rangeOf, type PartialDate } from '../../../platform/calendar/partial-date.ts';
import { placed } from '../../../platform/calendar/period.ts';

export const LIFECYCLE_STATUSES = [
  'AVAILABLE',
  'SUPPORTED',
  'EXISTING_CUSTOMERS_ONLY',
  'PLANNED',
  'SUPERSEDED',
  'DISCONTINUED',
  'UNKNOWN',
] as const;
export type LifecycleStatus = (typeof LIFECYCLE_STATUSES)[number];

/** A model's lifecycle as published: the status is that of the source's own day. */
export interface Lifecycle {
  readonly status: LifecycleStatus;
  /** The source's word for the status. */
  readonly words: string;
  readonly availableFrom: PartialDate | null;
  /** The first day on which it is not sold any more. */
  readonly endOfSale: PartialDate | null;
  /** The first day on which it is not supported any more. */
  readonly endOfSupport: PartialDate | null;
  readonly note: string | null;
}

/**
 * The status on `day`. Dates decide before the published status does: an end that has passed means
 * discontinued, whatever the status says, except that sales closed to new customers only stay that. A day
 * inside an imprecise date is `UNKNOWN`.
 */
export function statusOn(lifecycle: Lifecycle, day: Day): LifecycleStatus {
  const { status, availableFrom, endOfSale, endOfSupport } = lifecycle;
  const supported = placed({ from: null, until: endOfSupport }, day);
  const sold = placed({ from: null, until: endOfSale }, day);
  const begun = placed({ from: availableFrom, until: null }, day);
  if (supported === 'AFTER') return 'DISCONTINUED';
  if (status === 'DISCONTINUED' && endOfSale === null) return 'DISCONTINUED';
  if (sold === 'AFTER') {
    if (status !== 'EXISTING_CUSTOMERS_ONLY') return 'DISCONTINUED';
    return supported === 'IN' ? status : 'UNKNOWN';
  }
  if (begun === 'BEFORE') return 'PLANNED';
  if ([supported, sold, begun].includes('UNCERTAIN')) return 'UNKNOWN';
  if (endOfSale !== null && (status === 'DISCONTINUED' || status === 'EXISTING_CUSTOMERS_ONLY')) {
    return 'AVAILABLE';
  }
  if (status === 'PLANNED' && availableFrom !== null) return 'UNKNOWN';
  return status;
}

/** The first day of all; a model that is discontinued without a date is so on every day. */
const ALWAYS: Day = '0001-01-01';

/**
 * The first day from which {@link statusOn} says `DISCONTINUED`, and then does so for good; null where no
 * day is known. Stores filter by it.
 */
export function discontinuedFrom(lifecycle: Lifecycle): Day | null {
  const { status, endOfSale, endOfSupport } = lifecycle;
  if (status === 'DISCONTINUED' && endOfSale === null) return ALWAYS;
  const ends = [endOfSupport, status === 'EXISTING_CUSTOMERS_ONLY' ? null : endOfSale]
    .map((end) => (end === null ? null : firstDayAfter(end)))
    .filter((day) => day !== null)
    .sort();
  return ends[0] ?? null;
}

/** The first day that is outside for sure when `until` is the end of a half-open period. */
function firstDayAfter(until: PartialDate): Day | null {
  const range = rangeOf(until);
  if (!range) return null;
  return range.earliest === range.latest ? range.latest : nextDay(range.latest);
}
