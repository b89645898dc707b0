import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldOf, type Access } from './access.ts';
import type { RequiringOperation } from './requirements.ts';

/** An operation without what is denied. */
export interface CutOperation {
  readonly document: DocumentNode;
  /** Under which name objects say their type, where that has to be known. */
  readonly typenameKey: string;
  /** Whether nothing remains that the client asked for. */
  readonly isEmpty: boolean;
  /** Why a field is denied: a place in the requirements; undefined where it is not. */
  reason(field: FieldNode): number | undefined;
  /** Why objects of the type are; undefined where they are not. */
  reasonOfType(typename: string): number | undefined;
  /** Whether anything in the set, however deep, is denied. */
  isTouched(set: SelectionSetNode): boolean;
}

/** Takes out of an operation all that depends on one of the `denied` requirements. */
export function cut(operation: RequiringOperation, denied: readonly number[], access: Access): CutOperation {
  return new Cutter(operation, new Set(denied), access).cut();
}

class Cutter {
  readonly #operation: RequiringOperation;
  readonly #denied: ReadonlySet<number>;
  readonly #access: Access;
  readonly #typenameKey: string;
  readonly #touched = new Set<SelectionSetNode>();
  readonly #fragments = new Map<string, FragmentDefinitionNode | undefined>();
  #remains = false;

  constructor(operation: RequiringOperation, denied: ReadonlySet<number>, access: Access) {
    this.#operation = operation;
    this.#denied = denied;
    this.#access = access;
    this.#typenameKey = unusedName(operation);
  }

  cut(): CutOperation {
    const { definition, root, ofField, ofType } = this.#operation;
    const set = this.#set(definition.selectionSet, root);
    const reason = (places: readonly number[] | undefined) => places?.find((it) => this.#denied.has(it));
    const isMutation = definition.operation === 'mutation';
    const hasRoot = set.selections.length > 0;
    const selectionSet = hasRoot ? set : { ...set, selections: [this.#typename()] };
    const fragments = [...this.#fragments.values()].filter((it) => it !== undefined);
    const definitions: DefinitionNode[] = [{ ...definition, selectionSet }, ...fragments];
    return {
      document: { kind: Kind.DOCUMENT, definitions },
      typenameKey: this.#typenameKey,
      // A mutation that may be made is made, even if nothing of what it gives may be seen.
      isEmpty: isMutation ? !hasRoot : !this.#remains,
      reason: (field) => reason(ofField.get(field)),
      reasonOfType: (typename) => reason(ofType.get(typename)),
      isTouched: (it) => this.#touched.has(it),
    };
  }

  #set(set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode {
    const selections = set.selections.flatMap((it) => this.#selection(it, type));
    const isSame = selections.every((it, index) => it === set.selections[index]);
    if (isSame && selections.length === set.selections.length && !this.#spreadsTouched(selections))
      return set;
    this.#touched.add(set);
    return { ...set, selections };
  }

  #selection(selection: SelectionNode, type: GraphQLCompositeType): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return this.#field(selection, type);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const selectionSet = this.#set(selection.selectionSet, this.#narrowed(selection.typeCondition, type));
      if (selectionSet === selection.selectionSet) return [selection];
      return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
    }
    return this.#fragment(selection.name.value, type) ? [selection] : [];
  }

  #field(node: FieldNode, type: GraphQLCompositeType): FieldNode[] {
    const places = this.#operation.ofField.get(node);
    if (places?.some((it) => this.#denied.has(it))) return [];
    if (!node.selectionSet) {
      this.#remains = true;
      return [node];
    }
    const field = fieldOf(type, node.name.value);
    const given = field && getNamedType(field.type);
    if (!isCompositeType(given)) {
      // Introspection.
      this.#remains = true;
      return [node];
    }
    const set = this.#set(node.selectionSet, given);
    const tellsType = isAbstractType(given) && (set !== node.selectionSet || this.#hasDeniedTypes(given));
    if (set === node.selectionSet && !tellsType) return [node];
    this.#touched.add(node.selectionSet);
    const selections =
      tellsType || set.selections.length === 0 ? [this.#typename(), ...set.selections] : set.selections;
    return [{ ...node, selectionSet: { ...set, selections } }];
  }

  /** The definition without what is denied; undefined where nothing of it remains. */
  #fragment(name: string, type: GraphQLCompositeType): FragmentDefinitionNode | undefined {
    if (this.#fragments.has(name)) return this.#fragments.get(name);
    const fragment = this.#operation.fragments.get(name);
    if (!fragment) return undefined;
    const selectionSet = this.#set(fragment.selectionSet, this.#narrowed(fragment.typeCondition, type));
    const remaining = selectionSet.selections.length > 0 ? { ...fragment, selectionSet } : undefined;
    this.#fragments.set(name, remaining);
    return remaining;
  }

  #spreadsTouched(selections: readonly SelectionNode[]): boolean {
    return selections.some((it) => {
      const fragment = it.kind === Kind.FRAGMENT_SPREAD && this.#operation.fragments.get(it.name.value);
      return fragment && this.#touched.has(fragment.selectionSet);
    });
  }

  #hasDeniedTypes(type: GraphQLCompositeType): boolean {
    if (!isAbstractType(type)) return false;
    return this.#access.schema
      .getPossibleTypes(type)
      .some((it) => this.#operation.ofType.get(it.name)?.some((place) => this.#denied.has(place)));
  }

  #narrowed(
    condition: { readonly name: { readonly value: string } } | undefined,
    type: GraphQLCompositeType,
  ): GraphQLCompositeType {
    const named = condition && this.#access.schema.getType(condition.name.value);
    return isCompositeType(named) ? named : type;
  }

  #typename(): FieldNode {
    return {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: this.#typenameKey },
      name: { kind: Kind.NAME, value: '__typename' },
    };
  }
}

/** A name that nothing is answered under. */
function unusedName({ definition, fragments }: RequiringOperation): string {
  const used = new Set<string>();
  for (const node of [definition, ...fragments.values()]) {
    visit(node, { Field: ({ alias, name }) => void used.add((alias ?? name).value) });
  }
  let name = 'typeOfThis';
  while (used.has(name)) name += '_';
  return name;
}
