/** The variables of a request, as they came; what is absent has its operation's default. */
export type Variables = (name: string) => unknown;

/** A number that hangs on variables. */
export interface Formula {
  readonly of: (variables: Variables) => number;
  /** How many steps it takes. */
  readonly steps: number;
}

/** A number that is known, or hangs on variables. */
export type Amount = number | Formula;

/** What an amount is for these variables. */
export function valueOf(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount.of(variables);
}

export function sum(amounts: readonly Amount[]): Amount {
  let known = 0;
  const formulas: Formula[] = [];
  for (const it of amounts) {
    if (typeof it === 'number') known += it;
    else formulas.push(it);
  }
  if (formulas.length === 0) return known;
  return formula(formulas, (variables) => formulas.reduce((total, it) => total + it.of(variables), known));
}

export function product(one: Amount, other: Amount): Amount {
  if (typeof one === 'number' && typeof other === 'number') return one * other;
  if (one === 0 || other === 0) return 0;
  const formulas = [one, other].filter((it) => typeof it !== 'number');
  return formula(formulas, (variables) => valueOf(one, variables) * valueOf(other, variables));
}

/** The largest of them; 0 of none. Equal ones count as one. */
export function largest(amounts: readonly Amount[]): Amount {
  const different = [...new Set(amounts)];
  const [first = 0] = different;
  if (different.length <= 1) return first;
  const formulas = different.filter((it) => typeof it !== 'number');
  const known = Math.max(...different.filter((it) => typeof it === 'number'));
  if (formulas.length === 0) return known;
  return formula(formulas, (variables) => Math.max(known, ...formulas.map((it) => it.of(variables))));
}

/** A number that is worked out from variables. */
export function formula(parts: readonly Formula[], of: (variables: Variables) => number): Formula {
  return { of, steps: parts.reduce((steps, it) => steps + it.steps, 1) };
}
