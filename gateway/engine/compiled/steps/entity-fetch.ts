import {
  Kind,
  type FieldNode,
  type GraphQLFormattedError,
  type NameNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { variablesIn } from '../operation/conditions.ts';
import { isEcho } from './echo.ts';
import type { EntityRequest, Gathered, PlannedContext } from './entity-request.ts';
import { isData, type Run, type Step, type SubgraphAnswer } from './run.ts';
import { indented } from './sequence.ts';
import { writeOperation } from './subgraph-operation.ts';

/** What an entity fetch is compiled from. */
export interface EntityFetch {
  readonly subgraph: string;
  readonly requests: readonly EntityRequest[];
  /** What is asked of objects that `requests` know too little of. */
  readonly apart?: readonly EntityRequest[];
  /** Definitions of the client's variables that the selections may use. */
  readonly variables: readonly VariableDefinitionNode[];
}

/** Asks one subgraph for entities and joins what it answers to the objects that stand for them. */
export function entityFetch({ subgraph, requests, apart = [], variables: clients }: EntityFetch): Step {
  const rest = apart.length > 0 ? entityFetch({ subgraph, requests: apart, variables: clients }) : undefined;
  const contexts = requests.flatMap((it) => it.contexts);
  const variables = [...clients, ...contexts.map((it) => contextVariable(it))];
  const named = requests.map((request, index) => ({
    request,
    alias: requests.length === 1 ? '_entities' : `_e${index}`,
    variable: variableName(requests.length === 1 ? 'representations' : `_r${index}`, variables),
  }));
  const written = (echoed: boolean) =>
    operationText(
      named.map((it) => ({
        ...it,
        selections: echoed ? it.request.echo.selections : it.request.selections,
      })),
      variables,
    );
  const plain = written(false);
  const withKeys = written(true);
  const clientVariables = plain.variables;
  // Cleared for good when the subgraph turns out not to give the keys of entities that it was asked for.
  let echoing = true;

  async function settle(run: Run, gathered: readonly Gathered[]): Promise<void> {
    const values: Record<string, unknown> = {};
    for (const name of clientVariables) {
      if (Object.hasOwn(run.variables, name)) values[name] = run.variables[name];
    }
    for (const part of gathered) Object.assign(values, part.values);
    named.forEach(({ variable }, index) => (values[variable] = gathered[index]?.representations ?? []));
    const ask = (query: string) =>
      run.fetch({ subgraph, kind: 'query', query, variables: values }).catch((): undefined => undefined);

    let echoed = echoing;
    let answer = await ask(echoed ? withKeys.text : plain.text);
    if (echoed && answer?.errors?.some((it) => isEcho(it.path))) {
      echoing = echoed = false;
      answer = await ask(plain.text);
    }
    const errors = Array.isArray(answer?.errors) ? (answer.errors as GraphQLFormattedError[]) : [];
    named.forEach(({ request, alias }, index) => {
      const part = gathered[index];
      if (!part || part.representations.length === 0) return;
      const entities = entitiesOf(answer, alias, part.representations.length);
      const problems = new Problems(run, subgraph, request, part);
      for (const error of errors) if (error.path?.[0] === alias) problems.ofSubgraph(error);
      if (!entities) {
        // The subgraph's own errors explain an answer that is missing; without any we say it ourselves.
        if (errors.length === 0) problems.failure();
        part.targets.forEach((it, at) => (part.places[at] as number) >= 0 && request.giveUp(it));
        return;
      }
      joinEntities(request, part, entities, echoed, problems);
    });
    for (const error of errors) {
      if (named.some(({ alias }) => error.path?.[0] === alias)) continue;
      run.problems.push({ path: stemOf(requests), error: run.errors.shown(subgraph, error) });
    }
  }

  return {
    run(run) {
      const [only] = requests;
      if (only && contexts.length > 0) {
        const groups = only.gatherByContext(run.data).filter((it) => it.representations.length > 0);
        return Promise.all(groups.map((it) => settle(run, [it]))).then(() => undefined);
      }
      const gathered = requests.map((it) => it.gather(run.data));
      const left = rest && gathered.some(({ places }) => places.includes(-1)) ? rest.run(run) : undefined;
      if (gathered.every((it) => it.representations.length === 0)) return left;
      const settled = settle(run, gathered);
      return left ? Promise.all([settled, left]).then(() => undefined) : settled;
    },
    describe: () => [
      `fetch entities from ${subgraph}: ${withKeys.text}`,
      ...named.map(
        ({ request, variable }) => `  $${variable} ← ${request.paths.map((it) => it.text).join(', ')}`,
      ),
      ...(rest ? ['  or, where not all of that is known:', ...indented([rest])] : []),
    ],
  };
}

function joinEntities(
  request: EntityRequest,
  { representations, targets, places }: Gathered,
  entities: readonly unknown[],
  echoed: boolean,
  problems: Problems,
): void {
  const read = representations.map((representation, place) => {
    const raw = entities[place];
    if (raw === null || raw === undefined) return undefined;
    const entity = request.read(raw, representation, echoed);
    if (!entity) problems.failure(place);
    return entity;
  });
  const failed = problems.failedPlaces;
  let joined = true;
  targets.forEach((target, at) => {
    const place = places[at] as number;
    const entity = place < 0 ? undefined : read[place];
    if (entity) {
      joined = request.join(target, entity) && joined;
    } else if (failed.has(place)) {
      request.giveUp(target);
    }
  });
  if (!joined) problems.failure();
}

/** Places what went wrong with one `_entities` field in the answer. */
class Problems {
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
function stemOf(requests: readonly EntityRequest[]): readonly (string | number)[] | undefined {
  return requests[0]?.paths[0]?.stem;
}

function entitiesOf(
  answer: SubgraphAnswer | undefined,
  alias: string,
  count: number,
): readonly unknown[] | undefined {
  const data: unknown = answer?.data;
  const entities = isData(data) ? data[alias] : undefined;
  return Array.isArray(entities) && entities.length === count ? entities : undefined;
}

/** A variable for representations that is none of the client's. */
function variableName(wanted: string, taken: readonly VariableDefinitionNode[]): string {
  return taken.some((it) => it.variable.name.value === wanted) ? variableName(`_${wanted}`, taken) : wanted;
}

function operationText(
  fields: readonly { alias: string; variable: string; selections: readonly SelectionNode[] }[],
  variables: readonly VariableDefinitionNode[],
): { text: string; variables: readonly string[] } {
  const selections = fields.map((it) => entitiesField(it.alias, it.variable, it.selections));
  const used = variablesIn(selections);
  const clients = variables.filter((it) => used.has(it.variable.name.value));
  const declared = [...fields.map(({ variable }) => representationsVariable(variable)), ...clients];
  return {
    text: writeOperation('query', declared, selections),
    variables: clients.map((it) => it.variable.name.value),
  };
}

function entitiesField(alias: string, variable: string, selections: readonly SelectionNode[]): FieldNode {
  return {
    kind: Kind.FIELD,
    ...(alias === '_entities' ? {} : { alias: name(alias) }),
    name: name('_entities'),
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: name('representations'),
        value: { kind: Kind.VARIABLE, name: name(variable) },
      },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

function contextVariable({ variable, type }: PlannedContext): VariableDefinitionNode {
  return { kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: name(variable) }, type };
}

function representationsVariable(variable: string): VariableDefinitionNode {
  const any = { kind: Kind.NAMED_TYPE, name: name('_Any') } as const;
  const list = { kind: Kind.LIST_TYPE, type: { kind: Kind.NON_NULL_TYPE, type: any } } as const;
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: name(variable) },
    type: { kind: Kind.NON_NULL_TYPE, type: list },
  };
}

function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
