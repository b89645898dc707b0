import { Kind, type VariableDefinitionNode } from 'graphql';

const SMALLEST_INT = -(2 ** 31);
const LARGEST_INT = 2 ** 31 - 1;

/** Which JSON values are plainly of a built-in scalar; what else it takes is for graphql-js to say. */
const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  Int: (it) => Number.isInteger(it) && (it as number) >= SMALLEST_INT && (it as number) <= LARGEST_INT,
  Float: (it) => Number.isFinite(it),
  String: (it) => typeof it === 'string',
  Boolean: (it) => typeof it === 'boolean',
  ID: (it) => typeof it === 'string',
};

/** Whether the values of variables are, as they came, what coercing them would give. */
export type ArePlain = (variables: Readonly<Record<string, unknown>>) => boolean;

/**
 * Whether values need no coercing: what is there is plainly of a built-in scalar, and what is not there needs not be.
 * Most are, and graphql-js would read their types anew for each request.
 */
export function plainVariables(definitions: readonly VariableDefinitionNode[]): ArePlain {
  const checks = definitions.map((it) => ({ name: it.variable.name.value, isPlain: plain(it) }));
  return (variables) =>
    checks.every(({ name, isPlain }) =>
      isPlain(Object.hasOwn(variables, name) ? variables[name] : undefined),
    );
}

/** @returns takes `undefined` for a value that is not there. */
function plain({ type, defaultValue }: VariableDefinitionNode): (value: unknown) => boolean {
  const isRequired = type.kind === Kind.NON_NULL_TYPE;
  const named = isRequired ? type.type : type;
  const takes = named.kind === Kind.NAMED_TYPE ? PLAIN[named.name.value] : undefined;
  const mayBeAbsent = !isRequired && !defaultValue;
  return (value) => {
    if (value === undefined) return mayBeAbsent;
    if (value === null) return !isRequired;
    return takes !== undefined && takes(value);
  };
}
