import type {
  FlattenNodePathSegment,
  FetchRewrite,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { SelectionNode } from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import { echo, type Echo } from './echo.ts';
import { flattenPath, pathTo, type FlattenPath } from './path.ts';
import { representing, type Representation, type Representing } from './representation.ts';
import { applyRewrites, readRewrites, renameInShape, type Rewrite } from './rewrites.ts';
import { isData, type Data, type DataPath } from './run.ts';
import { merge, setMissingToNull, shapeOf, type Shape } from './shape.ts';

/** One `_entities` field of a fetch as the plan has it. */
export interface PlannedEntities {
  readonly paths: readonly (readonly FlattenNodePathSegment[])[];
  readonly selections: readonly SelectionNode[];
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly FetchRewrite[];
  readonly outputRewrites: readonly FetchRewrite[];
}

/** The objects that one `_entities` field is to complete, and what it is asked with. */
export interface Gathered {
  readonly representations: readonly Representation[];
  /** Every object that the paths lead to, in their order; objects can come up more than once. */
  readonly targets: readonly Data[];
  /** For each target the place of its representation; -1 where it has none. */
  readonly places: readonly number[];
}

/** One `_entities` field of a fetch, compiled. */
export class EntityRequest {
  readonly selections: readonly SelectionNode[];
  readonly echo: Echo;
  readonly paths: readonly FlattenPath[];
  readonly #shape: Shape;
  readonly #representing: Representing;
  readonly #outputRewrites: readonly Rewrite[];

  constructor(planned: PlannedEntities, subgraph: string, model: SupergraphModel) {
    const typesOf = (typeName: string) => new Set([typeName, ...model.possibleTypes(typeName)]);
    this.selections = planned.selections;
    this.echo = echo(planned.selections, subgraph, model);
    this.paths = planned.paths.map((it) => flattenPath(it, typesOf));
    this.#outputRewrites = readRewrites(planned.outputRewrites, typesOf);
    this.#shape = shapeOf(planned.selections);
    renameInShape(this.#shape, this.#outputRewrites);
    const inputRewrites = readRewrites(planned.inputRewrites, typesOf);
    this.#representing = representing(planned.requires, inputRewrites, subgraph, model);
  }

  /** Finds the objects to complete; each entity is asked for once, however often it comes up. */
  gather(root: Data): Gathered {
    const representations: Representation[] = [];
    const targets: Data[] = [];
    const places: number[] = [];
    const known = new Map<string, number>();
    const visit = (target: Data) => {
      const representation = this.#representing.of(target);
      targets.push(target);
      if (!representation) {
        places.push(-1);
        return;
      }
      const identity = JSON.stringify(representation);
      let place = known.get(identity);
      if (place === undefined) {
        place = representations.push(representation) - 1;
        known.set(identity, place);
      }
      places.push(place);
    };
    for (const path of this.paths) path.walk(root, visit);
    return { representations, targets, places };
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
    return merge(target, entity, this.#shape);
  }

  /** What was asked of `target` could not be had. */
  giveUp(target: Data): void {
    setMissingToNull(target, this.#shape);
  }
}
