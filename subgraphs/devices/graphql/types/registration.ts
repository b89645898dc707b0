import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { RecordLabelInput } from '../../../../platform/graphql/record-label.ts';
import { OPERATE, SYNC_DEVICES } from '../../../../platform/identity/viewer.ts';
import { Device } from './device.ts';

@InputType({ description: 'A unit to register.' })
export class RegisterDeviceInput {
  @Field(() => ID, { description: 'Id of its model: `ms.ase-mini-r`.' })
  model: string;

  @Field(() => String, { description: 'What to call it; at most 120 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'At most 80 characters. A partner registers each serial number once.',
  })
  serialNumber?: string | null;

  @Field(() => RecordLabelInput, {
    nullable: true,
    description: 'Whom of your partner it may be shown to; everybody when absent.',
  })
  label?: RecordLabelInput | null;
}

@ObjectType({ description: 'The unit as registered.', simpleResolvers: true })
@RequiresScopes([SYNC_DEVICES], [OPERATE])
export class RegisterDevicePayload {
  @Field(() => Device)
  device: Device;
}

@InputType({ description: 'A new name for a device.' })
export class RenameDeviceInput {
  @Field(() => ID)
  device: string;

  @Field(() => String, { description: 'At most 120 characters.' })
  name: string;

  @Field(() => Int, { description: 'The `version` that you read; another one is a conflict.' })
  version: number;
}

@ObjectType({ description: 'The device under its new name.', simpleResolvers: true })
@RequiresScopes([SYNC_DEVICES], [OPERATE])
export class RenameDevicePayload {
  @Field(() => Device)
  device: Device;
}
