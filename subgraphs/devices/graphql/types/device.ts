import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { RecordLabel } from '../../../../platform/graphql/record-label.ts';
import { DateTimeScalar, DecimalScalar } from '../../../../platform/graphql/scalars.ts';
import type { ConnectionState } from '../../domain/connection.ts';
import type { JournalEntryKind } from '../../domain/journal-entry.ts';
import type { JournalFork as Fork } from '../../domain/journal.ts';
import { ConnectionStateEnum, JournalEntryKindEnum, JournalForkReasonEnum } from '../enums.ts';
import { Offering, Partner } from './references.ts';

@ObjectType({
  description: 'A unit of a device model in a partner’s hands. Only its own partner sees it.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@OfTheViewer()
@Authenticated()
export class Device {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => Partner, { nullable: true, description: 'In whose hands it is.' })
  partner: Partner | null;

  @Field(() => String, { nullable: true })
  serialNumber: string | null;

  @Field(() => ConnectionStateEnum, { nullable: true, description: 'As last reported.' })
  connection: ConnectionState | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it has been offline; null where it is not, or where nobody has reported it.',
  })
  offlineSince: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its journal was last taken; null where it never was.',
  })
  lastSyncAt: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Every entry of its journal from 1 to here is kept; 0 where none is.',
  })
  acknowledgedThrough: number | null;

  @Field(() => String, { nullable: true, description: 'The catalogue version that it last said it held.' })
  catalogueVersion: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Counts the changes of its name and connection; pass it back when you change it.',
  })
  version: number | null;

  @Field(() => DateTimeScalar, { nullable: true })
  registeredAt: string | null;

  @Field(() => RecordLabel, { nullable: true, description: 'Whom of your partner it may be shown to.' })
  label: RecordLabel | null;
}

@ObjectType({
  description: 'Consecutive entries that are missing, both ends included.',
  simpleResolvers: true,
})
@Authenticated()
export class JournalGap {
  @Field(() => Int)
  from: number;

  @Field(() => Int)
  to: number;
}

@ObjectType({
  description:
    'Two histories of one sequence: a device that was restored, copied or altered. The one that came first is ' +
    'kept and counted; the other is stored beside it.',
  simpleResolvers: true,
})
@Authenticated()
export class JournalFork {
  @Field(() => Int)
  sequence: number;

  @Field(() => String, { description: 'Digest of the entry that is kept.' })
  kept: string;

  @Field(() => String, { description: 'Digest of the other one.' })
  rejected: string;

  @Field(() => JournalForkReasonEnum)
  reason: Fork['reason'];
}

@ObjectType({
  description: 'What a device used of one offering, over its whole journal.',
  simpleResolvers: true,
})
@Authenticated()
export class UsageTotal {
  @Field(() => Offering, { nullable: true, description: 'As the device names it.' })
  offering: Offering | null;

  @Field(() => String)
  unit: string;

  @Field(() => DecimalScalar, { description: 'Exact sum.' })
  quantity: string;

  @Field(() => Int, { description: 'Entries of the journal that make it up.' })
  entries: number;
}

@ObjectType({ description: 'A record of the journal that a device keeps.', simpleResolvers: true })
@Authenticated()
export class JournalEntry {
  @Field(() => Int)
  sequence: number;

  @Field(() => String, {
    description: 'SHA-256 of its content: what `previousDigest` of the next entry names.',
  })
  digest: string;

  @Field(() => String, { nullable: true })
  previousDigest: string | null;

  @Field(() => DateTimeScalar, { description: 'By the device’s clock.' })
  at: string;

  @Field(() => JournalEntryKindEnum)
  kind: JournalEntryKind;

  @Field(() => Offering, { nullable: true })
  offering: Offering | null;

  @Field(() => DecimalScalar, { nullable: true })
  quantity: string | null;

  @Field(() => String, { nullable: true })
  unit: string | null;

  @Field(() => String, { nullable: true })
  payload: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was received.' })
  receivedAt: string;
}

const devices = connectionClasses(Device, 'Device', Authenticated);
export const DeviceConnection = devices.Connection;
/** Reached only through the connection; so is the next edge. */
export const DeviceEdge = devices.Edge;

const journal = connectionClasses(JournalEntry, 'JournalEntry', Authenticated, false);
export const JournalEntryConnection = journal.Connection;
export const JournalEntryEdge = journal.Edge;
