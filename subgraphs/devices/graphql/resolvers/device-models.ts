import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { dayOf } from '../../../../platform/calendar/day.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { pageSize } from '../../../../platform/paging/page.ts';
import { statusOn } from '../../domain/lifecycle.ts';
import type { ModelOrder, ModelPosition } from '../../store/models.ts';
import type { DeviceContext } from '../context.ts';
import { DeviceLifecycleStatusEnum, DeviceModelOrderEnum } from '../enums.ts';
import { modelSearch } from '../model-search.ts';
import { modelView, type LifecycleView } from '../present.ts';
import { DeviceModel, DeviceModelConnection, DeviceModelFilter } from '../types/device-model.ts';
import { DeviceLifecycle } from '../types/specifications.ts';

@Resolver(() => DeviceModel)
export class DeviceModelResolver {
  @Public()
  @PageOf(20)
  @Query(() => DeviceModelConnection, {
    description:
      'The edge hardware models: `deviceModels(where: { offlineCapable: true, maxWeightKg: 10 })`.',
  })
  async deviceModels(
    @Ctx() { store, cursors, viewer, loaders, now }: DeviceContext,
    @Arg('where', () => DeviceModelFilter, { nullable: true }) where?: DeviceModelFilter | null,
    @Arg('orderBy', () => DeviceModelOrderEnum, { nullable: true, description: '`NAME` when absent.' })
    orderBy?: ModelOrder | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const size = pageSize(first);
    const order = orderBy ?? 'NAME';
    const list = ['deviceModels', viewer.id, where ?? null, order];
    const position = cursors.positionAfter<ModelPosition>(list, after);
    const search = modelSearch(where ?? {}, now);
    const [page, count] = await Promise.all([
      store.pageOfModels(search, viewer, order, position, size),
      store.countModels(search, viewer),
    ]);
    return connectionFrom(
      page,
      count,
      (row) => modelView(row.stored, loaders),
      (row) => cursors.encode(list, row.position),
    );
  }

  @Public()
  @Query(() => DeviceModel, { nullable: true, description: 'One device model; null where there is none.' })
  async deviceModel(@Ctx() { loaders }: DeviceContext, @Arg('id', () => ID) id: string) {
    const stored = await loaders.model.load(id);
    return stored && modelView(stored, loaders);
  }
}

@Resolver(() => DeviceLifecycle)
export class DeviceLifecycleResolver {
  @FieldResolver(() => DeviceLifecycleStatusEnum, {
    description:
      'Its status on a day. Dates decide before the published status does: a published end that has passed ' +
      'means discontinued, whatever the status says.',
  })
  status(
    @Root() { lifecycle }: LifecycleView,
    @Ctx() { now }: DeviceContext,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Today when absent.' }) on?: string | null,
  ) {
    return statusOn(lifecycle, on ?? dayOf(now));
  }
}
