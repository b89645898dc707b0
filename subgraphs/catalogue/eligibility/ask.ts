import type { Day } from '../../../platform/calendar/day.ts';
import type { Reader } from '../../../platform/disclosure/discloses.ts';
import type { LevelId, PartnerCode } from './facts.ts';

/** What is asked of every offering: the level, the day, and what else must hold. */
export interface Ask {
  readonly level: LevelId;
  readonly on: Day;
  /** Countries where data may reside (ISO 3166-1 alpha-2); null where it may reside anywhere. */
  readonly residency: readonly string[] | null;
  /** Days to work disconnected; null where not asked. */
  readonly offlineDays: number | null;
  readonly deviceModel: string | null;
  readonly contract: string | null;
}

/** On whose behalf it is asked, and what they may see, from the token. */
export interface Asker extends Reader {
  readonly partner: PartnerCode;
  /** The user's customer tags (`US-DOD`), as publishers name their customers. */
  readonly tags: readonly string[];
}
