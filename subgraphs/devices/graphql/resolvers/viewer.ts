import { Arg, Ctx, Directive, FieldResolver, Int, Resolver } from 'type-graphql';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { pageSize } from '../../../../platform/paging/page.ts';
import type { DevicePosition } from '../../store/device-reads.ts';
import { partnerOf, type DeviceContext } from '../context.ts';
import { deviceView } from '../present.ts';
import { DeviceFacts } from '../types/device-facts.ts';
import { DeviceConnection } from '../types/device.ts';
import { Viewer } from '../types/viewer.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @FieldResolver(() => DeviceFacts, { nullable: true, description: 'What the gates know of devices.' })
  @Directive('@inaccessible')
  deviceFacts(@Ctx() { store, viewer }: DeviceContext) {
    return store.deviceFacts(viewer);
  }

  @PageOf(20)
  @FieldResolver(() => DeviceConnection, {
    nullable: true,
    description: 'The devices in the hands of the viewer’s partner that you may see, by name.',
  })
  async devices(
    @Ctx() context: DeviceContext,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const { store, cursors } = context;
    const viewer = partnerOf(context, 'The list of devices');
    const size = pageSize(first);
    const list = ['devices', viewer.id];
    const position = cursors.positionAfter<DevicePosition>(list, after);
    const [page, count] = await Promise.all([
      store.pageOfDevices(viewer, position, size),
      store.countDevices(viewer),
    ]);
    return connectionFrom(page, count, deviceView, (row) => cursors.encode(list, [row.name_key, row.id]));
  }
}
