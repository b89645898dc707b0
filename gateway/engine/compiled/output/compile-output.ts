import {
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isNullableType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { abstract } from './abstract.ts';
import {
  collectFields,
  keyOf,
  selectionsOf,
  tellsTypesApart,
  type FieldsType,
  type OutputContext,
} from './fields.ts';
import { anyValue, constant, leaf } from './leaf.ts';
import { object, type OutputField } from './object.ts';
import type { Shaper } from './shaping.ts';
import { list, nonNull } from './wrappers.ts';

/** Compiles what turns the merged data into the client's answer. */
export function compileOutput(context: OutputContext): Shaper {
  const { rootType, definition } = context.operation;
  return new OutputCompiler(context).object(rootType, [definition.selectionSet]);
}

/** The key in the merged data under which the answer to an introspection field stands. */
export function introspectedKey(name: string): string {
  return `introspected ${name}`;
}

class OutputCompiler {
  readonly #context: OutputContext;

  constructor(context: OutputContext) {
    this.#context = context;
  }

  object(type: FieldsType, sets: readonly SelectionSetNode[]): Shaper {
    const fields = [...collectFields(type, sets, this.#context)].map(([name, nodes]) =>
      this.#field(type, name, nodes),
    );
    return object(fields, `${type.name} is no object.`);
  }

  #field(type: FieldsType, name: string, nodes: readonly FieldNode[]): OutputField {
    const [node] = nodes as readonly [FieldNode];
    if (node.name.value === '__typename') {
      return { name, from: '__typename', mayBeNull: false, shaper: constant(type.name) };
    }
    if (node.name.value.startsWith('__')) {
      return { name, from: introspectedKey(name), mayBeNull: true, shaper: anyValue };
    }
    const field = type.getFields()[node.name.value] as GraphQLField<unknown, unknown>;
    return {
      name,
      from: keyOf(type, node, this.#context),
      mayBeNull: isNullableType(field.type),
      shaper: this.#value(field.type, nodes, `${type.name}.${field.name}`),
    };
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], what: string): Shaper {
    if (isNonNullType(type)) {
      const message = `Cannot return null for non-nullable field ${what}.`;
      return nonNull(this.#value(type.ofType, nodes, what), message);
    }
    if (isListType(type)) {
      return list(this.#value(type.ofType, nodes, what), isNullableType(type.ofType), `${what} is no list.`);
    }
    if (!isCompositeType(type)) return leaf(type, this.#context.model.fullSchema, what);
    const sets = selectionsOf(nodes);
    return isObjectType(type) ? this.object(type, sets) : this.#abstract(type, sets, what);
  }

  #abstract(type: GraphQLAbstractType, sets: readonly SelectionSetNode[], what: string): Shaper {
    const { apiSchema, fullSchema } = this.#context.model;
    const possible = new Map(
      apiSchema.getPossibleTypes(type).map((it) => [it.name, this.#later(it, sets)] as const),
    );
    const sameForAll = isInterfaceType(type) && !tellsTypesApart(type, sets, this.#context);
    return abstract({
      ofType: (typename) => possible.get(typename)?.(),
      isHidden: (typename) => isObjectType(fullSchema.getType(typename)) && !apiSchema.getType(typename),
      ofAnyType: sameForAll ? this.object(type, sets) : undefined,
      message: `The type of ${what} could not be learnt.`,
    });
  }

  /** Compiles at the first use: most types of an abstract field never come up. */
  #later(type: FieldsType, sets: readonly SelectionSetNode[]): () => Shaper {
    let shaper: Shaper | undefined;
    return () => (shaper ??= this.object(type, sets));
  }
}

/** Whether `type` can hide objects from clients: some of its types are not theirs. */
export function hasHiddenTypes(context: Pick<OutputContext, 'model'>, typeName: string): boolean {
  const { apiSchema, fullSchema } = context.model;
  const shown = apiSchema.getType(typeName);
  const full = fullSchema.getType(typeName);
  return (
    isAbstractType(shown) &&
    isAbstractType(full) &&
    fullSchema.getPossibleTypes(full).length > apiSchema.getPossibleTypes(shown).length
  );
}
