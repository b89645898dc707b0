import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isIntrospectionType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { applications, type Directed } from '../../engine/compiled/supergraph/directives.ts';
import { featuresOf } from '../../engine/compiled/supergraph/features.ts';
import { introspectedListSizes } from './introspected-lists.ts';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize?: number | undefined;
  readonly slicingArguments: readonly string[];
  /** Fields of what the field gives whose lists are as long; empty where it is the field's own list. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** A name that no directive has. */
const NOT_LINKED = '';

/**
 * The weights and list sizes that a supergraph gives its types and fields, by `@cost` and `@listSize` as
 * Federation composes them from the subgraphs. The defaults are those of IBM's specification, section 7.1:
 * 1 for composite types and for fields and arguments of them, else 0.
 */
export class CostSchema {
  readonly #schema: GraphQLSchema;
  /** By coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
  readonly #weights = new Map<string, number>();
  readonly #listSizes = new Map<string, ListSize>();
  readonly #introspected: ReadonlyMap<string, number>;
  readonly #typeWeights = new Map<string, number>();

  /** @param schema what clients see. */
  constructor(supergraphSdl: string, schema: GraphQLSchema) {
    this.#schema = schema;
    this.#introspected = introspectedListSizes(schema);
    this.#read(supergraphSdl);
  }

  /** What an object, or a value, of a type weighs: of an abstract type, the heaviest that it may be. */
  typeWeight(type: GraphQLNamedType): number {
    let weight = this.#typeWeights.get(type.name);
    if (weight === undefined) {
      weight = isAbstractType(type)
        ? Math.max(0, ...this.#schema.getPossibleTypes(type).map((it) => this.typeWeight(it)))
        : (this.#weights.get(type.name) ?? (isCompositeType(type) || isInputObjectType(type) ? 1 : 0));
      this.#typeWeights.set(type.name, weight);
    }
    return weight;
  }

  /** What a field of an object weighs, its arguments aside. */
  fieldWeight(type: GraphQLObjectType, name: string, given: GraphQLNamedType): number {
    return this.#weights.get(`${type.name}.${name}`) ?? (isCompositeType(given) ? 1 : 0);
  }

  argumentWeight(type: GraphQLObjectType, field: string, { name, type: given }: GraphQLArgument): number {
    return this.#weights.get(`${type.name}.${field}(${name}:)`) ?? defaultOfInput(getNamedType(given));
  }

  inputFieldWeight(type: GraphQLInputObjectType, { name, type: given }: GraphQLInputField): number {
    return this.#weights.get(`${type.name}.${name}`) ?? defaultOfInput(getNamedType(given));
  }

  /** How long the lists of a field are: its own, or that of an interface's field that it implements. */
  listSize(type: GraphQLObjectType, name: string): ListSize | undefined {
    const own = this.#listSizes.get(`${type.name}.${name}`);
    if (own || isIntrospectionType(type)) return own ?? this.#ofIntrospection(`${type.name}.${name}`);
    const declaring = type.getInterfaces().find((it) => this.#listSizes.has(`${it.name}.${name}`));
    return declaring && this.#listSizes.get(`${declaring.name}.${name}`);
  }

  /** The types that an object of a type may be of. */
  possibleTypes(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
  }

  #ofIntrospection(field: string): ListSize | undefined {
    const assumedSize = this.#introspected.get(field);
    return assumedSize === undefined
      ? undefined
      : { assumedSize, slicingArguments: [], sizedFields: [], requireOneSlicingArgument: false };
  }

  #read(sdl: string): void {
    const document = parse(sdl, { noLocation: true });
    const features = featuresOf(document);
    const cost = features.directive('cost') ?? NOT_LINKED;
    const listSize = features.directive('cost', 'listSize') ?? NOT_LINKED;
    const weigh = (coordinate: string, node: Directed): void => {
      const [weight] = applications(node, cost);
      if (weight) this.#weights.set(coordinate, Number(weight['weight']));
    };
    for (const it of document.definitions) {
      if (!('name' in it) || !it.name || !('directives' in it)) continue;
      const { value: type } = it.name;
      weigh(type, it as { directives?: readonly ConstDirectiveNode[] });
      if (!('fields' in it)) continue;
      for (const field of it.fields ?? []) {
        const coordinate = `${type}.${field.name.value}`;
        weigh(coordinate, field);
        if (field.kind !== Kind.FIELD_DEFINITION) continue;
        const [size] = applications(field, listSize);
        if (size) this.#listSizes.set(coordinate, listSizeOf(size));
        for (const argument of field.arguments ?? [])
          weigh(`${coordinate}(${argument.name.value}:)`, argument);
      }
    }
  }
}

function defaultOfInput(type: GraphQLNamedType): number {
  return isInputObjectType(type) ? 1 : 0;
}

function listSizeOf(said: Readonly<Record<string, unknown>>): ListSize {
  return {
    assumedSize: typeof said['assumedSize'] === 'number' ? said['assumedSize'] : undefined,
    slicingArguments: (said['slicingArguments'] ?? []) as readonly string[],
    sizedFields: (said['sizedFields'] ?? []) as readonly string[],
    requireOneSlicingArgument: said['requireOneSlicingArgument'] !== false,
  };
}
