import type { GraphQLFormattedError } from 'graphql';
import type { EntityRequest, Gathered } from './entity-request.ts';
import type { Run } from './run.ts';

/** Places what went wrong with one `_entities` field in the answer. */
export class EntityProblems {
  readonly failedPlaces = new Set<number>();
  readonly #run: Run;
  readonly #subgraph: string;
  readonly #request: EntityRequest;
  readonly #gathered: Gathered;

  constructor(run: Run, subgraph: string, request: EntityRequest, gathered: Gathered) {
    this.#run = run;
    this.#subgraph = subgraph;
    this.#request = request;
    this.#gathered = gathered;
  }

  /** An error of the subgraph with a path into this field. */
  ofSubgraph(error: GraphQLFormattedError): void {
    const shown = this.#run.errors.shown(this.#subgraph, error);
    const [, place, ...below] = error.path ?? [];
    if (typeof place !== 'number') {
      this.#run.problems.push({ path: stemOf([this.#request]), error: shown });
      return;
    }
    this.failedPlaces.add(place);
    for (const path of this.#request.pathsOf(this.#run.data, this.#gathered, place)) {
      this.#run.problems.push({ path: [...path, ...below], error: shown });
    }
  }

  /** No answer, or none that can be believed: for the entity at `place`, or for all of them. */
  failure(place?: number): void {
    const error = this.#run.errors.failure(this.#subgraph);
    if (place === undefined) {
      this.#run.problems.push({ path: stemOf([this.#request]), error });
      return;
    }
    this.failedPlaces.add(place);
    for (const path of this.#request.pathsOf(this.#run.data, this.#gathered, place)) {
      this.#run.problems.push({ path, error });
    }
  }
}

/** The field that the first of `requests` starts to branch at. */
export function stemOf(requests: readonly EntityRequest[]): readonly (string | number)[] | undefined {
  return requests[0]?.paths[0]?.stem;
}
