import { isEnumType, type GraphQLEnumType, type GraphQLLeafType, type GraphQLSchema } from 'graphql';
import { isWritable } from '../depth.ts';
import { flaw, flawed, NULLED, type Shaper } from './shaping.ts';

const SMALLEST_INT = -(2 ** 31);
const LARGEST_INT = 2 ** 31 - 1;

/** Gives the client's value, or {@link NULLED} for one that the type does not take. */
type Take = (value: unknown) => unknown;

interface Leaf {
  readonly take: Take;
  /**
   * Writes a test of an expression, which most values that the type takes pass, as they are. It stands in the code of
   * an operation itself: the machine inlines only so many calls into a function, and not the same ones each time.
   */
  readonly isPlain: (value: string) => string;
}

const isOfType = (type: string) => (value: string) => `typeof ${value} === "${type}"`;

/** What JSON values the built-in scalars take; subgraphs have coerced results before. */
const BUILT_IN: Readonly<Record<string, Leaf>> = {
  Int: {
    take: (it) =>
      typeof it === 'number' && Number.isInteger(it) && it >= SMALLEST_INT && it <= LARGEST_INT
        ? it
        : nullOf(it),
    isPlain: (value) => `typeof ${value} === "number" && (${value} | 0) === ${value}`,
  },
  Float: { take: (it) => (typeof it === 'number' ? it : nullOf(it)), isPlain: isOfType('number') },
  String: { take: (it) => (typeof it === 'string' ? it : nullOf(it)), isPlain: isOfType('string') },
  Boolean: { take: (it) => (typeof it === 'boolean' ? it : nullOf(it)), isPlain: isOfType('boolean') },
  ID: {
    take: (it) => (typeof it === 'string' ? it : Number.isInteger(it) ? String(it) : nullOf(it)),
    isPlain: isOfType('string'),
  },
};

/**
 * Compiles a scalar or an enum. Values of the scalars that a schema defines pass as the subgraph gave them.
 * A value of an enum that clients do not see becomes null without a word; one that no subgraph defines is
 * an error, as is a value that a built-in scalar does not take.
 * @param fullSchema the schema with what clients do not see.
 */
export function leaf(type: GraphQLLeafType, fullSchema: GraphQLSchema, what: string): Shaper {
  const message = `${what} cannot be represented as ${type.name}.`;
  const kind = isEnumType(type)
    ? { take: enumValues(type, fullSchema), isPlain: undefined }
    : BUILT_IN[type.name];
  if (!kind) return custom(message);
  const { take, isPlain } = kind;
  const whole = (value: unknown): unknown => {
    const taken = take(value);
    return taken === NULLED ? flawed() : taken;
  };
  return {
    complete(value, shaping, place) {
      const taken = take(value);
      return taken === NULLED ? flaw(shaping, place, message) : taken;
    },
    write(value, code) {
      const called = `${code.use(whole)}(${value})`;
      return isPlain ? `(${isPlain(value)} ? ${value} : ${called})` : called;
    },
  };
}

/** Takes a value of a scalar that a schema defines as it is. */
function custom(message: string): Shaper {
  const whole = (value: unknown): unknown => {
    if (typeof value === 'object' && !isWritable(value)) return flawed();
    return present(value);
  };
  return {
    complete: (value, shaping, place) => (isWritable(value) ? present(value) : flaw(shaping, place, message)),
    write: (value, code) => `(typeof ${value} === "string" ? ${value} : ${code.use(whole)}(${value}))`,
  };
}

/** Takes every value as it is. */
export const anyValue: Shaper = {
  complete: present,
  write: (value, code) => `${code.use(present)}(${value})`,
};

/** Gives `text` whatever the value is. */
export function constant(text: string): Shaper {
  return { complete: () => text, write: () => JSON.stringify(text) };
}

/** Null for what is absent; anything else is no value of the type. */
function nullOf(value: unknown): null | typeof NULLED {
  return value === null || value === undefined ? null : NULLED;
}

function present(value: unknown): unknown {
  return value === undefined ? null : value;
}

function enumValues(type: GraphQLEnumType, fullSchema: GraphQLSchema): Take {
  const shown = new Set<unknown>(type.getValues().map((it) => it.name));
  const full = fullSchema.getType(type.name);
  const all = new Set<unknown>(isEnumType(full) ? full.getValues().map((it) => it.name) : []);
  return (value) => {
    if (shown.has(value)) return value;
    return all.has(value) ? null : nullOf(value);
  };
}
