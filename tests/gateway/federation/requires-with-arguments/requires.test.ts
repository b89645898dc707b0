import { describe } from 'vitest';
import { answers } from '../cases.ts';

const PRICES: Record<string, number> = { USD: 10, EUR: 20, GBP: 30 };
const price = (_: unknown, { currency }: { currency: string }) => PRICES[currency];

describe('@requires', () => {
  answers(
    {
      products: {
        typeDefs: `
          type Query { product: Product node: Node all: [Any!]! }
          interface Node { id: ID! }
          union Any = Product | Other
          type Product implements Node @key(fields: "id") {
            id: ID! price(currency: String = "USD"): Float name: String size: Size
          }
          type Size { width(unit: String): Int label: String }
          type Other { id: ID! }
        `,
        resolvers: {
          Query: {
            product: () => ({ id: '1', name: 'n' }),
            node: () => ({ __typename: 'Product', id: '1', name: 'n' }),
            all: () => [
              { __typename: 'Product', id: '1' },
              { __typename: 'Other', id: '2' },
            ],
          },
          Product: { price, size: () => ({ label: 'L' }), __resolveReference: (it: object) => it },
          Size: { width: (_: unknown, { unit }: { unit: string }) => (unit === 'mm' ? 100 : 10) },
        },
      },
      shipping: {
        typeDefs: `
          type Query { shipped: Product }
          type Product @key(fields: "id") {
            id: ID!
            price(currency: String = "USD"): Float @external
            size: Size @external
            inEuros: String @requires(fields: "price(currency: \\"EUR\\")")
            inPounds: String @requires(fields: "price(currency: \\"GBP\\")")
            plain: String @requires(fields: "price")
            parcel(of: String): Parcel @requires(fields: "size { width(unit: \\"mm\\") label }")
          }
          type Size @shareable { width(unit: String): Int @external label: String @external }
          type Parcel { text: String product: Product }
        `,
        resolvers: {
          Query: { shipped: () => ({ id: '1' }) },
          Product: {
            inEuros: (it: { price: number }) => `€${it.price}`,
            inPounds: (it: { price: number }) => `£${it.price}`,
            plain: (it: { price: number }) => `$${it.price}`,
            parcel: ({ id, size }: { id: string; size: { width: number; label: string } }) => ({
              text: `${size.width} ${size.label}`,
              product: { id },
            }),
          },
        },
      },
      taxes: {
        typeDefs: `
          type Product @key(fields: "id") {
            id: ID! inEuros: String @external taxed: String @requires(fields: "inEuros")
          }
        `,
        resolvers: { Product: { taxed: (it: { inEuros: string }) => `${it.inEuros} + tax` } },
      },
    },
    {
      'gives a field what it requires, whatever arguments the client gives the same field': {
        query: '{ product { price(currency: "GBP") inEuros usd: price } }',
        gives: { product: { price: 30, inEuros: '€20', usd: 10 } },
      },
      'gives each of several fields its own arguments': {
        query: '{ product { inPounds inEuros plain } }',
        gives: { product: { inPounds: '£30', inEuros: '€20', plain: '$10' } },
      },
      'does so below fragments, unions and conditions': {
        query: `query ($yes: Boolean = true) {
          node { ... on Product @include(if: $yes) { price inEuros inPounds @skip(if: $yes) } }
          all { ... on Product { inPounds price inEuros } }
        }`,
        gives: {
          node: { price: 10, inEuros: '€20' },
          all: [{ inPounds: '£30', price: 10, inEuros: '€20' }, {}],
        },
      },
      'requires nested fields with arguments': {
        query: '{ product { size { width(unit: "cm") } parcel(of: "x") { text } } }',
        gives: { product: { size: { width: 10 }, parcel: { text: '100 L' } } },
      },
      'requires what requires something itself, also where the object starts in that subgraph': {
        query: '{ shipped { taxed inEuros } product { taxed } }',
        gives: { shipped: { taxed: '€20 + tax', inEuros: '€20' }, product: { taxed: '€20 + tax' } },
      },
      'requires again below a field that required something': {
        query: '{ product { parcel(of: "y") { product { inEuros name parcel(of: "z") { text } } } } }',
        gives: {
          product: { parcel: { product: { inEuros: '€20', name: null, parcel: { text: '100 L' } } } },
        },
      },
      'is not confused by aliases that are names of keys and requirements': {
        query: '{ product { id: name price: id size: inEuros name: inPounds } }',
        gives: { product: { id: 'n', price: '1', size: '€20', name: '£30' } },
      },
    },
  );
});
