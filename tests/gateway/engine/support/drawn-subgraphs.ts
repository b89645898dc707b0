import fc, { type GeneratorValue } from 'fast-check';

const ENTITIES = ['Apple', 'Birch', 'Cedar'];
const SUBGRAPHS = ['north', 'east', 'south', 'west'];
const KEYS = ['id', 'id', 'sku', 'id sku', 'at { x }', 'sku at { x }'];
const KEY_FIELDS: Readonly<Record<string, string>> = { id: 'ID!', sku: 'String!', at: 'Spot!' };
const SCALARS = ['String', 'Int', 'Float', 'Boolean!', 'String!', '[Int]', '[[String!]]', 'Kind', '[Kind!]'];
const WRAPPED = ['T', 'T', 'T!', '[T]', '[T!]!', '[[T]]'];
const SHARED = `
  enum Kind { ROUND FLAT }
  type Spot @shareable { x: Int! y: String }
  type Note @shareable { text(upper: Boolean = false): String size: Int kind: Kind }
`;

interface DrawnType {
  readonly kind: 'type' | 'interface';
  readonly keys: Set<string>;
  readonly interfaces: Set<string>;
  readonly fields: Map<string, string>;
  isInterfaceObject: boolean;
}

/** The SDL of each subgraph, by its name. */
export type DrawnSubgraphs = Readonly<Record<string, { readonly typeDefs: string }>>;

/** A field that one subgraph gives, which others can require, provide and take over. */
interface Given {
  readonly subgraph: DrawnSubgraph;
  readonly entity: string;
  readonly name: string;
  readonly type: string;
  readonly args: string;
}

/** One subgraph while it is drawn. */
class DrawnSubgraph {
  readonly types = new Map<string, DrawnType>();
  readonly unions = new Map<string, Set<string>>();
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  type(name: string, kind: DrawnType['kind'] = 'type'): DrawnType {
    const known = this.types.get(name) ?? {
      kind,
      keys: new Set<string>(),
      interfaces: new Set<string>(),
      fields: new Map<string, string>(),
      isInterfaceObject: false,
    };
    this.types.set(name, known);
    return known;
  }

  /** Makes an entity known by a key. */
  entity(name: string, key: string): DrawnType {
    const type = this.type(name);
    type.keys.add(key);
    for (const [field, of] of Object.entries(KEY_FIELDS)) {
      if (key.split(' ').includes(field)) type.fields.set(field, of);
    }
    return type;
  }

  write(): string {
    const types = [...this.types].map(([name, { kind, keys, interfaces, fields, isInterfaceObject }]) => {
      const implementing = interfaces.size > 0 ? ` implements ${[...interfaces].join(' & ')}` : '';
      const directives = [...keys].map((it) => ` @key(fields: "${it}")`).join('');
      const body = [...fields].map(([field, rest]) => `  ${field}${/^[(@]/.test(rest) ? rest : `: ${rest}`}`);
      return `${kind} ${name}${implementing}${directives}${isInterfaceObject ? ' @interfaceObject' : ''} {\n${body.join('\n')}\n}`;
    });
    const unions = [...this.unions].map(([name, members]) => `union ${name} = ${[...members].join(' | ')}`);
    return [SHARED, ...types, ...unions].join('\n');
  }
}

/**
 * Draws subgraphs of one federation: entities with several kinds of keys, interfaces and unions that each
 * subgraph knows other members of, interface objects, and fields that require, provide, override and hide. Not
 * every drawing composes.
 */
export function drawSubgraphs(g: GeneratorValue): {
  readonly subgraphs: DrawnSubgraphs;
  /** Names of fields on which no other depends. */
  readonly breakable: readonly string[];
} {
  const drawing = new Drawing(g);
  return { subgraphs: drawing.subgraphs(), breakable: drawing.breakable() };
}

class Drawing {
  readonly #g: GeneratorValue;
  readonly #all: DrawnSubgraph[];
  readonly #given: Given[] = [];
  readonly #labelled: boolean;
  readonly #needed = new Set<string>();
  #fields = 0;

  constructor(g: GeneratorValue) {
    this.#g = g;
    this.#labelled = this.#chance(50);
    this.#all = SUBGRAPHS.slice(0, this.#number(2, SUBGRAPHS.length)).map((it) => new DrawnSubgraph(it));
  }

  subgraphs(): DrawnSubgraphs {
    for (const entity of ENTITIES) this.#drawEntity(entity);
    if (this.#chance(60)) this.#drawInterfaceObject();
    for (const it of this.#all) this.#drawAbstract(it);
    for (const it of this.#all) this.#drawFields(it);
    for (let count = this.#number(0, 4); count > 0; count--) this.#drawRequirement();
    for (let count = this.#number(0, 3); count > 0; count--) this.#drawProvision();
    if (this.#chance(40)) this.#drawOverride();
    if (this.#chance(30)) this.#hide();
    for (const it of this.#all) this.#drawRoots(it);
    if (this.#chance(30)) this.#drawWayBack();
    return Object.fromEntries(this.#all.map((it) => [it.name, { typeDefs: it.write() }]));
  }

  breakable(): string[] {
    return this.#given.map((it) => it.name).filter((it) => !this.#needed.has(it));
  }

  #drawEntity(entity: string): void {
    const [home, ...others] = this.#shuffled();
    if (!home) return;
    home.entity(entity, 'id');
    for (let count = this.#number(0, 2); count > 0; count--) home.entity(entity, this.#pick(KEYS));
    for (const it of others) {
      if (!this.#chance(65)) continue;
      // A key that its home lacks leads nowhere, so most others have one that it has.
      it.entity(entity, this.#chance(85) ? this.#pick([...home.type(entity).keys]) : this.#pick(KEYS));
      if (this.#chance(25)) it.entity(entity, this.#pick(KEYS));
    }
  }

  #drawInterfaceObject(): void {
    const [home, other, third] = this.#shuffled();
    const media = home?.type('Media', 'interface');
    if (!home || !media || !other) return;
    media.keys.add('id');
    media.fields.set('id', 'ID!').set('title', 'String');
    for (const name of ['Film', 'Song']) {
      const type = home.entity(name, 'id');
      type.interfaces.add('Media');
      type.fields.set('title', 'String').set(`only${name}`, this.#pick(SCALARS));
      if (third && this.#chance(30)) third.entity(name, 'id').fields.set(`more${name}`, this.#pick(SCALARS));
    }
    for (const it of third && this.#chance(40) ? [other, third] : [other]) {
      if (it.types.has('Film') || it.types.has('Song')) continue;
      const object = it.entity('Media', 'id');
      object.isInterfaceObject = true;
      object.fields.set(`rating${it.name}`, `(of: Int): ${this.#pick(SCALARS)}`);
      if (!this.#chance(50)) continue;
      object.fields
        .set('title', 'String @external')
        .set(`blurb${it.name}`, 'String @requires(fields: "title")');
    }
  }

  #drawAbstract(subgraph: DrawnSubgraph): void {
    const entities = [...subgraph.types].filter(([, it]) => it.kind === 'type' && !it.isInterfaceObject);
    const identified = entities.filter(([name, it]) => it.fields.has('id') && ENTITIES.includes(name));
    if (identified.length > 0 && this.#chance(60)) {
      const node = subgraph.type('Node', 'interface');
      node.fields.set('id', 'ID!');
      if (this.#labelled) node.fields.set('label', 'String');
      for (const [, it] of identified) {
        if (it !== identified[0]?.[1] && this.#chance(30)) continue;
        it.interfaces.add('Node');
        if (this.#labelled) it.fields.set('label', 'String @shareable');
      }
    }
    const members = entities.map(([name]) => name).filter(() => this.#chance(70));
    if (members.length > 0)
      subgraph.unions.set('Any', new Set([...members, ...(this.#chance(40) ? ['Note'] : [])]));
  }

  #drawFields(subgraph: DrawnSubgraph): void {
    for (const [entity, type] of subgraph.types) {
      if (!ENTITIES.includes(entity)) continue;
      for (let count = this.#number(1, 3); count > 0; count--) {
        const name = `f${this.#fields++}`;
        const args = this.#chance(25) ? '(n: Int = 2, kind: Kind)' : '';
        const of = this.#outputType(subgraph);
        type.fields.set(name, args ? `${args}: ${of}` : of);
        this.#given.push({ subgraph, entity, name, type: of, args });
      }
    }
  }

  #outputType(subgraph: DrawnSubgraph): string {
    if (this.#chance(45)) return this.#pick(SCALARS);
    const abstract = [...subgraph.unions.keys(), ...['Node', 'Media'].filter((it) => subgraph.types.has(it))];
    const named = this.#pick([...ENTITIES, 'Note', 'Note', ...abstract, ...abstract]);
    // What only other subgraphs know is referred to by its key.
    if (ENTITIES.includes(named) && !subgraph.types.has(named)) subgraph.entity(named, 'id');
    return this.#pick(WRAPPED).replace('T', named);
  }

  #drawRequirement(): void {
    const required = this.#pick(this.#given.filter((it) => !/Any|Node|Media/.test(it.type)));
    const requiring = this.#others(required);
    if (!required || !requiring) return;
    this.#needed.add(required.name);
    const type = requiring.types.get(required.entity) as DrawnType;
    const args = required.args && this.#chance(70) ? `(n: ${this.#number(1, 9)}, kind: FLAT)` : '';
    const named = /[A-Z]\w+/.exec(required.type)?.[0] ?? '';
    if (ENTITIES.includes(named) && !requiring.types.get(named)?.fields.has('id'))
      requiring.entity(named, 'id');
    const below =
      named === 'Note' ? ' { text(upper: true) size }' : ENTITIES.includes(named) ? ' { id }' : '';
    if (!type.fields.has(required.name)) {
      type.fields.set(
        required.name,
        `${required.args ? `${required.args}: ` : ''}${required.type} @external`,
      );
    }
    const name = `r${this.#fields++}`;
    const of = this.#pick(['String', 'Int', 'Note']);
    type.fields.set(name, `${of} @requires(fields: "${required.name}${args}${below}")`);
    this.#given.push({ subgraph: requiring, entity: required.entity, name, type: of, args: '' });
  }

  #drawProvision(): void {
    const provided = this.#pick(this.#given.filter((it) => SCALARS.includes(it.type) && !it.args));
    const providing = this.#others(provided);
    const owner = provided?.subgraph.types.get(provided.entity);
    if (!provided || !providing || !owner) return;
    const type = providing.types.get(provided.entity) as DrawnType;
    if (type.fields.has(provided.name) || owner.fields.get(provided.name)?.includes('@')) return;
    owner.fields.set(provided.name, `${provided.type} @shareable`);
    type.fields.set(provided.name, `${provided.type} @external`);
    const provides = `@provides(fields: "${provided.name}")`;
    const ways = this.#given.filter(
      (it) => it.subgraph === providing && it.type.includes(provided.entity) && !it.args,
    );
    const way = this.#pick(ways);
    const fields = way && providing.types.get(way.entity)?.fields;
    if (way && fields?.get(way.name) === way.type && this.#chance(60)) {
      fields.set(way.name, `${way.type} ${provides}`);
    } else {
      const name = `providing${provided.entity}${provided.name}`;
      providing.type('Query').fields.set(name, `[${provided.entity}] ${provides}`);
    }
  }

  /** A field that leads back to the root. */
  #drawWayBack(): void {
    const from = this.#pick(this.#given);
    from?.subgraph.types.get(from.entity)?.fields.set('root', this.#pick(WRAPPED).replace('T', 'Query'));
  }

  #drawOverride(): void {
    const taken = this.#pick(this.#given.filter((it) => SCALARS.includes(it.type)));
    const taking = this.#others(taken);
    if (!taken || !taking || taken.subgraph.types.get(taken.entity)?.fields.get(taken.name)?.includes('@'))
      return;
    const type = taking.types.get(taken.entity) as DrawnType;
    if (type.fields.has(taken.name)) return;
    type.fields.set(
      taken.name,
      `${taken.args ? `${taken.args}: ` : ''}${taken.type} @override(from: "${taken.subgraph.name}")`,
    );
  }

  #hide(): void {
    const hidden = this.#pick(this.#given);
    const fields = hidden?.subgraph.types.get(hidden.entity)?.fields;
    const written = hidden && fields?.get(hidden.name);
    if (hidden && written) fields?.set(hidden.name, `${written} @inaccessible`);
  }

  #drawRoots(subgraph: DrawnSubgraph): void {
    const query = subgraph.type('Query');
    const names = [...subgraph.types.keys()].filter((it) => it !== 'Query');
    for (const named of [...names, ...subgraph.unions.keys()]) {
      if (!this.#chance(70)) continue;
      const args = this.#chance(30) ? '(key: ID, kind: Kind = ROUND): ' : '';
      query.fields.set(`${subgraph.name}${named}`, `${args}${this.#pick(WRAPPED).replace('T', named)}`);
    }
    query.fields.set('shared', 'Note @shareable');
  }

  /** Another subgraph that knows the entity of a field. */
  #others(given: Given | undefined): DrawnSubgraph | undefined {
    return given && this.#pick(this.#all.filter((it) => it !== given.subgraph && it.types.has(given.entity)));
  }

  #number(min: number, max: number): number {
    return this.#g(fc.integer, { min, max });
  }

  #chance(percent: number): boolean {
    return this.#number(1, 100) <= percent;
  }

  #pick<Value>(values: readonly Value[]): Value {
    return values[this.#number(0, Math.max(0, values.length - 1))] as Value;
  }

  #shuffled(): DrawnSubgraph[] {
    const start = this.#number(0, this.#all.length - 1);
    return [...this.#all.slice(start), ...this.#all.slice(0, start)];
  }
}
