import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { Cost } from '../../../../platform/graphql/cost-hints.ts';
import { labelOf } from '../../../../platform/graphql/record-label.ts';
import { OPERATE, SYNC_DEVICES } from '../../../../platform/identity/viewer.ts';
import { CLOCK_TOLERANCE_SECONDS } from '../../domain/clock.ts';
import { textFault } from '../../domain/input.ts';
import { actorOf, refuse, type DeviceContext } from '../context.ts';
import { deviceView } from '../present.ts';
import { ReportConnectionInput, ReportConnectionPayload } from '../types/connection-report.ts';
import {
  RegisterDeviceInput,
  RegisterDevicePayload,
  RenameDeviceInput,
  RenameDevicePayload,
} from '../types/registration.ts';

const MAX_NAME = 120;
const MAX_SERIAL_NUMBER = 80;

@Resolver()
export class DeviceMutations {
  @RequiresScopes([SYNC_DEVICES], [OPERATE])
  @Cost(10)
  @Mutation(() => RegisterDevicePayload, {
    description: 'Registers a unit of a model in the hands of your partner. Needs the scope `devices:sync`.',
  })
  async registerDevice(
    @Ctx() context: DeviceContext,
    @Arg('input', () => RegisterDeviceInput) input: RegisterDeviceInput,
  ) {
    const { model, name, serialNumber = null } = input;
    const actor = actorOf(context, 'Registering a device');
    refuse(
      textFault('input.name', name, MAX_NAME),
      serialNumber === null ? null : textFault('input.serialNumber', serialNumber, MAX_SERIAL_NUMBER),
    );
    const device = await context.store.registerDevice(actor, {
      model,
      name,
      serialNumber,
      label: labelOf(input.label, actor.viewer),
    });
    return { device: deviceView(device) };
  }

  @RequiresScopes([SYNC_DEVICES], [OPERATE])
  @Cost(10)
  @Mutation(() => RenameDevicePayload, {
    description: 'Gives a device another name. Needs the scope `devices:sync`.',
  })
  async renameDevice(
    @Ctx() context: DeviceContext,
    @Arg('input', () => RenameDeviceInput) { device, name, version }: RenameDeviceInput,
  ) {
    const actor = actorOf(context, 'Renaming a device');
    refuse(textFault('input.name', name, MAX_NAME));
    return { device: deviceView(await context.store.renameDevice(actor, { device, name, version })) };
  }

  @RequiresScopes([SYNC_DEVICES], [OPERATE])
  @Cost(10)
  @Mutation(() => ReportConnectionPayload, {
    description: 'Reports whether a device is connected. Needs the scope `devices:sync`.',
  })
  async reportConnection(
    @Ctx() context: DeviceContext,
    @Arg('input', () => ReportConnectionInput) input: ReportConnectionInput,
  ) {
    const actor = actorOf(context, 'Reporting a connection');
    const { now } = context;
    const at = input.at ?? now;
    if (at.getTime() > now.getTime() + CLOCK_TOLERANCE_SECONDS * 1000) {
      refuse({ argument: 'input.at', expected: 'an instant that is not ahead', came: at.toISOString() });
    }
    const { device, applied } = await context.store.reportConnection(actor, {
      device: input.device,
      state: input.connection,
      at,
      version: input.version ?? null,
    });
    return { device: deviceView(device), applied };
  }
}
