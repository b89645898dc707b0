import {
  Kind,
  parseType,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
  type UnionTypeDefinitionNode,
} from 'graphql';
import { contextArgumentsOf, type ContextArgument } from './contexts.ts';
import { applications } from './directives.ts';
import { fieldSet } from './field-set.ts';

type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** What a subgraph requires of an object to resolve a field. */
export interface Requirement {
  /** The type that the requirement is written for: an interface where that is an interface object. */
  readonly type: string;
  readonly selections: SelectionSetNode;
}

/**
 * Required objects under names that no client gives: what fails below the client's own is no matter of the
 * requirement, nor the other way round.
 */
function apart({ kind, selections }: SelectionSetNode): SelectionSetNode {
  return {
    kind,
    selections: selections.map((it) => {
      if (it.kind === Kind.FRAGMENT_SPREAD || !it.selectionSet) return it;
      const selectionSet = apart(it.selectionSet);
      if (it.kind === Kind.INLINE_FRAGMENT) return { ...it, selectionSet };
      return { ...it, alias: { kind: Kind.NAME, value: `_required_${it.name.value}` }, selectionSet };
    }),
  };
}

/** Arguments of `@join__field` without which a subgraph gives a field to everybody. */
const NOT_GIVEN = ['external', 'usedOverridden', 'requires', 'contextArguments'] as const;

/** What the supergraph says of who knows and resolves what: `@join__type` and `@join__field`. */
export class Ownership {
  readonly #definitions: ReadonlyMap<string, FieldsDefinition>;
  readonly #unions: ReadonlyMap<string, UnionTypeDefinitionNode>;
  readonly #graphs: ReadonlyMap<string, string>;

  /** @param graphs names of subgraphs by the name of their value in `join__Graph`. */
  constructor(document: DocumentNode, graphs: ReadonlyMap<string, string>) {
    this.#graphs = graphs;
    this.#definitions = new Map(
      document.definitions.flatMap((it) =>
        it.kind === Kind.OBJECT_TYPE_DEFINITION || it.kind === Kind.INTERFACE_TYPE_DEFINITION
          ? [[it.name.value, it] as const]
          : [],
      ),
    );
    this.#unions = new Map(
      document.definitions.flatMap((it) =>
        it.kind === Kind.UNION_TYPE_DEFINITION ? [[it.name.value, it] as const] : [],
      ),
    );
  }

  isKnownTo(subgraph: string, typeName: string): boolean {
    const definition = this.#definitions.get(typeName);
    return definition !== undefined && this.#joined(definition, subgraph).length > 0;
  }

  keyFields(subgraph: string, typeName: string): ReadonlySet<string> {
    return new Set(
      this.#withInterfaces(typeName)
        .flatMap((it) => this.#joined(it, subgraph))
        .flatMap((it) => (typeof it['key'] === 'string' ? fieldSet(it['key']).selections : []))
        .flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : [])),
    );
  }

  resolvableKey(subgraph: string, typeName: string): SelectionSetNode | undefined {
    const definition = this.#definitions.get(typeName);
    const keys = (definition ? this.#joined(definition, subgraph) : [])
      .filter((it) => typeof it['key'] === 'string' && it['resolvable'] !== false)
      .map((it) => String(it['key']))
      .sort((a, b) => a.length - b.length);
    return keys[0] === undefined ? undefined : fieldSet(keys[0]);
  }

  requirement(subgraph: string, typeName: string, field: string): SelectionSetNode | undefined {
    const definition = this.#definitions.get(typeName);
    return (
      definition && this.#requirementsOn(definition, field, (graph) => graph === subgraph)[0]?.selections
    );
  }

  requirements(typeName: string, field: string): readonly Requirement[] {
    return this.#withInterfaces(typeName).flatMap((it) =>
      this.#requirementsOn(it, field, (graph) =>
        it.name.value === typeName ? true : this.isInterfaceObject(graph, it.name.value),
      ),
    );
  }

  /** Whether `subgraph` gives the field to whoever comes to the object there. */
  resolves(subgraph: string, typeName: string, field: string): boolean {
    const definition = this.#definitions.get(typeName);
    const written = definition?.fields?.find((it) => it.name.value === field);
    if (!definition || !written) return false;
    const joined = applications(written, 'join__field');
    if (joined.length === 0) return this.#joined(definition, subgraph).length > 0;
    return joined.some(
      (it) =>
        this.#graphs.get(String(it['graph'])) === subgraph &&
        NOT_GIVEN.every((one) => it[one] === undefined || it[one] === false),
    );
  }

  /** Whether `subgraph` has the field only to name it: it is another's, and given where it is provided. */
  isExternal(subgraph: string, typeName: string, field: string): boolean {
    return this.#joinedField(subgraph, typeName, field).some((it) => it['external'] === true);
  }

  /** What `subgraph` gives of other subgraphs' fields below a field. */
  provides(subgraph: string, typeName: string, field: string): SelectionSetNode | undefined {
    const [provided] = this.#joinedField(subgraph, typeName, field).flatMap((it) => it['provides'] ?? []);
    return typeof provided === 'string' ? fieldSet(provided) : undefined;
  }

  #joinedField(subgraph: string, typeName: string, field: string): Record<string, unknown>[] {
    const written = this.#definitions.get(typeName)?.fields?.find((it) => it.name.value === field);
    return (written ? applications(written, 'join__field') : []).filter(
      (it) => this.#graphs.get(String(it['graph'])) === subgraph,
    );
  }

  unsharedMembers(subgraph: string, typeName: string, field: string): readonly string[] {
    const members = this.#membersGiven(subgraph, typeName, field);
    if (members.length === 0) return [];
    const others = [...this.#graphs.values()].filter(
      (it) => it !== subgraph && this.resolves(it, typeName, field),
    );
    const theirs = others.map((it) => this.#membersGiven(it, typeName, field));
    return members.filter((it) => !theirs.every((one) => one.includes(it)));
  }

  /** Members of the union that a field is of, as `subgraph` knows it; nothing for fields of other types. */
  #membersGiven(subgraph: string, typeName: string, field: string): string[] {
    const written = this.#definitions.get(typeName)?.fields?.find((it) => it.name.value === field);
    const union = written && this.#unions.get(namedType(written.type));
    if (!written || !union) return [];
    const own = applications(written, 'join__field').find(
      (it) => this.#graphs.get(String(it['graph'])) === subgraph && typeof it['type'] === 'string',
    );
    // A subgraph may give the field as one of the members.
    const type = own && namedType(parseType(String(own['type'])));
    if (type !== undefined && type !== union.name.value) return [type];
    return applications(union, 'join__unionMember').flatMap((it) =>
      this.#graphs.get(String(it['graph'])) === subgraph ? [String(it['member'])] : [],
    );
  }

  contextArguments(typeName: string, field: string): readonly ContextArgument[] {
    const written = this.#definitions.get(typeName)?.fields?.find((it) => it.name.value === field);
    return written ? applications(written, 'join__field').flatMap((it) => contextArgumentsOf(it)) : [];
  }

  #requirementsOn(
    definition: FieldsDefinition,
    field: string,
    by: (subgraph: string) => boolean,
  ): Requirement[] {
    const written = definition.fields?.find((it) => it.name.value === field);
    return (written ? applications(written, 'join__field') : []).flatMap((it) => {
      const subgraph = this.#graphs.get(String(it['graph']));
      if (subgraph === undefined || typeof it['requires'] !== 'string' || !by(subgraph)) return [];
      return [{ type: definition.name.value, selections: apart(fieldSet(it['requires'])) }];
    });
  }

  isInterfaceObject(subgraph: string, typeName: string): boolean {
    const definition = this.#definitions.get(typeName);
    if (!definition) return false;
    return this.#joined(definition, subgraph).some((it) => it['isInterfaceObject'] === true);
  }

  #joined(definition: FieldsDefinition, subgraph: string): Record<string, unknown>[] {
    return applications(definition, 'join__type').filter(
      (it) => this.#graphs.get(String(it['graph'])) === subgraph,
    );
  }

  #withInterfaces(typeName: string): FieldsDefinition[] {
    const definition = this.#definitions.get(typeName);
    if (!definition) return [];
    const interfaces = (definition.interfaces ?? []).flatMap(
      (it) => this.#definitions.get(it.name.value) ?? [],
    );
    return [definition, ...interfaces];
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
