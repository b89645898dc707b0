import { Directive, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { RecordLabel } from '../../../../platform/graphql/record-label.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import type { RuggedisedBy } from '../../domain/device-model.ts';
import { RuggedisedByEnum } from '../enums.ts';
import { Provider } from './references.ts';
import {
  DeviceAccelerator,
  DeviceAuthorisation,
  DeviceCapacity,
  DeviceCount,
  DeviceEligibility,
  DeviceLifecycle,
  DeviceNodeMinimum,
  DeviceTemperatureRange,
} from './specifications.ts';

@ObjectType({
  description:
    'An edge hardware model with everything its publisher says of it. Null means that nothing is published. ' +
    'What the online service behind a device is authorised for says nothing about the device itself.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@OfTheViewer()
@Public()
export class DeviceModel {
  @Field(() => ID, { description: 'Such as `ms.ase-mini-r`; the id of its offering too.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => Provider, { nullable: true, description: 'Who sells it.' })
  provider: Provider | null;

  @Field(() => String, { nullable: true, description: 'Such as `Azure Stack Edge`.' })
  family: string | null;

  @Field(() => DeviceCapacity, {
    nullable: true,
    description: 'Usable virtual processors; 0 where it computes nothing.',
  })
  vcpu: DeviceCapacity | null;

  @Field(() => DeviceCapacity, { nullable: true, description: 'Usable memory in GiB.' })
  memoryGib: DeviceCapacity | null;

  @Field(() => DeviceCapacity, { nullable: true, description: 'Usable storage in TB.' })
  storageTb: DeviceCapacity | null;

  @Field(() => String, { nullable: true, description: 'Storage beside the usable one, as published.' })
  extraStorage: string | null;

  @Field(() => Int, { nullable: true, description: 'Oracle CPUs, for models that publish them.' })
  ocpu: number | null;

  @Field(() => DeviceAccelerator, { nullable: true })
  accelerator: DeviceAccelerator | null;

  @Field(() => DeviceCount, { nullable: true, description: 'Machines that make up one device.' })
  nodes: DeviceCount | null;

  @Field(() => DeviceNodeMinimum, { nullable: true })
  minimumPerNode: DeviceNodeMinimum | null;

  @Field(() => String, { nullable: true, description: 'The server model inside.' })
  server: string | null;

  @Field(() => Float, { nullable: true, description: 'To the precision of its source.' })
  weightKg: number | null;

  @Field(() => Float, { nullable: true })
  weightLb: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Words on the weight where no exact figure is published.',
  })
  weightNote: string | null;

  @Field(() => String, { nullable: true })
  formFactor: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a standard or its publisher states that it is ruggedised (`ruggedisedBy` says which). False ' +
      'where neither is published.',
  })
  ruggedised: boolean | null;

  @Field(() => RuggedisedByEnum, {
    nullable: true,
    description: 'Null where it does not count as ruggedised.',
  })
  ruggedisedBy: RuggedisedBy | null;

  @Field(() => String, {
    nullable: true,
    description: 'The publisher’s words on ruggedness, standards included.',
  })
  ruggedisation: string | null;

  @Field(() => String, { nullable: true, description: 'Protection against water and dust: `IP65`.' })
  ingressProtection: string | null;

  @Field(() => DeviceTemperatureRange, { nullable: true })
  operatingTemperature: DeviceTemperatureRange | null;

  @Field(() => Int, { nullable: true, description: 'In feet.' })
  maxOperatingAltitudeFt: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it works without a connection.' })
  offlineCapable: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Null where no maximum is published, which is not «for ever».',
  })
  maxDisconnectedDays: number | null;

  @Field(() => String, { nullable: true })
  maxDisconnectedNote: string | null;

  @Field(() => String, { nullable: true, description: 'How data reaches the cloud again.' })
  syncMechanism: string | null;

  @Field(() => [String], { nullable: true, description: 'What works disconnected.' })
  runsOffline: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'What does not work disconnected.' })
  notOffline: readonly string[] | null;

  @Field(() => [DeviceAuthorisation], {
    nullable: true,
    description: 'What the device itself is authorised for.',
  })
  deviceAuthorisations: readonly DeviceAuthorisation[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The level of the device itself, as published; null where none is.',
  })
  deviceAuthorisedLevel: string | null;

  @Field(() => [DeviceAuthorisation], {
    nullable: true,
    description: 'What the online service behind it is authorised for. Says nothing about the device.',
  })
  serviceAuthorisations: readonly DeviceAuthorisation[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The highest level of the online service, as published. Says nothing about the device.',
  })
  serviceHighestLevel: string | null;

  @Field(() => String, { nullable: true })
  authorisationNote: string | null;

  @Field(() => DeviceLifecycle, { nullable: true })
  lifecycle: DeviceLifecycle | null;

  @Field(() => DeviceEligibility, {
    nullable: true,
    description: 'Null where the publisher limits it to nobody.',
  })
  eligibility: DeviceEligibility | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The government regions from which it can be ordered.',
  })
  governmentOrderRegions: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  notes: readonly string[] | null;

  @Field(() => Provenance, {
    nullable: true,
    description: 'Its `unverifiedFields` are fields of this type that the sources do not show.',
  })
  provenance: Provenance | null;

  @Field(() => RecordLabel, { nullable: true, description: 'Whom its record may be shown to.' })
  label: RecordLabel | null;
}

const connection = connectionClasses(DeviceModel, 'DeviceModel', Public);
export const DeviceModelConnection = connection.Connection;
/** Reached only through the connection. */
export const DeviceModelEdge = connection.Edge;

@InputType({
  description:
    'All that is given must hold. A model that does not publish a measure never matches a bound on it.',
})
export class DeviceModelFilter {
  @Field(() => Boolean, { nullable: true, description: 'Whether it works without a connection.' })
  offlineCapable?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a standard or its publisher states it.' })
  ruggedised?: boolean | null;

  @Field(() => Float, { nullable: true, description: 'At most this weight in kilograms.' })
  maxWeightKg?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'At least this usable storage in TB, in its largest configuration.',
  })
  minStorageTb?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Published to work disconnected for at least so many days.',
  })
  minOfflineDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its status today is `DISCONTINUED`; false leaves those out.',
  })
  discontinued?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Id of its provider: `microsoft`.' })
  provider?: string | null;

  @Field(() => String, { nullable: true, description: 'Its family, whole, in any case: `Azure Stack Edge`.' })
  family?: string | null;

  @Field(() => String, { nullable: true, description: 'Words that must all occur in what names it.' })
  text?: string | null;
}
