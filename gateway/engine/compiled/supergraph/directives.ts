import { Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';

/** A part of a schema that directives can stand on. */
export interface Directed {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** The arguments of every application of `@name` on `node`, as plain values. */
export function applications(node: Directed, name: string): Record<string, unknown>[] {
  return (node.directives ?? [])
    .filter((it) => it.name.value === name)
    .map((it) =>
      Object.fromEntries(
        (it.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      ),
    );
}

/** Whether `@name` stands on `node`. */
export function has(node: Directed, name: string): boolean {
  return (node.directives ?? []).some((it) => it.name.value === name);
}

/** An application of `@name` with string arguments, for schemas that are rewritten. */
export function application(name: string, values: Readonly<Record<string, unknown>>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(values).map(([argument, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument },
      value:
        typeof value === 'boolean'
          ? { kind: Kind.BOOLEAN, value }
          : argument === 'graph'
            ? { kind: Kind.ENUM, value: String(value) }
            : { kind: Kind.STRING, value: String(value) },
    })),
  };
}
