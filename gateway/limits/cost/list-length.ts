import { Kind, type FieldNode, type GraphQLField, type ValueNode } from 'graphql';
import { badValue, overLimit } from '../refusals.ts';
import { formula, type Amount, type Variables } from './amount.ts';
import type { ListSize } from './cost-schema.ts';

/** What the length of lists goes by, beside the schema. */
export interface LengthLimits {
  /** How many rows a page may be asked to hold. */
  readonly page: number;
  /** How long a list is where the schema does not say it. */
  readonly assumedList: number;
}

/** An argument that says how many rows a list has. */
interface Slicing {
  readonly name: string;
  /** What was given; undefined where nothing was, or null. */
  readonly given: (variables: Variables) => unknown;
  readonly usesVariable: boolean;
  /** What the schema says where nothing is given. */
  readonly fallback: unknown;
}

/**
 * How long a list is by its field's `@listSize`: as the largest of its slicing arguments says, one that is not
 * given having its default; as the schema assumes where none is given; by the configuration where it does not
 * say that either (sections 8.1, 8.2, 8.4 and 9.2.4 of the specification). Slicing arguments are held to the
 * size of a page, whatever the operation costs.
 * @throws PublicError (LIMIT_EXCEEDED or BAD_USER_INPUT), here or when the length is worked out, where one is
 * negative or too large, or where exactly one has to be given and is not.
 */
export function listLength(
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  size: ListSize | undefined,
  limits: LengthLimits,
): Amount {
  const assumed = size?.assumedSize ?? limits.assumedList;
  if (!size || size.slicingArguments.length === 0) return assumed;
  const slicing = size.slicingArguments.map((name) => slicingArgument(node, definition, name));
  const length = (variables: Variables): number => {
    let given = 0;
    let longest: number | undefined;
    for (const it of slicing) {
      const value = it.given(variables);
      if (value !== undefined) given++;
      const rows = value ?? it.fallback;
      // What is no number is for the engine to refuse.
      if (typeof rows !== 'number') continue;
      if (value !== undefined) checkPage(it.name, rows, limits.page);
      longest = Math.max(longest ?? 0, rows);
    }
    const isOne = given === 1 || (given === 0 && longest !== undefined);
    if (size.requireOneSlicingArgument && !isOne) throw notOne(node, size.slicingArguments, given);
    return longest ?? assumed;
  };
  return slicing.some((it) => it.usesVariable) ? formula([], length) : length(() => undefined);
}

function slicingArgument(node: FieldNode, definition: GraphQLField<unknown, unknown>, name: string): Slicing {
  const value = node.arguments?.find((it) => it.name.value === name)?.value;
  const fallback = definition.args.find((it) => it.name === name)?.defaultValue;
  if (value?.kind === Kind.VARIABLE) {
    const variable = value.name.value;
    // A variable that is absent leaves the argument out; null takes the place of its default.
    return { name, given: (variables) => variables(variable) ?? undefined, usesVariable: true, fallback };
  }
  const written = numberIn(value);
  return { name, given: () => written, usesVariable: false, fallback: value ? undefined : fallback };
}

function numberIn(value: ValueNode | undefined): number | undefined {
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}

function checkPage(argument: string, rows: number, page: number): void {
  if (rows < 0) throw badValue(argument, `a whole number from 0 to ${page}`, rows);
  if (rows > page) {
    throw overLimit({
      what: `The page that "${argument}" asks for is too large`,
      limit: page,
      came: rows,
      advice: 'Ask for a smaller page, and for the next one by the cursor of its last row.',
    });
  }
}

function notOne(node: FieldNode, names: readonly string[], given: number): Error {
  const came = given === 0 ? 'none' : `${given} of them`;
  return badValue(node.name.value, `exactly one of the arguments ${names.join(', ')}`, came);
}
