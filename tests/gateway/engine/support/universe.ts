import { createHash } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { FieldFacts, SubgraphFacts } from './subgraph-facts.ts';

/** An object of the universe: its type and a name that nothing else of that type has. */
export interface Thing {
  readonly type: string;
  readonly id: string;
}

/** How many entities there are of each type. */
const ENTITIES = 3;

/**
 * A value for every field of every object of a supergraph, the same whoever is asked for it: what subgraphs
 * answer from, and one server beside them.
 */
export class Universe {
  readonly #schema: GraphQLSchema;
  readonly #subgraphs: readonly SubgraphFacts[];
  readonly #schemas: ReadonlyMap<string, GraphQLSchema>;
  readonly #shown: GraphQLSchema;
  /** Names of fields that nobody can give at the moment. */
  readonly broken = new Set<string>();
  readonly #seed: string;

  /** @param schema everything that subgraphs have together. @param shown what clients see. */
  constructor(
    schema: GraphQLSchema,
    shown: GraphQLSchema,
    subgraphs: readonly SubgraphFacts[],
    schemas: ReadonlyMap<string, GraphQLSchema>,
    seed: string,
  ) {
    this.#schema = schema;
    this.#shown = shown;
    this.#subgraphs = subgraphs;
    this.#schemas = schemas;
    this.#seed = seed;
  }

  /** The entity that a representation stands for. */
  find(representation: Readonly<Record<string, unknown>>, key: SelectionSetNode): Thing | undefined {
    return this.#things(String(representation['__typename'])).find((it) =>
      this.#matches(it, representation, key),
    );
  }

  /**
   * The value of a field.
   * @param required what the field requires, as it was given or as it is; undefined where nothing.
   */
  value(of: Thing, name: string, args: Readonly<Record<string, unknown>>, required?: unknown): unknown {
    const field = this.#field(of, name);
    if (this.broken.has(name)) throw new Error(`${name} is broken`);
    // Arguments that clients do not see have their defaults in subgraphs alone.
    const known = (fieldOf(this.#shown, of.type, name) ?? field).args;
    const given = Object.fromEntries(
      known.flatMap((it) => (it.name in args ? [[it.name, args[it.name]]] : [])),
    );
    const isKey = this.#isKey(of.type, name);
    const seed = isKey ? name : `${name} ${stable(given)} ${required === undefined ? '' : stable(required)}`;
    return this.#of(field.type, of, name, seed, isKey);
  }

  /** What a selection set selects of a thing, as it is. */
  select(of: Thing, { selections }: SelectionSetNode): Record<string, unknown> {
    const selected: Record<string, unknown> = {};
    for (const it of selections) {
      if (it.kind === Kind.INLINE_FRAGMENT) {
        const condition = it.typeCondition?.name.value ?? of.type;
        if (this.#isOf(of.type, condition)) merge(selected, this.select(of, it.selectionSet));
      } else if (it.kind === Kind.FIELD && it.name.value !== '__typename') {
        const args = Object.fromEntries(
          (it.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)]),
        );
        const value = this.value(
          of,
          it.name.value,
          { ...this.#defaults(of, it.name.value), ...args },
          this.requiredBy(of, it.name.value),
        );
        const set = it.selectionSet;
        merge(selected, { [it.name.value]: set ? mapThings(value, (one) => this.select(one, set)) : value });
      }
    }
    return selected;
  }

  /** What a field requires, as it is; undefined where nothing. */
  requiredBy(of: Thing, name: string): unknown {
    const requires = this.#facts(of.type, name).flatMap((it) => it.requires ?? [])[0];
    return requires && this.select(of, requires);
  }

  #defaults(of: Thing, name: string): Record<string, unknown> {
    return Object.fromEntries(
      this.#field(of, name).args.flatMap((it) =>
        it.defaultValue === undefined ? [] : [[it.name, it.defaultValue]],
      ),
    );
  }

  #of(type: GraphQLOutputType, of: Thing, name: string, seed: string, isKey: boolean): unknown {
    const drawn = hash(`${this.#seed} ${of.type} ${of.id} ${seed}`);
    if (!isNonNullType(type) && !isKey && drawn % 11 === 0) return null;
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const length = isKey ? 1 + (drawn % 2) : (drawn >> 4) % 4 === 0 ? 0 : 1 + (drawn % 2);
      return Array.from({ length }, (_, index) =>
        this.#of(nullable.ofType, of, name, `${seed} ${index}`, isKey),
      );
    }
    const named = getNamedType(nullable);
    if (isCompositeType(named)) return this.#thing(named.name, of, name, seed, isKey ? undefined : drawn);
    if (isEnumType(named)) return this.#enumValue(named.name, drawn);
    const text = isKey ? `${of.type}-${of.id}-${seed}` : `${of.type}.${of.id}.${seed}`;
    if (named.name === 'Int') return isKey ? hash(text) : drawn % 1000;
    if (named.name === 'Float') return (isKey ? hash(text) : drawn % 1000) / 8;
    if (named.name === 'Boolean') return drawn % 2 === 0;
    return text;
  }

  #thing(declared: string, of: Thing, name: string, seed: string, drawn: number | undefined): Thing | null {
    const types = this.#typesOf(declared, of.type, name);
    const type = types[(drawn ?? hash(of.type + name)) % types.length];
    if (type === undefined) return null;
    // There is one root, whatever leads back to it.
    if (type === this.#schema.getQueryType()?.name) return { type, id: '' };
    if (!this.#isEntity(type)) return { type, id: `${of.type}(${of.id}).${seed}` };
    // Keys lead to the entity of the same number, so that no two have the same.
    const number = drawn === undefined ? Number(/^\d+/.exec(of.id)?.[0] ?? 0) : drawn;
    return { type, id: String(number % ENTITIES) };
  }

  /** Types that every subgraph which gives the field knows to be possible there. */
  #typesOf(declared: string, parent: string, name: string): string[] {
    const possible = this.#possible(this.#schema, declared).filter((it) => this.#shown.getType(it));
    const givers = this.#subgraphs.filter((it) => fieldsOf(it, this.#schema, parent, name).length > 0);
    return possible.filter((type) =>
      givers.every(({ name: giver }) => {
        const schema = this.#schemas.get(giver);
        const there = schema?.getType(declared);
        // An interface object stands for any of its types.
        if (isObjectType(there) && there.name !== type) return true;
        return schema !== undefined && this.#possible(schema, declared).includes(type);
      }),
    );
  }

  #possible(schema: GraphQLSchema, name: string): string[] {
    const type = schema.getType(name);
    if (isAbstractType(type)) return schema.getPossibleTypes(type).map((it) => it.name);
    return isObjectType(type) ? [name] : [];
  }

  #enumValue(name: string, drawn: number): string | null {
    const schemas = [this.#schema, this.#shown, ...this.#schemas.values()];
    const all = schemas.flatMap((it) => {
      const type = it.getType(name);
      return isEnumType(type) ? [type.getValues().map((one) => one.name)] : [];
    });
    const values = (all[0] ?? []).filter((it) => all.every((one) => one.includes(it)));
    return values[drawn % values.length] ?? null;
  }

  #things(name: string): Thing[] {
    return this.#possible(this.#schema, name).flatMap((type) =>
      Array.from({ length: ENTITIES }, (_, index) => ({ type, id: String(index) })),
    );
  }

  #matches(thing: Thing, given: unknown, key: SelectionSetNode): boolean {
    return stable(this.select(thing, key)) === stable(only(given, key));
  }

  #isOf(type: string, condition: string): boolean {
    return type === condition || this.#possible(this.#schema, condition).includes(type);
  }

  #isEntity(type: string): boolean {
    return this.#subgraphs.some((it) =>
      [type, ...interfacesOf(this.#schema, type)].some((one) => (it.types.get(one)?.keys.length ?? 0) > 0),
    );
  }

  #isKey(type: string, name: string): boolean {
    const names = [type, ...interfacesOf(this.#schema, type)];
    return this.#subgraphs.some((it) => names.some((one) => it.keyFields.has(`${one}.${name}`)));
  }

  #facts(type: string, name: string): FieldFacts[] {
    return this.#subgraphs.flatMap((it) => fieldsOf(it, this.#schema, type, name));
  }

  #field({ type: name }: Thing, field: string): GraphQLField<unknown, unknown> {
    const found = fieldOf(this.#schema, name, field);
    if (!found) throw new Error(`${name} has no field ${field}`);
    return found;
  }
}

function fieldOf(
  schema: GraphQLSchema,
  name: string,
  field: string,
): GraphQLField<unknown, unknown> | undefined {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields()[field] : undefined;
}

/** Applies `map` to a thing, or to every thing in lists of them. */
function mapThings<Value>(value: unknown, map: (thing: Thing) => Value): unknown {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map((it) => mapThings(it, map)) : map(value as Thing);
}

/** What a value has of a selection set, without what it has beside that. */
export function only(value: unknown, set: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((it) => only(it, set));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  const keep = ({ selections }: SelectionSetNode) => {
    for (const it of selections) {
      if (it.kind === Kind.INLINE_FRAGMENT) keep(it.selectionSet);
      if (it.kind !== Kind.FIELD || it.name.value === '__typename') continue;
      const found = (value as Record<string, unknown>)[it.name.value];
      if (found === undefined) continue;
      merge(kept, { [it.name.value]: it.selectionSet ? only(found, it.selectionSet) : found });
    }
  };
  keep(set);
  return kept;
}

function merge(into: Record<string, unknown>, from: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(from)) {
    const known = into[key];
    if (Array.isArray(known) && Array.isArray(value)) {
      known.forEach((it, index) => isObject(it) && isObject(value[index]) && merge(it, value[index]));
    } else if (isObject(known) && isObject(value)) merge(known, value);
    else into[key] = value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(subgraph: SubgraphFacts, schema: GraphQLSchema, type: string, field: string): FieldFacts[] {
  return [type, ...interfacesOf(schema, type)].flatMap((it) => {
    const facts = subgraph.types.get(it);
    if (!facts || (it !== type && !facts.isInterfaceObject)) return [];
    return facts.fields.get(field) ?? [];
  });
}

function interfacesOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getInterfaces().map((it) => it.name) : [];
}

/** A text that equal values have in common, in whatever order their keys come. */
export function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((it) => stable(it)).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, it]) => `${key}:${stable(it)}`).join()}}`;
}

function hash(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE() % 2 ** 31;
}
