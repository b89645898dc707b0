import { BREAK, Kind, visit, type ASTNode, type DirectiveNode, type ValueNode } from 'graphql';

/** The values of an operation's boolean variables that `@skip` and `@include` read. */
export type Conditions = Readonly<Record<string, boolean>>;

const CONDITIONAL: ReadonlySet<string> = new Set(['skip', 'include']);

/** Names of the variables that decide what of `nodes` is asked for at all. */
export function conditionVariables(nodes: readonly ASTNode[]): string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    visit(node, {
      Directive(directive) {
        const value = CONDITIONAL.has(directive.name.value) ? condition(directive) : undefined;
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
        return false;
      },
    });
  }
  return [...names].sort();
}

/** Whether a selection with these directives takes part in the operation. */
export function included(
  { directives }: { readonly directives?: readonly DirectiveNode[] | undefined },
  conditions: Conditions,
): boolean {
  if (!directives || directives.length === 0) return true;
  return directives.every((it) => {
    if (!CONDITIONAL.has(it.name.value)) return true;
    return truth(condition(it), conditions) === (it.name.value === 'include');
  });
}

/** Names of the variables that `nodes` use. */
export function variablesIn(nodes: readonly ASTNode[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { Variable: (it) => void names.add(it.name.value) });
  return names;
}

/** Whether `node` uses a variable at all. */
export function usesVariables(node: ASTNode): boolean {
  let uses = false;
  visit(node, {
    Variable() {
      uses = true;
      return BREAK;
    },
  });
  return uses;
}

function condition(directive: DirectiveNode): ValueNode | undefined {
  return directive.arguments?.find((it) => it.name.value === 'if')?.value;
}

function truth(value: ValueNode | undefined, conditions: Conditions): boolean {
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE && conditions[value.name.value] === true;
}
