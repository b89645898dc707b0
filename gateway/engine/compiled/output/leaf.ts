import { isEnumType, isScalarType, type GraphQLLeafType, type GraphQLSchema } from 'graphql';
import { flaw, type Complete } from './shaping.ts';

const SMALLEST_INT = -(2 ** 31);
const LARGEST_INT = 2 ** 31 - 1;

/** What JSON values the built-in scalars take; subgraphs have coerced results before. */
const BUILT_IN: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (it) => Number.isInteger(it) && (it as number) >= SMALLEST_INT && (it as number) <= LARGEST_INT,
  Float: (it) => typeof it === 'number',
  String: (it) => typeof it === 'string',
  Boolean: (it) => typeof it === 'boolean',
};

/**
 * Compiles a scalar or an enum. Values of the scalars that a schema defines pass as the subgraph gave them.
 * A value of an enum that clients do not see becomes null without a word; one that no subgraph defines is
 * an error, as is a value that a built-in scalar does not take.
 * @param fullSchema the schema with what clients do not see.
 */
export function leaf(type: GraphQLLeafType, fullSchema: GraphQLSchema, what: string): Complete {
  const message = `${what} cannot be represented as ${type.name}.`;
  if (isEnumType(type)) {
    const shown = new Set(type.getValues().map((it) => it.name));
    const full = fullSchema.getType(type.name);
    const hidden = new Set(isEnumType(full) ? full.getValues().map((it) => it.name) : []);
    return (value, shaping, place) => {
      if (value === null || value === undefined) return null;
      if (shown.has(value as string)) return value;
      return hidden.has(value as string) ? null : flaw(shaping, place, message);
    };
  }
  if (type.name === 'ID' && isScalarType(type)) {
    return (value, shaping, place) => {
      if (typeof value === 'string') return value;
      if (value === null || value === undefined) return null;
      return Number.isInteger(value) ? String(value) : flaw(shaping, place, message);
    };
  }
  const takes = BUILT_IN[type.name];
  if (!takes) return (value) => (value === undefined ? null : value);
  return (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    return takes(value) ? value : flaw(shaping, place, message);
  };
}
