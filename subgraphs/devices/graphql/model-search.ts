import { dayOf } from '../../../platform/calendar/day.ts';
import { measureFault, textFault } from '../domain/input.ts';
import type { ModelSearch } from '../store/models.ts';
import { refuse } from './context.ts';
import type { DeviceModelFilter } from './types/device-model.ts';

const MAX_TEXT = 200;

/**
 * The search that a filter asks for, at the instant `now`.
 * @throws BAD_USER_INPUT where a bound is no measure or a text is no line.
 */
export function modelSearch(where: DeviceModelFilter, now: Date): ModelSearch {
  refuse(
    measureFault('where.maxWeightKg', where.maxWeightKg),
    measureFault('where.minStorageTb', where.minStorageTb),
    measureFault('where.minOfflineDays', where.minOfflineDays),
    optionalText('where.family', where.family),
    optionalText('where.text', where.text),
  );
  return {
    offlineCapable: where.offlineCapable ?? null,
    ruggedised: where.ruggedised ?? null,
    maxWeightKg: where.maxWeightKg ?? null,
    minStorageTb: where.minStorageTb ?? null,
    minOfflineDays: where.minOfflineDays ?? null,
    discontinued: where.discontinued ?? null,
    day: dayOf(now),
    provider: where.provider ?? null,
    family: where.family ?? null,
    text: where.text ?? null,
  };
}

/** An empty text filters nothing. */
function optionalText(argument: string, text: string | null | undefined) {
  return text ? textFault(argument, text, MAX_TEXT) : null;
}
