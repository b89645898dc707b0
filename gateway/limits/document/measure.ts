import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** How much an operation asks for, a fragment counted as often as it is spread. */
export interface OperationMeasure {
  /** Fields at its root. */
  readonly rootFields: number;
  readonly selections: number;
  readonly aliases: number;
  readonly directives: number;
  /** How deep fields nest. */
  readonly depth: number;
}

export interface DocumentMeasure {
  readonly definitions: number;
  /** The longest list that is written in the document. */
  readonly longestList: number;
  readonly operations: readonly OperationMeasure[];
}

interface Measure {
  /** Fields at this level. */
  fields: number;
  selections: number;
  aliases: number;
  directives: number;
  depth: number;
}

const nothing = (): Measure => ({ fields: 0, selections: 0, aliases: 0, directives: 0, depth: 0 });

/**
 * Measures a document. Each fragment is walked once however often it is spread, so that this takes as long as
 * the document is; counts that fragments multiply may be as large as numbers get. A fragment that leads back to
 * itself counts nothing there: validation refuses it.
 */
export function measureDocument({ definitions }: DocumentNode): DocumentMeasure {
  const walk = new Walk(definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION));
  const operations = definitions
    .filter((it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION)
    .map((it) => walk.operation(it));
  walk.unused();
  return { definitions: definitions.length, longestList: walk.longestList, operations };
}

class Walk {
  longestList = 0;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of fragments; undefined while one is being measured. */
  readonly #measured = new Map<string, Measure | undefined>();

  constructor(fragments: readonly FragmentDefinitionNode[]) {
    this.#fragments = new Map(fragments.map((it) => [it.name.value, it]));
  }

  operation({
    selectionSet,
    directives,
    variableDefinitions = [],
  }: OperationDefinitionNode): OperationMeasure {
    const { fields, ...measure } = this.#set(selectionSet);
    measure.directives += this.#directives(directives);
    for (const it of variableDefinitions) {
      measure.directives += this.#directives(it.directives);
      if (it.defaultValue) this.#value(it.defaultValue);
    }
    return { ...measure, rootFields: fields };
  }

  /** Measures what no operation spreads, for its lists. */
  unused(): void {
    for (const name of this.#fragments.keys()) this.#fragment(name);
  }

  #set({ selections }: SelectionSetNode): Measure {
    const measure = nothing();
    for (const selection of selections) {
      measure.directives += this.#directives(selection.directives);
      this.#selection(selection, measure);
    }
    return measure;
  }

  #selection(selection: SelectionNode, measure: Measure): void {
    if (selection.kind !== Kind.FIELD) {
      const spread = selection.kind === Kind.FRAGMENT_SPREAD;
      const inner = spread ? this.#fragment(selection.name.value) : this.#set(selection.selectionSet);
      add(measure, inner);
      measure.fields += inner.fields;
      measure.depth = Math.max(measure.depth, inner.depth);
      return;
    }
    measure.fields++;
    measure.selections++;
    if (selection.alias) measure.aliases++;
    for (const it of selection.arguments ?? []) this.#value(it.value);
    const inner = selection.selectionSet ? this.#set(selection.selectionSet) : undefined;
    if (inner) add(measure, inner);
    measure.depth = Math.max(measure.depth, 1 + (inner?.depth ?? 0));
  }

  #fragment(name: string): Measure {
    const known = this.#measured.get(name);
    const fragment = this.#fragments.get(name);
    if (known || !fragment || this.#measured.has(name)) return known ?? nothing();
    this.#measured.set(name, undefined);
    const measure = this.#set(fragment.selectionSet);
    measure.directives += this.#directives(fragment.directives);
    this.#measured.set(name, measure);
    return measure;
  }

  #directives(directives: readonly DirectiveNode[] = []): number {
    for (const { arguments: given = [] } of directives) for (const it of given) this.#value(it.value);
    return directives.length;
  }

  #value(value: ValueNode): void {
    if (value.kind === Kind.LIST) {
      this.longestList = Math.max(this.longestList, value.values.length);
      for (const it of value.values) this.#value(it);
    } else if (value.kind === Kind.OBJECT) {
      for (const it of value.fields) this.#value(it.value);
    }
  }
}

function add(measure: Measure, inner: Measure): void {
  measure.selections += inner.selections;
  measure.aliases += inner.aliases;
  measure.directives += inner.directives;
}
