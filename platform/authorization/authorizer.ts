import { getVariableValues, type DocumentNode, type GraphQLError } from 'graphql';
import type { Viewer } from '../identity/viewer.ts';
import type { Access } from './access.ts';
import { Completion, type Completed, type Data } from './completion.ts';
import { cut, type CutOperation } from './cut.ts';
import { deniedErrors } from './denials.ts';
import { brings, givenValue } from './inputs.ts';
import { grantedPolicies, type PolicyOptions } from './policies.ts';
import { requirementsOf, type RequiringOperation } from './requirements.ts';
import { holds, policiesOf } from './rules.ts';

/** How many forms of one operation are kept, each for viewers who lack the same. */
const MOST_FORMS = 16;
const NO_POLICIES: ReadonlySet<string> = new Set();
const NOTHING: readonly number[] = [];

type Variables = Readonly<Record<string, unknown>>;

/** An answer after what was denied was put into it. */
export interface AuthorizedAnswer {
  readonly data: Data | null;
  readonly errors: readonly GraphQLError[];
}

/**
 * Says which operations may be executed as they are, and what remains of the others. What an operation
 * requires is found once for each document; a request costs as many decisions as there are different rules.
 */
export class Authorizer {
  readonly #access: Access;
  readonly #policies: PolicyOptions;
  readonly #known = new WeakMap<DocumentNode, Map<string, GuardedOperation | undefined>>();

  constructor(access: Access, policies: PolicyOptions) {
    this.#access = access;
    this.#policies = policies;
  }

  /** The operation of a valid document; undefined where it has none of that name. */
  operation(document: DocumentNode, operationName: string | null | undefined): GuardedOperation | undefined {
    let operations = this.#known.get(document);
    if (!operations) this.#known.set(document, (operations = new Map()));
    const name = operationName ?? '';
    if (operations.has(name)) return operations.get(name);
    const required = requirementsOf(document, operationName, this.#access);
    const operation = required && new GuardedOperation(required, this.#access, this.#policies);
    operations.set(name, operation);
    return operation;
  }
}

/** An operation and what it requires. */
export class GuardedOperation {
  readonly #operation: RequiringOperation;
  readonly #access: Access;
  readonly #options: PolicyOptions;
  readonly #policies: readonly string[];
  /** By what is denied. */
  readonly #forms = new Map<string, RestrictedOperation>();

  constructor(operation: RequiringOperation, access: Access, options: PolicyOptions) {
    this.#operation = operation;
    this.#access = access;
    this.#options = options;
    this.#policies = policiesOf(operation.requirements.map((it) => it.rule));
  }

  /** Whether it requires nothing of anybody. */
  get isOpen(): boolean {
    return this.#operation.requirements.length === 0;
  }

  /**
   * What remains of the operation for a viewer; undefined where all of it does. At once, unless a policy takes
   * its time.
   */
  restrictionFor(
    viewer: Viewer,
    variables: Variables,
  ): RestrictedOperation | undefined | Promise<RestrictedOperation | undefined> {
    if (this.#policies.length === 0) return this.#form(this.#denied(viewer, variables, NO_POLICIES));
    const granted = grantedPolicies(this.#policies, viewer, this.#options);
    return granted instanceof Promise
      ? granted.then((it) => this.#form(this.#denied(viewer, variables, it)))
      : this.#form(this.#denied(viewer, variables, granted));
  }

  #denied(viewer: Viewer, variables: Variables, granted: ReadonlySet<string>): readonly number[] {
    const { requirements, definition } = this.#operation;
    let denied: number[] | undefined;
    for (let place = 0; place < requirements.length; place++) {
      const { rule, input } = requirements[place] as (typeof requirements)[number];
      if (holds(rule, viewer, granted)) continue;
      if (input && !brings(givenValue(input.variable, definition, variables), input.type, input.wanted))
        continue;
      (denied ??= []).push(place);
    }
    return denied ?? NOTHING;
  }

  #form(denied: readonly number[]): RestrictedOperation | undefined {
    if (denied.length === 0) return undefined;
    const key = denied.join();
    let form = this.#forms.get(key);
    if (form) {
      this.#forms.delete(key);
    } else {
      form = new RestrictedOperation(
        this.#operation,
        cut(this.#operation, denied, this.#access),
        this.#access,
      );
      const [oldest] = this.#forms.keys();
      if (this.#forms.size >= MOST_FORMS && oldest !== undefined) this.#forms.delete(oldest);
    }
    this.#forms.set(key, form);
    return form;
  }
}

/** What remains of an operation for those who lack something of what it requires. */
export class RestrictedOperation {
  readonly #operation: RequiringOperation;
  readonly #cut: CutOperation;
  readonly #access: Access;

  constructor(operation: RequiringOperation, cutOperation: CutOperation, access: Access) {
    this.#operation = operation;
    this.#cut = cutOperation;
    this.#access = access;
  }

  /** To be executed in its place. */
  get document(): DocumentNode {
    return this.#cut.document;
  }

  /** Whether nothing remains, so that nothing is to be executed. */
  get isEmpty(): boolean {
    return this.#cut.isEmpty;
  }

  /**
   * What is denied, an error for each path that the operation names.
   * @returns undefined where the variables cannot be taken, which is for whoever executes it to say.
   */
  refusals(viewer: Viewer, variables: Variables): readonly GraphQLError[] | undefined {
    const completion = this.#completion(variables);
    return completion && this.#errors(completion.foreseen(), viewer);
  }

  /** The answer where it {@link isEmpty}; undefined where the variables cannot be taken. */
  answer(viewer: Viewer, variables: Variables): AuthorizedAnswer | undefined {
    const completed = this.#completion(variables)?.withoutData();
    return completed && this.#answered(completed, viewer);
  }

  /** The answer to the whole operation, from the data that were answered to what remains of it. */
  complete(data: Data, viewer: Viewer, variables: Variables): AuthorizedAnswer {
    const completed = this.#completion(variables)?.complete(data);
    return completed ? this.#answered(completed, viewer) : { data: null, errors: [] };
  }

  #completion(variables: Variables): Completion | undefined {
    const { variableDefinitions = [] } = this.#operation.definition;
    const { coerced } = getVariableValues(this.#access.schema, variableDefinitions, { ...variables });
    return coerced && new Completion(this.#operation, this.#cut, this.#access, coerced);
  }

  #answered({ data, denials }: Completed, viewer: Viewer): AuthorizedAnswer {
    return { data, errors: this.#errors(denials, viewer) };
  }

  #errors(denials: Completed['denials'], viewer: Viewer): GraphQLError[] {
    return deniedErrors(denials, this.#operation.requirements, viewer);
  }
}
