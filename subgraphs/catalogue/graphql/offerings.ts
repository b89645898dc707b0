import { connectionFrom, type ConnectionOf } from '../../../platform/graphql/connection.ts';
import { cutPage } from '../../../platform/paging/page.ts';
import type { OfferingOrder, Position } from '../store/catalogue-store.ts';
import type { CatalogueContext } from './context.ts';
import { searchOf } from './search.ts';
import type { OfferingFilter } from './types/inputs.ts';
import type { Offering } from './types/offering.ts';
import { offeringView } from './views/offering.ts';

export interface OfferingsArguments {
  readonly where: OfferingFilter;
  readonly orderBy: OfferingOrder;
  readonly size: number;
  readonly after: string | null;
}

/** A page of the offerings that match and may be shown, undecided. @throws BAD_USER_INPUT */
export async function listOfferings(
  { where, orderBy, size, after }: OfferingsArguments,
  context: CatalogueContext,
): Promise<ConnectionOf<Offering>> {
  const { store, loaders, cursors, viewer } = context;
  const list = ['offerings', viewer.id, where, orderBy];
  const position = cursors.positionAfter<Position>(list, after);
  const search = await searchOf(where, context);
  const shown = await loaders.profiles();
  const counts = await store.counts(search, [...shown.values()]);
  const rows = await store.page({
    groups: [[...counts.keys()]],
    search,
    order: orderBy,
    after: position,
    limit: size + 1,
  });
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return connectionFrom(
    cutPage(rows, size),
    total,
    (row) => offeringView(row.offering, viewer),
    (row) => cursors.encode(list, row.position),
  );
}
