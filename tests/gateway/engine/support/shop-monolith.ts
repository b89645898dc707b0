import { GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { throwing } from './breakable.ts';
import * as data from './shop-data.ts';

type Resolver = GraphQLFieldResolver<never, unknown>;

/**
 * One GraphQL server that answers all of the shop by itself, over the schema that clients see: what it says
 * is what any gateway must say.
 */
export const MONOLITH: Readonly<
  Record<string, Readonly<Record<string, (row: never, args: never) => unknown>>>
> = {
  Query: {
    item: (_: never, { id }: { id: string }) => data.itemOf(id),
    items: (_: never, { first, kinds }: { first: number; kinds?: string[] }) =>
      data.ITEMS.filter((it) => !kinds || kinds.includes(it.kind ?? '')).slice(0, Math.max(0, first)),
    book: (_: never, { isbn }: { isbn: string }) => data.itemByIsbn(isbn),
    search: () => [data.ITEMS[0], null, data.AUTHORS[0], data.ITEMS[2], null],
    node: (_: never, { id }: { id: string }) => data.itemOf(id) ?? data.authorOf(id),
    grid: () => [[data.itemOf('b1'), null], [], [data.itemOf('b2'), data.itemOf('b1')]],
    failing: () => {
      throw new GraphQLError('Nobody may read this.', { extensions: { code: 'FORBIDDEN' } });
    },
    authors: () => data.AUTHORS,
    author: (_: never, { id }: { id: string }) => data.authorOf(id),
    me: () => data.AUTHORS[0],
    warehouses: () => data.WAREHOUSES,
    topRated: () => ['b2', 'f1', 'b4'].map((it) => data.itemOf(it)),
    reviews: () => data.REVIEWS,
  },
  Mutation: {
    touch: (_: never, { id }: { id: string }) => data.itemOf(id),
    addReview: (_: never, { item, text }: { item: string; text: string }) => ({
      __typename: 'Review',
      id: 'new',
      text,
      author: 'a1',
      item,
    }),
  },
  Book: {
    ...both(),
    series: ({ series }: data.ItemRow) => data.itemOf(series),
    length: ({ pages }: data.ItemRow) => pages,
    meta: ({ id, pages }: data.ItemRow) => ({ of: [id, pages], none: null }),
    shipping: (row: data.ItemRow, { fast }: { fast?: boolean }) =>
      data.shippingOf(data.priceOf(row, 'EUR'), data.heightOf(row, 'MM'), fast),
    tax: (row: data.ItemRow) => data.taxOf(data.priceOf(row, 'GBP')),
  },
  Film: {
    ...both(),
    length: ({ minutes }: data.ItemRow) => `${minutes} minutes`,
    broken: ({ id }: data.ItemRow) => (id === 'f1' ? null : 'whole'),
  },
  Dims: { height: (row: data.ItemRow, { unit }: { unit: string }) => data.heightOf(row, unit) },
  Author: {
    friends: ({ friends }: data.AuthorRow, { first }: { first?: number }) =>
      friends.slice(0, first ?? 9).map((it) => data.authorOf(it)),
    best: ({ best }: data.AuthorRow) => best && data.itemOf(best),
    reviews: ({ id }: { id: string }) => data.REVIEWS.filter((it) => it.author === id),
  },
  Review: {
    author: ({ author }: data.ReviewRow) => data.authorOf(author),
    item: ({ item }: data.ReviewRow) => data.itemOf(item),
  },
  Warehouse: { manager: ({ manager }: data.WarehouseRow) => data.authorOf(manager) },
};

/** Puts the monolith's resolvers on the schema that clients see; changes `schema`. */
export function monolith(schema: GraphQLSchema, broken: ReadonlySet<string>): GraphQLSchema {
  for (const [typeName, fields] of Object.entries(MONOLITH)) {
    const type = schema.getType(typeName);
    if (!type || !('getFields' in type)) throw new Error(`no type ${typeName}`);
    for (const [name, resolve] of Object.entries(throwing(fields, broken))) {
      const field = type.getFields()[name];
      if (field) (field as { resolve?: Resolver }).resolve = resolve as unknown as Resolver;
    }
  }
  return schema;
}

function both() {
  return {
    // A value that clients do not see is null to them.
    kind: ({ kind }: data.ItemRow) => (kind === 'SECRET' ? null : kind),
    price: (row: data.ItemRow, { currency }: { currency: string }) => data.priceOf(row, currency),
    author: ({ author }: data.ItemRow) => data.authorOf(author),
    dims: (row: data.ItemRow) => ({ ...row, label: `Label ${row.id}` }),
    stock: ({ id }: data.ItemRow) => data.stockOf(id),
    warehouse: ({ id }: data.ItemRow) => data.warehouseFor(id),
    rating: ({ id }: { id: string }, { scale }: { scale: number }) => data.ratingOf(id, scale),
    reviews: ({ id }: { id: string }) => data.reviewsOf(id),
  };
}
