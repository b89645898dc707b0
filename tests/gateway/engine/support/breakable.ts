import type { FixtureSubgraph } from '../../../support/federation.ts';

/** Fields of the shop that tests may break; they are resolved by one subgraph each. */
export const BREAKABLE: string[] = [
  'price',
  'height',
  'author',
  'series',
  'meta',
  'stock',
  'warehouse',
  'rating',
  'reviews',
  'friends',
  'best',
  'manager',
  'item',
  'book',
  'warehouses',
  'topRated',
];

/** The subgraphs with every field of which the name is in `broken`, at the time it is asked for, throwing. */
export function breakable(
  subgraphs: Readonly<Record<string, FixtureSubgraph>>,
  broken: ReadonlySet<string>,
): Record<string, FixtureSubgraph> {
  return Object.fromEntries(
    Object.entries(subgraphs).map(([name, it]) => [
      name,
      { ...it, resolvers: mapValues(it.resolvers ?? {}, (fields) => throwing(fields as object, broken)) },
    ]),
  );
}

/** Resolvers that throw while their field's name is in `broken`. */
export function throwing(fields: object, broken: ReadonlySet<string>): Record<string, unknown> {
  return mapValues(fields, (resolve, name) => {
    if (typeof resolve !== 'function' || name.startsWith('__')) return resolve;
    return (...given: unknown[]) => {
      if (broken.has(name)) throw new Error(`${name} is broken`);
      return (resolve as (...given: unknown[]) => unknown)(...given);
    };
  });
}

function mapValues(
  values: object,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
