import type { GraphQLFormattedError, VariableDefinitionNode } from 'graphql';
import type { Shelf } from '../cache/entity-cache.ts';
import { isEcho } from './echo.ts';
import { contextVariable, entitiesOperation, variableName } from './entities-operation.ts';
import { EntityProblems, stemOf } from './entity-problems.ts';
import { NO_PLACE, UNWRITABLE_PLACE, type EntityRequest, type Gathered } from './entity-request.ts';
import { keptEntities, type KeptEntities, type KeptRemarks } from './kept-entities.ts';
import type { Representation } from './representation.ts';
import { isData, type Data, type Run, type Step, type SubgraphAnswer } from './run.ts';
import { indented } from './sequence.ts';

/** What an entity fetch is compiled from. */
export interface EntityFetch {
  readonly subgraph: string;
  readonly requests: readonly EntityRequest[];
  /** What is asked of objects that `requests` know too little of. */
  readonly apart?: readonly EntityRequest[];
  /** Definitions of the client's variables that the selections may use. */
  readonly variables: readonly VariableDefinitionNode[];
}

/** One `_entities` field of the fetch. */
interface Field {
  readonly request: EntityRequest;
  readonly alias: string;
  readonly variable: string;
  readonly kept: KeptEntities;
}

/** What one `_entities` field is asked for in one execution. */
interface Part extends Field {
  readonly gathered: Gathered;
  readonly shelf: Shelf | undefined;
}

/** Asks one subgraph for entities and joins what it answers to the objects that stand for them. */
export function entityFetch({ subgraph, requests, apart = [], variables: clients }: EntityFetch): Step {
  const rest = apart.length > 0 ? entityFetch({ subgraph, requests: apart, variables: clients }) : undefined;
  const contexts = requests.flatMap((it) => it.contexts);
  const variables = [...clients, ...contexts.map((it) => contextVariable(it))];
  const fields = requests.map((request, index): Field => ({
    request,
    alias: requests.length === 1 ? '_entities' : `_e${index}`,
    variable: variableName(requests.length === 1 ? 'representations' : `_r${index}`, variables),
    kept: keptEntities(request, subgraph),
  }));
  const written = (echoed: boolean) =>
    entitiesOperation(
      fields.map((it) => ({
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

  function valuesFor(run: Run, gathered: readonly Gathered[]): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const name of clientVariables) {
      if (Object.hasOwn(run.variables, name)) values[name] = run.variables[name];
    }
    for (const part of gathered) Object.assign(values, part.values);
    return values;
  }

  /** Joins what is kept from before; gives what is left to ask for. */
  function partsOf(run: Run, gathered: readonly Gathered[], values: Record<string, unknown>): Part[] {
    return fields.map((field, index): Part => {
      const all = gathered[index] as Gathered;
      const shelf = run.keeping && field.kept.shelf(run, values);
      if (!shelf) return { ...field, gathered: all, shelf };
      const { rest, joined } = field.kept.join(run, all, shelf);
      if (!joined) new EntityProblems(run, subgraph, field.request, rest).failure();
      return { ...field, gathered: rest, shelf };
    });
  }

  /** Gives up on what cannot be asked for because it cannot be written. */
  function refuse(run: Run, request: EntityRequest, gathered: Gathered): void {
    if (!gathered.places.includes(UNWRITABLE_PLACE)) return;
    new EntityProblems(run, subgraph, request, gathered).failure(UNWRITABLE_PLACE);
    gathered.targets.forEach((it, at) => gathered.places[at] === UNWRITABLE_PLACE && request.giveUp(it));
  }

  function settle(run: Run, gathered: readonly Gathered[]): Promise<void> | undefined {
    const values = valuesFor(run, gathered);
    const parts = partsOf(run, gathered, values);
    if (parts.every((it) => it.gathered.representations.length === 0)) return undefined;
    for (const it of parts) values[it.variable] = it.gathered.representations;
    return ask(run, parts, values);
  }

  async function ask(run: Run, parts: readonly Part[], values: Record<string, unknown>): Promise<void> {
    const send = (query: string) =>
      run.fetch({ subgraph, kind: 'query', query, variables: values }).catch((): undefined => undefined);
    let echoed = echoing;
    let answer = await send(echoed ? withKeys.text : plain.text);
    if (echoed && answer?.errors?.some((it) => isEcho(it.path))) {
      echoing = echoed = false;
      answer = await send(plain.text);
    }
    const permission = run.keeping?.answered(subgraph, answer);
    const asked = parts.reduce((sum, { gathered }) => sum + gathered.representations.length, 0);
    // What is noted of several entities says not of which: they are not kept.
    const mayKeep = permission !== undefined && (answer?.notes === undefined || asked === 1);
    const remarks = mayKeep ? { permission, notes: answer?.notes } : undefined;
    const errors = Array.isArray(answer?.errors) ? (answer.errors as GraphQLFormattedError[]) : [];
    for (const part of parts) {
      const { request, gathered, alias } = part;
      if (gathered.representations.length === 0) continue;
      const entities = entitiesOf(answer, alias, gathered.representations.length);
      const problems = new EntityProblems(run, subgraph, request, gathered);
      for (const error of errors) if (error.path?.[0] === alias) problems.ofSubgraph(error);
      if (entities) {
        joinEntities(part, entities, echoed, problems, remarks);
        continue;
      }
      // The subgraph's own errors explain an answer that is missing; without any we say it ourselves.
      if (errors.length === 0) problems.failure();
      gathered.targets.forEach((it, at) => (gathered.places[at] as number) >= 0 && request.giveUp(it));
    }
    for (const error of errors) {
      if (parts.some(({ alias }) => error.path?.[0] === alias)) continue;
      run.problems.push({ path: stemOf(requests), error: run.errors.shown(subgraph, error) });
    }
  }

  return {
    run(run) {
      const [only] = requests;
      if (only && contexts.length > 0) {
        const all = only.gatherByContext(run.data);
        for (const it of all) refuse(run, only, it);
        const groups = all.filter((it) => it.representations.length > 0);
        return Promise.all(groups.map((it) => settle(run, [it]))).then(() => undefined);
      }
      const gathered = requests.map((it) => it.gather(run.data));
      for (const [index, it] of gathered.entries()) refuse(run, requests[index] as EntityRequest, it);
      const left =
        rest && gathered.some(({ places }) => places.includes(NO_PLACE)) ? rest.run(run) : undefined;
      if (gathered.every((it) => it.representations.length === 0)) return left;
      const settled = settle(run, gathered);
      return left && settled ? Promise.all([settled, left]).then(() => undefined) : (settled ?? left);
    },
    describe: () => [
      `fetch entities from ${subgraph}: ${withKeys.text}`,
      ...fields.map(
        ({ request, variable }) => `  $${variable} ← ${request.paths.map((it) => it.text).join(', ')}`,
      ),
      ...(rest ? ['  or, where not all of that is known:', ...indented([rest])] : []),
    ],
  };
}

function joinEntities(
  { request, gathered, kept, shelf }: Part,
  entities: readonly unknown[],
  echoed: boolean,
  problems: EntityProblems,
  remarks: KeptRemarks | undefined,
): void {
  const { representations, targets, places } = gathered;
  const read: (Data | undefined)[] = [];
  for (let place = 0; place < representations.length; place++) {
    const raw = entities[place];
    const representation = representations[place] as Representation;
    const isThere = raw !== null && raw !== undefined;
    const entity = isThere ? request.read(raw, representation, echoed) : undefined;
    if (isThere && !entity) problems.failure(place);
    if (entity && shelf && remarks) kept.keep(shelf, representation, entity, remarks);
    read.push(entity);
  }
  let joined = true;
  for (let at = 0; at < targets.length; at++) {
    const place = places[at] as number;
    const target = targets[at] as Data;
    const entity = place < 0 ? undefined : read[place];
    if (entity) joined = request.join(target, entity) && joined;
    else if (problems.failedPlaces.has(place)) request.giveUp(target);
  }
  if (!joined) problems.failure();
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
