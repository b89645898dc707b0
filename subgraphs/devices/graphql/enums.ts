import { describedEnum } from '../../../platform/graphql/enums.ts';
import type { DeviceChangeKind } from '../domain/changes.ts';
import type { ClockWarning } from '../domain/clock.ts';
import type { ConnectionState } from '../domain/connection.ts';
import type { RuggedisedBy } from '../domain/device-model.ts';
import type { JournalFork } from '../domain/journal.ts';
import type { JournalEntryKind } from '../domain/journal-entry.ts';
import type { LifecycleStatus } from '../domain/lifecycle.ts';
import type { ModelOrder } from '../store/models.ts';

export const DeviceLifecycleStatusEnum = describedEnum<LifecycleStatus>(
  'DeviceLifecycleStatus',
  'Where a device model stands on a day.',
  {
    AVAILABLE: 'On sale.',
    SUPPORTED: 'Supported; whether it can still be ordered is not published.',
    EXISTING_CUSTOMERS_ONLY: 'Closed to new customers.',
    PLANNED: 'Announced, not available yet.',
    SUPERSEDED: 'A successor took its place.',
    DISCONTINUED: 'Not sold any more, or its support has ended.',
    UNKNOWN: 'Not published, or the published dates leave the day open.',
  },
);

export const RuggedisedByEnum = describedEnum<RuggedisedBy>(
  'RuggedisedBy',
  'What makes a device model count as ruggedised.',
  {
    STANDARD: 'A military or transport standard is stated, such as MIL-STD-810.',
    PUBLISHER: 'The publisher’s word on its casing, without a standard.',
  },
);

export const DeviceModelOrderEnum = describedEnum<ModelOrder>(
  'DeviceModelOrder',
  'How to order device models; ties by id.',
  {
    NAME: 'By name.',
    WEIGHT: 'The lightest first; those of unknown weight last.',
    STORAGE: 'The most usable storage first; those of unknown storage last.',
  },
);

export const ConnectionStateEnum = describedEnum<ConnectionState>(
  'ConnectionState',
  'Whether a device is connected, as last reported.',
  { ONLINE: 'Connected.', OFFLINE: 'Working disconnected.', UNKNOWN: 'Nobody has reported it.' },
);

export const JournalEntryKindEnum = describedEnum<JournalEntryKind>(
  'JournalEntryKind',
  'What an entry of a device’s journal records.',
  {
    USAGE: 'An offering was used: needs `offering`, `quantity` and `unit`.',
    EVENT: 'Something else that the device noted: needs a `payload`.',
  },
);

export const JournalForkReasonEnum = describedEnum<JournalFork['reason']>(
  'JournalForkReason',
  'How a fork showed.',
  {
    CONTENT: 'Another content came for a sequence that was kept already; both are stored.',
    CHAIN: 'The next entry builds on another one than that kept, which did not come so far.',
  },
);

export const ClockWarningKindEnum = describedEnum<ClockWarning['kind']>(
  'ClockWarningKind',
  'What was noticed about a device’s clock.',
  {
    OFFSET: 'The device’s own reading differs from the server’s time.',
    AHEAD: 'An entry is dated after its arrival.',
    BACKWARDS: 'An entry is dated before the one that precedes it in the journal.',
  },
);

export const DeviceChangeKindEnum = describedEnum<DeviceChangeKind>(
  'DeviceChangeKind',
  'What a change for a device is about.',
  {
    MODEL_LIFECYCLE: 'How long its model is sold and supported.',
    MODEL_SPECIFICATION: 'A published specification of its model.',
    MODEL_AUTHORISATION: 'What its model, or the online service behind it, is authorised for.',
    CONNECTION_RULE: 'How its model may work disconnected: for how long, with what, and how it syncs.',
    DEVICE_RECORD: 'The device’s own record.',
  },
);

/** How a journal reached the server. */
export const SyncChannelEnum = describedEnum<'CONNECTION' | 'CARRIED'>(
  'SyncChannel',
  'How a journal reached the server.',
  {
    CONNECTION: 'The device itself is in contact: it is online from now on.',
    CARRIED: 'Somebody carried the journal: the device’s connection state stays as it is.',
  },
);
