/** Reads whom a publisher sells to from its statements, of which it may make several. */

/** One statement: the customer tags it names, and those of them that its source does not show. */
export interface CustomerStatement {
  /** Null where the publisher states none. */
  readonly customers: readonly string[] | null;
  readonly verified: boolean;
  readonly unverifiedTags: readonly string[];
}

export interface ReadCustomers {
  readonly customers: readonly { readonly tag: string; readonly verified: boolean }[] | null;
  /** True where no customer fits all statements. */
  readonly contradictory: boolean;
}

/** The tag that admits every customer, and so narrows no other statement. */
const ANY = 'ANY';

/**
 * The customers that every statement admits, each as well attested as the worst of the statements that name
 * it. Statements that share no customer contradict one another; then all that are named are given.
 */
export function admittedByAll(statements: readonly CustomerStatement[]): ReadCustomers {
  const stating = statements.filter((it) => it.customers !== null);
  if (stating.length === 0) return { customers: null, contradictory: false };
  const narrowing = stating.filter((it) => !it.customers?.includes(ANY));
  const named = (narrowing.length > 0 ? narrowing : stating).map((it) => it.customers ?? []);
  const shared = named.reduce((common, tags) => common.filter((tag) => tags.includes(tag)));
  const contradictory = shared.length === 0;
  const tags = [...new Set(contradictory ? named.flat() : shared)].sort();
  const verified = (tag: string) =>
    stating
      .filter((it) => it.customers?.includes(tag))
      .every((it) => it.verified && !it.unverifiedTags.includes(tag));
  return { customers: tags.map((tag) => ({ tag, verified: verified(tag) })), contradictory };
}
