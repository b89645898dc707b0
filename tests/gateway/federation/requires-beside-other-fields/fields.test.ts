import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';

interface Parcel {
  readonly id: string;
  readonly weight?: number;
  readonly size?: { readonly width: number };
}

/** Parcels that the depot hands out once each, as subgraphs do that count what is resolved. */
function depot() {
  const there = new Set(['light', 'heavy', 'unknown']);
  const weights: Record<string, number> = { light: 1, heavy: 100 };
  const rows = [...there].map((id) => ({ id, weight: weights[id] ?? null, size: { width: 7 } }));
  return federate({
    scales: {
      typeDefs: `
        type Query { parcels: [Parcel!]! }
        type Parcel @key(fields: "id") { id: ID! weight: Int size: Size }
        type Size @shareable { width(unit: String): Int }
      `,
      resolvers: {
        Query: { parcels: () => rows },
        Parcel: {
          __resolveReference: (it: object) => it,
          weight: ({ weight }: { weight: number | null }) => {
            if (weight === null) throw new Error('the scales are broken');
            return weight;
          },
        },
        Size: {
          width: ({ width }: { width: number }, { unit }: { unit?: string }) =>
            unit === 'mm' ? width * 10 : width,
        },
      },
    },
    depot: {
      typeDefs: `
        type Parcel @key(fields: "id") {
          id: ID!
          weight: Int @external
          size: Size @external
          shelf: String
          isHeavy: Boolean @requires(fields: "weight")
          isWide: Boolean @requires(fields: "size { width(unit: \\"mm\\") }")
          isNarrow: Boolean @requires(fields: "size { width(unit: \\"cm\\") }")
        }
        type Size @shareable { width(unit: String): Int @external }
      `,
      resolvers: {
        Parcel: {
          __resolveReference: (it: Parcel) => (there.delete(it.id) ? it : null),
          shelf: ({ id }: Parcel) => `shelf of ${id}`,
          isHeavy: ({ weight }: Parcel) => (weight ?? 0) > 10,
          isWide: ({ size }: Parcel) => (size?.width ?? 0) > 50,
          isNarrow: ({ size }: Parcel) => (size?.width ?? 0) < 50,
        },
      },
    },
  });
}

describe('a field that requires something beside one that does not', () => {
  it('is asked for together with it, so that an entity is resolved once', async () => {
    const fixture = depot();
    const { data } = await fixture.ask('{ parcels { id shelf isHeavy isWide } }');
    expect((data?.['parcels'] as unknown[])?.slice(0, 2)).toEqual([
      { id: 'light', shelf: 'shelf of light', isHeavy: false, isWide: true },
      { id: 'heavy', shelf: 'shelf of heavy', isHeavy: true, isWide: true },
    ]);
    expect(fixture.requests.filter((one) => one.subgraph === 'depot')[0]?.variables).toEqual({
      representations: [
        { __typename: 'Parcel', id: 'light', weight: 1, size: { width: 70 } },
        { __typename: 'Parcel', id: 'heavy', weight: 100, size: { width: 70 } },
        { __typename: 'Parcel', id: 'unknown', weight: null, size: { width: 70 } },
      ],
    });
  });

  it('is asked for apart from one that requires the same field with other arguments', async () => {
    const fixture = depot();
    await fixture.ask('{ parcels { isWide isNarrow } }');
    const sent = fixture.requests.filter((one) => one.subgraph === 'depot');
    expect(JSON.stringify(sent.map((one) => one.variables))).toMatch(/"width":70.*"width":7\b/);
  });
});

describe('a field of which the requirement cannot be had', () => {
  it('takes none of those beside it along', async () => {
    const fixture = federate({
      scales: {
        typeDefs: `
          type Query { parcels: [Parcel!]! }
          type Parcel @key(fields: "id") { id: ID! label: Label }
          type Label @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: {
            parcels: () => [
              { id: '1', label: { id: 'known' } },
              { id: '2', label: { id: 'lost' } },
            ],
          },
        },
      },
      labels: {
        typeDefs: `type Label @key(fields: "id") { id: ID! text: String! }`,
        resolvers: {
          Label: { __resolveReference: (it: Parcel) => (it.id === 'lost' ? null : { ...it, text: 'x' }) },
        },
      },
      depot: {
        typeDefs: `
          type Parcel @key(fields: "id") {
            id: ID!
            label: Label @external
            shelf: String
            marked: String @requires(fields: "label { text }")
          }
          type Label @key(fields: "id") { id: ID! text: String! @external }
          type Query { stored: [Parcel] }
        `,
        resolvers: {
          Query: { stored: () => [{ id: '1' }, { id: '2' }] },
          Parcel: {
            shelf: ({ id }: Parcel) => `shelf ${id}`,
            marked: ({ label }: { label: { text: string } }) => `marked ${label.text}`,
          },
        },
      },
    });
    expect((await fixture.ask('{ parcels { shelf marked } }')).data).toEqual({
      parcels: [
        { shelf: 'shelf 1', marked: 'marked x' },
        { shelf: 'shelf 2', marked: null },
      ],
    });
  });
});
