import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Authenticated, RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { OPERATE, SYNC_DEVICES } from '../../../../platform/identity/viewer.ts';
import { DateTimeScalar, DecimalScalar } from '../../../../platform/graphql/scalars.ts';
import type { ClockWarning as Warning } from '../../domain/clock.ts';
import type { DeviceChangeKind } from '../../domain/changes.ts';
import type { JournalEntryKind } from '../../domain/journal-entry.ts';
import {
  ClockWarningKindEnum,
  DeviceChangeKindEnum,
  JournalEntryKindEnum,
  SyncChannelEnum,
} from '../enums.ts';
import { Device, JournalFork, JournalGap } from './device.ts';

@InputType({
  description:
    'A record of the journal that a device keeps. Its digest is the SHA-256 (hexadecimal) of the JSON array ' +
    '`[sequence, at, kind, offering, quantity, unit, payload, previousDigest]` without spaces, absent values ' +
    'as null, `at` in UTC with milliseconds (`2026-11-23T12:00:00.000Z`), `quantity` as text without trailing zeros.',
})
export class JournalEntryInput {
  @Field(() => Int, { description: 'Its place in the journal: 1, 2, 3 …' })
  sequence: number;

  @Field(() => DateTimeScalar, { description: 'When, by the device’s clock.' })
  at: Date;

  @Field(() => JournalEntryKindEnum)
  kind: JournalEntryKind;

  @Field(() => ID, { nullable: true, description: 'What was used: the id of an offering. For USAGE only.' })
  offering?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'How much, from 0: `12.5`. For USAGE only.' })
  quantity?: string | null;

  @Field(() => String, { nullable: true, description: 'Of what: `GB`, `hour`. For USAGE only.' })
  unit?: string | null;

  @Field(() => String, { nullable: true, description: 'Kept as it is, at most 4,000 characters.' })
  payload?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Digest of the entry before, so that a journal that was restored or altered is noticed.',
  })
  previousDigest?: string | null;
}

@InputType({ description: 'The journal that a device kept, and the catalogue version that it holds.' })
export class SyncDeviceInput {
  @Field(() => ID, { description: 'A device of your own partner.' })
  device: string;

  @Field(() => String, {
    nullable: true,
    description: 'The `catalogueVersion` of the last answer that the device got; absent at first.',
  })
  catalogueVersion?: string | null;

  @Field(() => [JournalEntryInput], {
    description:
      'At most 10,000 in one call. Send what was not acknowledged, in any order, as often as needed.',
  })
  entries: JournalEntryInput[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'What the device’s clock shows now.' })
  deviceTime?: Date | null;

  @Field(() => SyncChannelEnum, { nullable: true, description: '`CONNECTION` when absent.' })
  channel?: keyof typeof SyncChannelEnum | null;
}

@ObjectType({
  description: 'Something noticed about a device’s clock. Nothing is corrected.',
  simpleResolvers: true,
})
@Authenticated()
export class ClockWarning {
  @Field(() => ClockWarningKindEnum)
  kind: Warning['kind'];

  @Field(() => Int, { description: 'By how many seconds; positive where the device is ahead.' })
  seconds: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The entry that shows it worst; null for the device’s own reading.',
  })
  sequence: number | null;
}

@ObjectType({ description: 'Something that a device has to know anew.', simpleResolvers: true })
@Authenticated()
export class DeviceChange {
  @Field(() => DeviceChangeKindEnum)
  kind: DeviceChangeKind;

  @Field(() => String, { description: 'The field of its model or of its record: `lifecycle.endOfSale`.' })
  field: string;

  @Field(() => String, { nullable: true, description: 'What it knew; null where it knew nothing.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What holds now; null where nothing is published.' })
  after: string | null;
}

@ObjectType({
  description: 'What is kept of the journal, what is missing, and what the device has to know anew.',
  simpleResolvers: true,
})
@RequiresScopes([SYNC_DEVICES], [OPERATE])
export class SyncDevicePayload {
  @Field(() => Device)
  device: Device;

  @Field(() => Int, {
    description:
      'Every entry from 1 to here is kept for good: the device may drop them. 0 where 1 is missing.',
  })
  acknowledgedThrough: number;

  @Field(() => String, { nullable: true, description: 'Digest of the entry at `acknowledgedThrough`.' })
  headDigest: string | null;

  @Field(() => Int, { description: 'Entries of this call that are kept now and were not before.' })
  accepted: number;

  @Field(() => Int, { description: 'Entries of this call that were kept already, with the same content.' })
  duplicates: number;

  @Field(() => [JournalGap], { description: 'What is missing before the last entry that is kept: send it.' })
  gaps: readonly JournalGap[];

  @Field(() => [JournalFork], {
    description: 'Forks that the entries of this call show. `Device.forks` has them all.',
  })
  forks: readonly JournalFork[];

  @Field(() => [ClockWarning])
  clockWarnings: readonly ClockWarning[];

  @Field(() => String, { description: 'Keep it, and pass it with the next call.' })
  catalogueVersion: string;

  @Field(() => Boolean, {
    description: 'Whether `changes` is everything there is to know, because the version passed is not known.',
  })
  complete: boolean;

  @Field(() => [DeviceChange], { description: 'What changed for this device since the version passed.' })
  changes: readonly DeviceChange[];
}
