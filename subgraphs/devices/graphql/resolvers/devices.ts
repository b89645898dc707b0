import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { pageSize } from '../../../../platform/paging/page.ts';
import { gapsIn } from '../../domain/ranges.ts';
import { partnerOf, type DeviceContext } from '../context.ts';
import { deviceView, journalEntryView, modelView, type DeviceView } from '../present.ts';
import { DeviceModel } from '../types/device-model.ts';
import { Device, JournalEntryConnection, JournalFork, JournalGap, UsageTotal } from '../types/device.ts';

@Resolver(() => Device)
export class DeviceResolver {
  @Authenticated()
  @Query(() => Device, {
    nullable: true,
    description: 'One of your own partner’s devices; null where there is none.',
  })
  async device(@Ctx() context: DeviceContext, @Arg('id', () => ID) id: string) {
    partnerOf(context, 'A device');
    const row = await context.loaders.device.load(id);
    return row && deviceView(row);
  }

  @FieldResolver(() => DeviceModel, { nullable: true, description: 'Null where its model was withdrawn.' })
  async model(@Root() { modelId }: DeviceView, @Ctx() { loaders }: DeviceContext) {
    const stored = await loaders.model.load(modelId);
    return stored && modelView(stored, loaders);
  }

  @FieldResolver(() => [JournalGap], {
    nullable: true,
    description: 'What is missing of its journal before the last entry that is kept.',
  })
  async gaps(@Root() { id }: DeviceView, @Ctx() { loaders }: DeviceContext) {
    return gapsIn(await loaders.ranges.load(id));
  }

  @FieldResolver(() => [JournalFork], {
    nullable: true,
    description: 'Every fork found in its journal, by sequence.',
  })
  forks(@Root() { id }: DeviceView, @Ctx() { loaders }: DeviceContext) {
    return loaders.forks.load(id);
  }

  @FieldResolver(() => [UsageTotal], {
    nullable: true,
    description: 'What it used, by offering and unit: over every entry that is kept, beyond gaps too.',
  })
  async usage(@Root() { id }: DeviceView, @Ctx() { loaders }: DeviceContext) {
    const totals = await loaders.usage.load(id);
    return totals.map(({ offering, ...total }) => ({ ...total, offering: { id: offering } }));
  }

  @PageOf(20)
  @FieldResolver(() => JournalEntryConnection, {
    nullable: true,
    description: 'The entries of its journal that are kept, by sequence.',
  })
  async journal(
    @Root() { id }: DeviceView,
    @Ctx() { loaders, cursors, viewer }: DeviceContext,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const size = pageSize(first);
    const list = ['journal', viewer.id, id];
    const [position] = cursors.positionAfter<[sequence: number]>(list, after) ?? [0];
    const [page, ranges] = await Promise.all([
      loaders.journal.load({ device: id, after: position, size }),
      loaders.ranges.load(id),
    ]);
    const count = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    return connectionFrom(page, count, journalEntryView, (row) => cursors.encode(list, [row.sequence]));
  }
}
