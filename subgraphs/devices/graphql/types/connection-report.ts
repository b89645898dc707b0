import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { OPERATE, SYNC_DEVICES } from '../../../../platform/identity/viewer.ts';
import { DateTimeScalar } from '../../../../platform/graphql/scalars.ts';
import type { ConnectionState } from '../../domain/connection.ts';
import { ConnectionStateEnum } from '../enums.ts';
import { Device } from './device.ts';

@InputType({ description: 'What is known of a device’s connection.' })
export class ReportConnectionInput {
  @Field(() => ID)
  device: string;

  @Field(() => ConnectionStateEnum)
  connection: ConnectionState;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant that the report speaks of; now when absent. It may not lie ahead.',
  })
  at?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` that you read. Where given, another one is a conflict; where absent, the later instant wins.',
  })
  version?: number | null;
}

@ObjectType({ description: 'The device after the report.', simpleResolvers: true })
@RequiresScopes([SYNC_DEVICES], [OPERATE])
export class ReportConnectionPayload {
  @Field(() => Device)
  device: Device;

  @Field(() => Boolean, {
    description: 'False where a report about a later instant was taken before; then nothing changed.',
  })
  applied: boolean;
}
