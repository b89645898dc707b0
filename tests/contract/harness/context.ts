import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, parse, printSchema, type GraphQLSchema } from 'graphql';
import { once } from '../../../platform/once.ts';
import { ANONYMOUS, type Viewer } from '../../../platform/identity/viewer.ts';
import { compose, type Composition } from '../../../schema/compose.ts';
import { writtenSdl } from '../checks/sdl/definitions.ts';
import { CannotCheck, shown } from './check.ts';
import type { Contract } from './contract.ts';
import { federate, type Exchange, type Federation } from './federation.ts';
import type { Promises } from './promises.ts';
import { mapped, Records, Untried } from './records.ts';
import type { Subject } from './subject.ts';

/** What checks share while one subgraph is checked. */
export interface ContractContext {
  readonly subject: Subject;
  readonly contract: Contract;
  /** The day, ISO 8601. */
  readonly today: string;
  /** The SDL that the subject serves, without what servers add for federation. */
  servedSdl(): Promise<string>;
  /** The schema that the subject serves, federation's own fields included. */
  servedSchema(): Promise<GraphQLSchema>;
  /** The supergraph of what the subject serves and what is agreed on of the others. @throws CompositionRejected */
  composition(): Promise<Composition>;
  /** The engine before the subject and its neighbours. */
  federation(): Promise<Federation>;
  /** What consumers' operations ask of the subject, with what it answers; each asked once. */
  exchanges(): Promise<readonly Exchange[]>;
  /** What was written for the checks, and the values of placeholders. */
  readonly records: Records;
}

/** What a subgraph is checked with. */
export interface Surroundings {
  readonly contract: Contract;
  readonly subject: Subject;
  /** The other subgraphs, by name. */
  readonly neighbours: () => Promise<ReadonlyMap<string, Subject>>;
  readonly today?: string;
  /** What was composed before, by what the subject serves; for those who check a subgraph again and again. */
  readonly composed?: Map<string, Composition>;
  /** Ids of records that the subject holds already, by the names of the promises. */
  readonly given?: ReadonlyMap<string, string>;
}

/** What the checks of one subgraph share; nothing is asked before a check needs it. */
export function contractContext({
  contract,
  subject,
  neighbours,
  today,
  given,
  composed = new Map<string, Composition>(),
}: Surroundings): ContractContext {
  const servedSdl = once(async () => {
    const answer = await subject.ask({
      viewer: anybody(subject, contract.promises),
      query: '{ _service { sdl } }',
    });
    const sdl = (answer?.data?.['_service'] as { sdl?: unknown } | undefined)?.sdl;
    if (typeof sdl !== 'string') {
      throw new CannotCheck(
        `_service.sdl: expected the SDL, got ${shown(answer ?? 'a refusal of the assertion')}.`,
      );
    }
    return writtenSdl(sdl);
  });
  const composition = once(async () => {
    const sdl = await servedSdl();
    const known = composed.get(sdl);
    if (known) return known;
    const made = compose(contract.subgraphs, ({ name }) =>
      name === contract.name ? sdl : contract.sdlOf(name),
    );
    composed.set(sdl, made);
    return made;
  });
  const federation = once(async () =>
    federate(contract, subject, await neighbours(), (await composition()).supergraph),
  );
  const exchanges = once(async () => (await federation()).exchanges());
  const representation = async (type: string, viewer: Viewer): Promise<unknown> => {
    const found = (await exchanges()).flatMap((exchange) =>
      representationsIn(exchange, type).map((it) =>
        mapped(it, (text) => (text === exchange.viewer.id ? viewer.id : text)),
      ),
    );
    // The one that says most: with what fields require.
    const [most] = found.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
    if (most === undefined) throw new Untried(`no operation of a consumer refers to a ${type}`);
    return most;
  };
  return {
    subject,
    contract,
    today: today ?? new Date().toISOString().slice(0, 10),
    servedSdl,
    // Printed and read again, so that it resolves nothing by itself.
    servedSchema: once(async () => buildSchema(printSchema(buildSubgraphSchema(parse(await servedSdl()))))),
    composition,
    federation,
    exchanges,
    records: new Records(subject, contract.promises, representation, given),
  };
}

/** The representations of a type that an exchange sent. */
export function representationsIn({ variables }: Exchange, type: string): Record<string, unknown>[] {
  return Object.values(variables)
    .filter((it) => Array.isArray(it))
    .flat()
    .filter(
      (it): it is Record<string, unknown> => (it as { __typename?: unknown } | null)?.__typename === type,
    );
}

/** Somebody on whose behalf the subject can be asked what everybody may ask; the anonymous where that can be. */
export function anybody(subject: Subject, { viewers }: Promises): Viewer {
  return [ANONYMOUS, ...viewers.values()].find((it) => subject.canAskFor(it)) ?? ANONYMOUS;
}
