import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  getNamedType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldOf, type Access } from './access.ts';
import type { CutOperation } from './cut.ts';
import type { RequiringOperation } from './requirements.ts';

/** Something that was denied, where it would stand in the answer. */
export interface Denial {
  /** What it is called in a sentence: `Contract.audit`. */
  readonly what: string;
  readonly path: readonly (string | number)[];
  /** The first rule that does not hold, as a place in the requirements. */
  readonly requirement: number;
}

export type Data = Record<string, unknown>;

/** An answer with nulls where something was denied. */
export interface Completed {
  readonly data: Data | null;
  readonly denials: readonly Denial[];
}

/** How many denials of one answer are said one by one. */
export const MOST_DENIALS = 1_000;

/** Stands for a null that goes up to the next place that may be null. */
const NULLED: unique symbol = Symbol('nulled');

interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** Why something is denied: a place in the requirements; undefined where it is not. */
type Reason = number | undefined;

/** A selection set, with the reason where it stands below something denied. */
interface Asked {
  readonly set: SelectionSetNode;
  readonly denied: Reason;
}

interface AskedField {
  readonly node: FieldNode;
  readonly type: GraphQLCompositeType;
  readonly denied: Reason;
}

/** Puts what was denied of one execution back into its answer: as null, by the order of the operation. */
export class Completion {
  readonly denials: Denial[] = [];
  readonly #operation: RequiringOperation;
  readonly #cut: CutOperation;
  readonly #access: Access;
  readonly #variables: Record<string, unknown>;

  /** @param variables coerced, for `@skip` and `@include`. */
  constructor(
    operation: RequiringOperation,
    cutOperation: CutOperation,
    access: Access,
    variables: Readonly<Record<string, unknown>>,
  ) {
    this.#operation = operation;
    this.#cut = cutOperation;
    this.#access = access;
    this.#variables = variables;
  }

  /** The answer to the operation as the client wrote it, from the answer to what remained of it. */
  complete(data: Data): Completed {
    const { definition, root } = this.#operation;
    const completed = isObjectType(root)
      ? this.#object(root, [{ set: definition.selectionSet, denied: undefined }], data, undefined)
      : NULLED;
    return { data: completed === NULLED ? null : (completed as Data), denials: this.denials };
  }

  /** The answer where nothing is executed: every field of the root is null, wherever below it was denied. */
  withoutData(): Completed {
    const { definition, root } = this.#operation;
    const sets = [{ set: definition.selectionSet, denied: undefined }];
    this.#foresee(root, sets, undefined);
    const fields = [...this.#collected(root, sets, (it) => it === root.name)];
    const mayBeNull = fields.every(([, [first]]) => {
      const field = first && fieldOf(first.type, first.node.name.value);
      return field !== undefined && !isNonNullType(field.type);
    });
    return {
      data: mayBeNull ? Object.fromEntries(fields.map(([key]) => [key, null])) : null,
      denials: this.denials,
    };
  }

  /** What is denied, by the paths that the operation names; lists count as one. */
  foreseen(): readonly Denial[] {
    const { definition, root } = this.#operation;
    this.#foresee(root, [{ set: definition.selectionSet, denied: undefined }], undefined);
    return this.denials;
  }

  #object(
    type: GraphQLObjectType,
    sets: readonly Asked[],
    value: Data,
    place: Place | undefined,
  ): Data | typeof NULLED {
    const completed: Data = {};
    let isNulled = false;
    const fields = this.#collected(type, sets, (it) => this.#applies(it, type));
    for (const [key, asked] of fields) {
      const [first] = asked as [AskedField];
      const field = fieldOf(type, first.node.name.value);
      const one = field ? this.#field(field.type, key, asked, value, place) : value[key];
      if (one === NULLED) isNulled = true;
      else set(completed, key, one);
    }
    return isNulled ? NULLED : completed;
  }

  #field(
    type: GraphQLOutputType,
    key: string,
    asked: readonly AskedField[],
    value: Data,
    above: Place | undefined,
  ): unknown {
    const place = { above, key };
    if (asked.every((it) => it.denied !== undefined)) {
      this.#deny(asked, place);
      return isNonNullType(type) ? NULLED : null;
    }
    const sets = asked.flatMap(({ node, denied }) =>
      node.selectionSet ? [{ set: node.selectionSet, denied }] : [],
    );
    if (!sets.some((it) => it.denied !== undefined || this.#cut.isTouched(it.set))) return value[key];
    return this.#value(type, sets, value[key], place);
  }

  #value(type: GraphQLOutputType, sets: readonly Asked[], value: unknown, place: Place): unknown {
    if (isNonNullType(type)) return this.#nullable(type.ofType, sets, value, place);
    const completed = this.#nullable(type, sets, value, place);
    return completed === NULLED ? null : completed;
  }

  #nullable(type: GraphQLOutputType, sets: readonly Asked[], value: unknown, place: Place): unknown {
    if (value === null || value === undefined) return value;
    if (isListType(type)) {
      if (!Array.isArray(value)) return NULLED;
      const elements = value.map((it: unknown, key) =>
        this.#value(type.ofType as GraphQLOutputType, sets, it, { above: place, key }),
      );
      return elements.includes(NULLED) ? NULLED : elements;
    }
    if (typeof value !== 'object') return NULLED;
    const object = value as Data;
    if (isObjectType(type)) return this.#object(type, sets, object, place);
    const concrete = this.#access.schema.getType(String(object[this.#cut.typenameKey]));
    if (!isObjectType(concrete)) return NULLED;
    const requirement = this.#cut.reasonOfType(concrete.name);
    if (requirement === undefined) return this.#object(concrete, sets, object, place);
    this.#report('This object', place, requirement);
    return NULLED;
  }

  #foresee(type: GraphQLCompositeType, sets: readonly Asked[], above: Place | undefined): void {
    for (const [key, asked] of this.#collected(type, sets, () => true)) {
      if (this.denials.length >= MOST_DENIALS) return;
      const place = { above, key };
      if (asked.every((it) => it.denied !== undefined)) {
        this.#deny(asked, place);
        continue;
      }
      const [first] = asked as [AskedField];
      const field = fieldOf(first.type, first.node.name.value);
      const below = field && getNamedType(field.type);
      if (!isCompositeType(below)) continue;
      const touched = asked.flatMap(({ node, denied }) =>
        node.selectionSet && this.#cut.isTouched(node.selectionSet)
          ? [{ set: node.selectionSet, denied }]
          : [],
      );
      if (touched.length > 0) this.#foresee(below, touched, place);
    }
  }

  /** The fields of an object by their names in the answer. What is allowed comes before what is denied. */
  #collected(
    type: GraphQLCompositeType,
    sets: readonly Asked[],
    applies: (condition: string) => boolean,
  ): Map<string, AskedField[]> {
    const fields = new Map<string, AskedField[]>();
    const spread = new Set<string>();
    const collect = (asked: Asked, parent: GraphQLCompositeType): void => {
      for (const selection of asked.set.selections) {
        if (!this.#included(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          const denied = asked.denied ?? this.#cut.reason(selection);
          const known = fields.get(key);
          const field = { node: selection, type: parent, denied };
          if (known) known.push(field);
          else fields.set(key, [field]);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : this.#operation.fragments.get(selection.name.value);
        if (!fragment) continue;
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue;
          spread.add(selection.name.value);
        }
        const condition = fragment.typeCondition?.name.value;
        if (condition !== undefined && !applies(condition)) continue;
        const narrowed = condition === undefined ? parent : this.#access.schema.getType(condition);
        if (isCompositeType(narrowed)) collect({ ...asked, set: fragment.selectionSet }, narrowed);
      }
    };
    for (const it of allowedFirst(sets)) collect(it, type);
    return fields;
  }

  #included({ directives }: SelectionNode): boolean {
    if (!directives || directives.length === 0) return true;
    const node = { directives };
    if (getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.['if'] !== false;
  }

  #applies(condition: string, type: GraphQLObjectType): boolean {
    if (condition === type.name) return true;
    const conditioned = this.#access.schema.getType(condition);
    return isAbstractType(conditioned) && this.#access.schema.isSubType(conditioned, type);
  }

  #deny([first]: readonly AskedField[], place: Place): void {
    if (first?.denied === undefined) return;
    this.#report(`${first.type.name}.${first.node.name.value}`, place, first.denied);
  }

  #report(what: string, place: Place, requirement: number): void {
    if (this.denials.length >= MOST_DENIALS) return;
    const path: (string | number)[] = [];
    for (let at: Place | undefined = place; at; at = at.above) path.push(at.key);
    this.denials.push({ what, path: path.toReversed(), requirement });
  }
}

function allowedFirst(sets: readonly Asked[]): readonly Asked[] {
  const isAllowed = ({ denied }: Asked) => denied === undefined;
  return sets.every(isAllowed) ? sets : [...sets.filter(isAllowed), ...sets.filter((it) => !isAllowed(it))];
}

/** Also a client's `__proto__` is a field of its own. */
function set(data: Data, key: string, value: unknown): void {
  if (key !== '__proto__') data[key] = value;
  else Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
}
