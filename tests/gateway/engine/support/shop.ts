import { GraphQLError } from 'graphql';
import type { FixtureSubgraph } from '../../../support/federation.ts';
import * as data from './shop-data.ts';

type Arguments = Record<string, never>;

/**
 * A supergraph with what makes planning and joining hard: an interface object, interfaces and unions across
 * subgraphs, several and nested keys, requirements with arguments, values that clients do not see, lists of
 * lists, nulls in keys' neighbourhood, and fields of the same name with different types.
 */
export const SHOP: Readonly<Record<string, FixtureSubgraph>> = {
  catalog: {
    typeDefs: `
      type Query {
        item(id: ID!): Item
        items(first: Int = 6, kinds: [Kind!]): [Item!]!
        book(isbn: String = "isbn-b1"): Book
        search(text: String): [Hit]
        node(id: ID!): Node
        grid: [[Book]!]
        failing: String
      }
      type Mutation { touch(id: ID!): Item }
      interface Node { id: ID! }
      interface Item @key(fields: "id") {
        id: ID!
        title: String!
        kind: Kind
        price(currency: Currency = USD): Float
        dims: Dims
      }
      type Book implements Item & Node @key(fields: "id") @key(fields: "isbn") {
        id: ID!
        isbn: String!
        title: String!
        kind: Kind
        price(currency: Currency = USD): Float
        dims: Dims
        pages: Int
        author: Author
        series: Book
        length: Int
        meta: Json
      }
      type Film implements Item & Node @key(fields: "id") {
        id: ID!
        title: String!
        kind: Kind
        price(currency: Currency = USD): Float
        dims: Dims
        minutes: Int!
        author: Author
        length: String!
        broken: String!
      }
      type Author implements Node @key(fields: "id") { id: ID! }
      type Secret @inaccessible { id: ID! code: String }
      type Dims { height(unit: Unit = CM): Float label: String @shareable }
      union Hit = Book | Film | Author | Secret
      enum Kind { NEW OLD SECRET @inaccessible }
      enum Currency { USD EUR GBP }
      enum Unit { CM MM }
      scalar Json
    `,
    resolvers: {
      Query: {
        item: (_: unknown, { id }: Arguments) => data.itemOf(id),
        items: (_: unknown, { first, kinds }: { first: number; kinds?: string[] }) =>
          data.ITEMS.filter((it) => !kinds || kinds.includes(it.kind ?? '')).slice(0, Math.max(0, first)),
        book: (_: unknown, { isbn }: Arguments) => data.itemByIsbn(isbn),
        search: () => [
          data.ITEMS[0],
          null,
          data.AUTHORS[0],
          data.ITEMS[2],
          { __typename: 'Secret', id: 's' },
        ],
        node: (_: unknown, { id }: Arguments) => data.itemOf(id) ?? data.authorOf(id),
        grid: () => [[data.itemOf('b1'), null], [], [data.itemOf('b2'), data.itemOf('b1')]],
        failing: () => {
          throw new GraphQLError('Nobody may read this.', { extensions: { code: 'FORBIDDEN' } });
        },
      },
      Mutation: { touch: (_: unknown, { id }: Arguments) => data.itemOf(id) },
      Item: { __resolveType: ({ __typename }: data.ItemRow) => __typename, __resolveReference: byId },
      Book: {
        ...itemResolvers(),
        __resolveReference: ({ id, isbn }: { id?: string; isbn?: string }) =>
          id === undefined ? data.itemByIsbn(isbn) : data.itemOf(id),
        series: ({ series }: data.ItemRow) => data.itemOf(series),
        length: ({ pages }: data.ItemRow) => pages,
        meta: ({ id, pages }: data.ItemRow) => ({ of: [id, pages], none: null }),
      },
      Film: {
        ...itemResolvers(),
        __resolveReference: byId,
        length: ({ minutes }: data.ItemRow) => `${minutes} minutes`,
        broken: ({ id }: data.ItemRow) => (id === 'f1' ? null : 'whole'),
      },
      Author: { __resolveReference: ({ id }: { id: string }) => data.authorOf(id) },
      Dims: { height: (row: data.ItemRow, { unit }: { unit: string }) => data.heightOf(row, unit) },
    },
  },
  people: {
    typeDefs: `
      type Query { authors: [Author!]! author(id: ID!): Author me: Author! }
      type Author @key(fields: "id") {
        id: ID!
        name: String!
        born: Int
        friends(first: Int): [Author!]!
        best: Book
      }
      type Book @key(fields: "isbn") { isbn: String! }
    `,
    resolvers: {
      Query: {
        authors: () => data.AUTHORS,
        author: (_: unknown, { id }: Arguments) => data.authorOf(id),
        me: () => data.AUTHORS[0],
      },
      Author: {
        __resolveReference: ({ id }: { id: string }) => data.authorOf(id),
        friends: ({ friends }: data.AuthorRow, { first }: { first?: number }) =>
          friends.slice(0, first ?? 9).map((it) => data.authorOf(it)),
        best: ({ best }: data.AuthorRow) => best && data.itemOf(best),
      },
    },
  },
  stock: {
    typeDefs: `
      type Query { warehouses: [Warehouse] }
      type Book @key(fields: "id") {
        id: ID!
        price(currency: Currency = USD): Float @external
        dims: Dims @external
        stock: Int
        shipping(fast: Boolean): String @requires(fields: "price(currency: EUR) dims { height(unit: MM) }")
        tax: String @requires(fields: "price(currency: GBP)")
        warehouse: Warehouse
      }
      type Film @key(fields: "id") { id: ID! stock: Int warehouse: Warehouse }
      type Dims { height(unit: Unit = CM): Float @external label: String @shareable }
      type Warehouse @key(fields: "code country { iso }") { code: String! country: Country! city: String }
      type Country @shareable { iso: String! }
      enum Currency { USD EUR GBP }
      enum Unit { CM MM }
    `,
    resolvers: {
      Query: { warehouses: () => data.WAREHOUSES },
      Book: {
        stock: ({ id }: data.ItemRow) => data.stockOf(id),
        shipping: (row: { price: unknown; dims?: { height: unknown } }, { fast }: Arguments) =>
          data.shippingOf(row.price, row.dims?.height, fast),
        tax: ({ price }: { price: unknown }) => data.taxOf(price),
        warehouse: ({ id }: data.ItemRow) => data.warehouseFor(id),
      },
      Film: {
        stock: ({ id }: data.ItemRow) => data.stockOf(id),
        warehouse: ({ id }: data.ItemRow) => data.warehouseFor(id),
      },
      Warehouse: {
        __resolveReference: ({ code, country }: { code: string; country: { iso: string } }) =>
          data.warehouseOf(code, country.iso),
      },
    },
  },
  ratings: {
    typeDefs: `
      type Query { topRated: [Item!] reviews: [Review!]! }
      type Mutation { addReview(item: ID!, text: String!): Review }
      type Item @key(fields: "id") @interfaceObject {
        id: ID!
        rating(scale: Int = 5): Float
        reviews: [Review!]!
      }
      type Review @key(fields: "id") { id: ID! text: String author: Author item: Item }
      type Author @key(fields: "id") { id: ID! reviews: [Review!]! }
      type Warehouse @key(fields: "code country { iso }") { code: String! country: Country! manager: Author }
      type Country @shareable { iso: String! }
    `,
    resolvers: {
      Query: { topRated: () => [{ id: 'b2' }, { id: 'f1' }, { id: 'b4' }], reviews: () => data.REVIEWS },
      Mutation: {
        addReview: (_: unknown, { item, text }: Arguments) => ({ id: 'new', text, author: 'a1', item }),
      },
      Item: {
        rating: ({ id }: { id: string }, { scale }: { scale: number }) => data.ratingOf(id, scale),
        reviews: ({ id }: { id: string }) => data.reviewsOf(id),
      },
      Review: {
        __resolveReference: ({ id }: { id: string }) => data.reviewOf(id),
        author: ({ author }: data.ReviewRow) => ({ id: author }),
        item: ({ item }: data.ReviewRow) => ({ id: item }),
      },
      Author: { reviews: ({ id }: { id: string }) => data.REVIEWS.filter((it) => it.author === id) },
      Warehouse: {
        __resolveReference: ({ code, country }: { code: string; country: { iso: string } }) =>
          data.warehouseOf(code, country.iso),
        manager: ({ manager }: data.WarehouseRow) => manager && { id: manager },
      },
    },
  },
};

function byId({ id }: { id: string }) {
  return data.itemOf(id);
}

function itemResolvers() {
  return {
    price: (row: data.ItemRow, { currency }: { currency: string }) => data.priceOf(row, currency),
    author: ({ author }: data.ItemRow) => author && { id: author },
    dims: (row: data.ItemRow) => ({ ...row, label: `Label ${row.id}` }),
    kind: ({ kind }: data.ItemRow) => kind,
  };
}

/** Arguments to draw for operations over the shop. */
export const LITERALS = {
  ID: ['"b1"', '"b2"', '"f1"', '"a1"', '"nobody"'],
  String: ['"isbn-b2"', '"isbn-b3"', '"x y"'],
  Int: ['0', '1', '3'],
  Boolean: ['true', 'false'],
};
