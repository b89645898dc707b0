import type {
  FlattenNodePathSegment,
  FetchRewrite,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { SelectionNode, TypeNode } from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import { echo, type Echo } from './echo.ts';
import { flattenPath, pathTo, type FlattenPath, type Place } from './path.ts';
import { representing, type Representation, type Representing } from './representation.ts';
import { applyRewrites, readRewrites, renameInShape, type Rewrite } from './rewrites.ts';
import { isData, type Data, type DataPath } from './run.ts';
import { compileMerge, type Merge } from './merge.ts';
import { setMissingToNull, shapeOf, type Shape } from './shape.ts';

/** One `_entities` field of a fetch as the plan has it. */
export interface PlannedEntities {
  readonly paths: readonly (readonly FlattenNodePathSegment[])[];
  readonly selections: readonly SelectionNode[];
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly FetchRewrite[];
  readonly outputRewrites: readonly FetchRewrite[];
  readonly contexts: readonly PlannedContext[];
  /** Fields that are planned for the same objects have the same source. */
  readonly source?: object;
  /** The fields that this one joins: what is asked for objects of which not all that it requires is known. */
  readonly apart?: readonly PlannedEntities[];
}

/** A variable whose value stands in an object above the entities. */
export interface PlannedContext {
  readonly variable: string;
  readonly type: TypeNode;
  /** How many fields lead from the root to that object. */
  readonly depth: number;
  /** Leads from the object to the value. */
  readonly selections: readonly RequiresSelection[];
}

/** The objects that one `_entities` field is to complete, and what it is asked with. */
export interface Gathered {
  readonly representations: readonly Representation[];
  /** Every object that the paths lead to, in their order; objects can come up more than once. */
  readonly targets: readonly Data[];
  /** For each target the place of its representation; -1 where it has none. */
  readonly places: readonly number[];
  /** Values of the variables that come from above these objects. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** One `_entities` field of a fetch, compiled. */
export class EntityRequest {
  readonly selections: readonly SelectionNode[];
  readonly echo: Echo;
  readonly paths: readonly FlattenPath[];
  readonly contexts: readonly PlannedContext[];
  readonly #model: SupergraphModel;
  readonly #unshare: boolean;
  /** What is asked of the entities, under the names that it is joined under. */
  readonly shape: Shape;
  readonly #merge: Merge;
  readonly #representing: Representing;
  readonly #outputRewrites: readonly Rewrite[];
  readonly #instead: EntityRequest | undefined;

  /**
   * @param unshare whether objects must not come to stand in several places of the answer.
   * @param instead a request that asks for more: what it can ask for is left to it.
   */
  constructor(
    planned: PlannedEntities,
    subgraph: string,
    model: SupergraphModel,
    unshare: boolean,
    instead?: EntityRequest,
  ) {
    this.#instead = instead;
    this.contexts = planned.contexts;
    this.#model = model;
    this.#unshare = unshare;
    this.selections = planned.selections;
    this.echo = echo(planned.selections, subgraph, model);
    this.paths = planned.paths.map((it) => flattenPath(it, model.typesMeeting));
    this.#outputRewrites = readRewrites(planned.outputRewrites, model.typesMeeting);
    this.shape = shapeOf(planned.selections);
    renameInShape(this.shape, this.#outputRewrites);
    this.#merge = compileMerge(this.shape, model.isObjectType);
    const inputRewrites = readRewrites(planned.inputRewrites, model.typesMeeting);
    this.#representing = representing(planned.requires, inputRewrites, subgraph, model);
  }

  /** Whether enough of an object is known to ask for all that this request asks. */
  canAskFor(target: Data): boolean {
    return this.#representing.of(target) !== undefined;
  }

  /** Finds the objects to complete; each entity is asked for once, however often it comes up. */
  gather(root: Data): Gathered {
    const gathering = new Gathering();
    const visit = (target: Data) => {
      gathering.add(target, this.#instead?.canAskFor(target) ? undefined : this.#representing.of(target));
    };
    for (const path of this.paths) path.walk(root, visit);
    return gathering.with({});
  }

  /** The same, apart for each set of values from above the objects. */
  gatherByContext(root: Data): Gathered[] {
    const groups = new Map<string, { gathering: Gathering; values: Record<string, unknown> }>();
    const visited: { target: Data; group: string }[] = [];
    const visit = (target: Data, place: Place | undefined) => {
      const path = pathTo(place);
      const values = Object.fromEntries(
        this.contexts.map((it) => [it.variable, valueAbove(root, path, it, this.#model)]),
      );
      const group = JSON.stringify(values);
      if (!groups.has(group)) groups.set(group, { gathering: new Gathering(), values });
      visited.push({ target, group });
    };
    for (const path of this.paths) path.trace(root, visit);
    for (const { target, group } of visited) {
      const representation = this.#representing.of(target);
      // Every group counts all of the targets, so that places tell which of them is meant.
      for (const [one, { gathering }] of groups) {
        gathering.add(target, one === group ? representation : undefined);
      }
    }
    return [...groups.values()].map(({ gathering, values }) => gathering.with(values));
  }

  /** Where the targets stand that belong to the representation at `place`; before anything is joined. */
  pathsOf(root: Data, { places }: Gathered, place: number): DataPath[] {
    const found: DataPath[] = [];
    let at = 0;
    for (const path of this.paths) {
      path.trace(root, (_target, where) => {
        if (places[at++] === place) found.push(pathTo(where));
      });
    }
    return found;
  }

  /**
   * Takes one entity of an answer.
   * @returns the object to join, or undefined where it is not the entity that was asked for.
   */
  read(entity: unknown, representation: Representation, echoed: boolean): Data | undefined {
    if (!isData(entity)) return undefined;
    if (echoed && !this.echo.confirms(entity, representation)) return undefined;
    applyRewrites(entity, this.#outputRewrites);
    return entity;
  }

  /** Joins an entity to a target; false where they contradict each other. */
  join(target: Data, entity: Data): boolean {
    return this.#merge(target, this.#unshare ? structuredClone(entity) : entity);
  }

  /** What was asked of `target` could not be had. */
  giveUp(target: Data): void {
    setMissingToNull(target, this.shape);
  }
}

/** Places of representations by what tells them apart: mostly one text, the key. */
interface Places {
  readonly texts: Map<string, number>;
  readonly others: Map<string, number>;
}

class Gathering {
  readonly #representations: Representation[] = [];
  readonly #targets: Data[] = [];
  readonly #places: number[] = [];
  /** By type; none before there is anything to tell apart. */
  #known: Map<string, Places> | undefined;
  /** Those of the type that came last: mostly the only one. */
  #typename = '';
  #ofType: Places = NOWHERE;

  add(target: Data, representation: Representation | undefined): void {
    this.#targets.push(target);
    this.#places.push(representation ? this.#placeOf(representation) : -1);
  }

  with(values: Readonly<Record<string, unknown>>): Gathered {
    return { representations: this.#representations, targets: this.#targets, places: this.#places, values };
  }

  #placeOf(representation: Representation): number {
    const [first] = this.#representations;
    if (!first) return this.#representations.push(representation) - 1;
    // What tells the first one apart is worked out when a second comes: it can be large, and mostly none comes.
    if (!this.#known) {
      this.#known = new Map();
      this.#remember(first, 0);
    }
    const place = this.#remember(representation, this.#representations.length);
    if (place === this.#representations.length) this.#representations.push(representation);
    return place;
  }

  /** The place of a representation, which is `next` unless one like it came before. */
  #remember(representation: Representation, next: number): number {
    const { texts, others } = this.#placesOf(representation.__typename);
    const text = onlyText(representation);
    const known = text === undefined ? others : texts;
    const identity = text ?? JSON.stringify(representation);
    const place = known.get(identity);
    if (place === undefined) known.set(identity, next);
    return place ?? next;
  }

  #placesOf(typename: string): Places {
    if (typename === this.#typename) return this.#ofType;
    let places = this.#known?.get(typename);
    if (!places) this.#known?.set(typename, (places = { texts: new Map(), others: new Map() }));
    this.#typename = typename;
    this.#ofType = places as Places;
    return this.#ofType;
  }
}

const NOWHERE: Places = { texts: new Map(), others: new Map() };

/** The one text that a representation holds beside its type, if that is all. */
function onlyText(representation: Representation): string | undefined {
  let only: string | undefined;
  for (const field in representation) {
    if (field === '__typename') continue;
    const value = representation[field];
    if (only !== undefined || typeof value !== 'string') return undefined;
    only = value;
  }
  return only;
}

/** The value that stands in the object `depth` fields down on the way to `path`. */
function valueAbove(
  root: Data,
  path: DataPath,
  { depth, selections }: PlannedContext,
  model: SupergraphModel,
): unknown {
  let value: unknown = root;
  let fields = 0;
  for (const key of path) {
    if (typeof key === 'string' && fields++ === depth) break;
    value = (value as Data | unknown[] | undefined)?.[key as never];
  }
  return select(value, selections, model);
}

function select(value: unknown, selections: readonly RequiresSelection[], model: SupergraphModel): unknown {
  if (Array.isArray(value)) return value.map((it) => select(it, selections, model));
  if (!isData(value)) return null;
  for (const it of selections) {
    if (it.kind === 'Field' && it.name !== '__typename') {
      const found = value[it.name] ?? null;
      return it.selections ? select(found, it.selections, model) : found;
    }
    if (it.kind === 'InlineFragment') {
      const typename = value['__typename'];
      if (typeof typename !== 'string' || model.meets(typename, it.typeCondition)) {
        return select(value, it.selections, model);
      }
    }
  }
  return null;
}
