import {
  getNamedType,
  isCompositeType,
  print,
  type DirectiveNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
} from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PassedOn } from '../supergraph/executable-directives.ts';

/**
 * Names under which the engine asks for fields, whatever alias the client gave them. A field without
 * arguments keeps its own name, if no object has that by its nature, which is also what plans call keys and requirements; a field that takes
 * arguments gets a name for each set of them. So a client's aliases and arguments can never collide with
 * what the planner adds (it loses its own `id` where a client writes `id: name`; seen with 0.0.38).
 *
 * The same leaf with the same arguments gets the same name everywhere in an operation, so that it is asked
 * for once. Objects that the client names differently stay apart: what fails below one of them, and makes it
 * null, is not the other's failure. Fields of one name but different types get different names: a subgraph would refuse them under
 * one.
 */
export class ResponseKeys {
  readonly #keys = new Map<string, string>();
  readonly #plain = new Map<string, string>();
  /** Directives of the client that subgraphs are to see, by the name of the field that carries them. */
  readonly directives = new Map<string, readonly DirectiveNode[]>();
  readonly #passedOn: PassedOn;

  constructor(passedOn: PassedOn) {
    this.#passedOn = passedOn;
  }

  /**
   * The name for `node`, a selection of `field` on the root of mutations. What the client names differently is
   * executed each by itself, and what it names alike once.
   */
  ofMutation(field: GraphQLField<unknown, unknown>, node: FieldNode): string {
    const custom = node.directives?.length ? this.#passedOn(node.directives) : [];
    return this.#named(field.name, `mutation ${(node.alias ?? node.name).value}`, custom);
  }

  /** The name for `node`, a selection of `field`. */
  of(field: GraphQLField<unknown, unknown>, node: FieldNode): string {
    const composite = isCompositeType(getNamedType(field.type));
    const shape = shapeOf(field);
    const custom = node.directives?.length ? this.#passedOn(node.directives) : [];
    const renamed = composite && node.alias ? node.alias.value : '';
    if (field.args.length === 0 && custom.length === 0 && !renamed && !isInEveryObject(field.name)) {
      const plain = this.#plain.get(field.name);
      if (plain === undefined) this.#plain.set(field.name, shape);
      if (plain === undefined || plain === shape) return field.name;
    }
    const written = (node.arguments ?? []).map((it) => print(it)).sort();
    const signature = [field.name, shape, renamed, ...written, ...custom.map((it) => print(it))].join('\n');
    return this.#named(field.name, signature, custom);
  }

  #named(field: string, signature: string, custom: readonly DirectiveNode[]): string {
    let key = this.#keys.get(signature);
    if (!key) {
      key = `_${this.#keys.size}_${field}`;
      this.#keys.set(signature, key);
      if (custom.length > 0) this.directives.set(key, custom);
    }
    return key;
  }
}

/** The name that `field` of `type` is asked for under. */
export function fieldKey(
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { model, keys }: { readonly model: SupergraphModel; readonly keys: ResponseKeys },
): string {
  const isMutation = type.name === model.fullSchema.getMutationType()?.name;
  return isMutation ? keys.ofMutation(field, node) : keys.of(field, node);
}

/** Names such as `constructor` are found in objects that nobody put them into. */
function isInEveryObject(name: string): boolean {
  return name in Object.prototype;
}

/** What fields of one response name must have in common. */
function shapeOf(field: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(field.type);
  const written = String(field.type);
  return isCompositeType(named) ? written.replace(named.name, '{}') : written;
}
