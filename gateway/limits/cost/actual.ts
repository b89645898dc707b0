import {
  isCompositeType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { CodeWriter, property } from '../../engine/compiled/code/code-writer.ts';
import { collectFields, selectionsOf, type Collecting } from '../../engine/compiled/output/fields.ts';
import { largest, type Amount, type Variables } from './amount.ts';
import type { CostSchema } from './cost-schema.ts';
import type { FieldCosts } from './field-cost.ts';

/** What the objects of a place in an answer cost. */
interface Place {
  readonly weight: number;
  readonly fields: readonly AnsweredField[];
}

interface AnsweredField {
  readonly key: string;
  readonly own: Amount;
  /** What each value weighs, where it is none that has fields. */
  readonly leaf: number;
  readonly place: Place | undefined;
}

/** Works out what an answer cost. */
export type ActualCost = (data: unknown, variables: Variables) => number;

/**
 * What an operation cost, by its answer: the specification's Query Response Analysis (section 5.1.3). Lists
 * are as long as they came, and what is null has nothing below it. An answer does not say which type its
 * objects are of: where types weigh differently, the heaviest counts. It is compiled, like the operation: every answer
 * is walked through once more for it.
 */
export function actualCost(
  root: GraphQLObjectType,
  set: SelectionSetNode,
  context: Collecting,
  costs: CostSchema,
  fields: FieldCosts,
): ActualCost {
  const code = new CodeWriter();
  return code.build(costsAt(new Places(context, costs, fields).of(root, [set]), code, new Map()));
}

/** What is asked under one response name, whichever types it is asked of. */
interface Merged {
  own: Amount;
  leaf: number;
  readonly given: Map<string, GraphQLCompositeType>;
  readonly sets: Set<SelectionSetNode>;
}

class Places {
  readonly #context: Collecting;
  readonly #costs: CostSchema;
  readonly #fields: FieldCosts;
  /** By type and selections: where a name gives several types, each has the selections of all. */
  readonly #known = new Map<string, Place>();
  readonly #ids = new Map<SelectionSetNode, number>();

  constructor(context: Collecting, costs: CostSchema, fields: FieldCosts) {
    this.#context = context;
    this.#costs = costs;
    this.#fields = fields;
  }

  of(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Place {
    const key = `${type.name} ${sets.map((it) => this.#idOf(it)).join()}`;
    const known = this.#known.get(key);
    if (known) return known;
    const fields = [...this.#merged(type, sets)].flatMap(([name, it]) => this.#field(name, it));
    const place = { weight: this.#costs.typeWeight(type), fields };
    this.#known.set(key, place);
    return place;
  }

  #merged(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, Merged> {
    const merged = new Map<string, Merged>();
    for (const possible of this.#costs.possibleTypes(type)) {
      for (const [key, nodes] of collectFields(possible, sets, this.#context)) {
        const [node] = nodes;
        const cost = node && this.#fields.of(possible, node, undefined);
        if (!cost) continue;
        const { own, given } = cost;
        const field = merged.get(key) ?? { own: 0, leaf: 0, given: new Map(), sets: new Set() };
        merged.set(key, field);
        field.own = largest([field.own, own]);
        if (isCompositeType(given)) field.given.set(given.name, given);
        else field.leaf = Math.max(field.leaf, this.#costs.typeWeight(given));
        for (const it of selectionsOf(nodes)) field.sets.add(it);
      }
    }
    return merged;
  }

  #field(key: string, { own, leaf, given, sets }: Merged): AnsweredField[] {
    const place = together([...given.values()].map((it) => this.of(it, [...sets])));
    return own === 0 && leaf === 0 && !place ? [] : [{ key, own, leaf, place }];
  }

  #idOf(set: SelectionSetNode): number {
    let id = this.#ids.get(set);
    if (id === undefined) this.#ids.set(set, (id = this.#ids.size));
    return id;
  }
}

/** Fields of one response name may give different types, where no object has both. */
function together(places: readonly Place[]): Place | undefined {
  const [first, ...others] = places;
  if (!first || others.length === 0) return first;
  const keys = new Set<string>();
  return {
    weight: Math.max(...places.map((it) => it.weight)),
    fields: places.flatMap((it) => it.fields).filter(({ key }) => !keys.has(key) && keys.add(key)),
  };
}

/** Writes the function that gives what a value at a place costs; gives its name. */
function costsAt(place: Place, code: CodeWriter, known: Map<Place, string>): string {
  const before = known.get(place);
  if (before) return before;
  const written = code.function('value, variables', (name) => {
    const fields = place.fields.map(
      (it) =>
        `given = value${property(it.key)}; if (given !== undefined) total += ${costOf(it, code, known)};`,
    );
    return `if (typeof value !== "object" || value === null) return 0;
      let total = 0, given;
      if (${code.use(Array.isArray)}(value)) {
        for (let index = 0; index < value.length; index++) {
          given = value[index];
          total += ${costOfValue(place, name, code)};
        }
        return total;
      }
      total = ${place.weight};
      ${fields.join('\n')}
      return total;`;
  });
  known.set(place, written);
  return written;
}

/** Writes what `given`, the value of a field, costs. */
function costOf({ own, leaf, place }: AnsweredField, code: CodeWriter, known: Map<Place, string>): string {
  const itself = typeof own === 'number' ? `${own}` : `${code.use(own)}.of(variables)`;
  if (place) return `${itself} + ${costOfValue(place, costsAt(place, code, known), code)}`;
  return leaf === 0 ? itself : `${itself} + ${leaf} * ${code.use(valuesIn)}(given)`;
}

/** Writes what `given` costs at a place of which `name` is the function: most objects have none below them that cost. */
function costOfValue({ weight, fields }: Place, name: string, code: CodeWriter): string {
  const called = `${name}(given, variables)`;
  if (fields.length > 0) return called;
  const isObject = `typeof given === "object" && given !== null && !${code.use(Array.isArray)}(given)`;
  return `(${isObject} ? ${weight} : ${called})`;
}

function valuesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, it) => total + valuesIn(it), 0);
  return value === null ? 0 : 1;
}
