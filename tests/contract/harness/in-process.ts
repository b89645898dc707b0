import type { AnySubgraph } from '../../../platform/subgraph/define.ts';
import { ALL_SUBGRAPHS } from '../../../subgraphs/all.ts';
import { dialect } from '../../support/stores/place.ts';
import { hostInMemory } from '../../support/subgraph.ts';
import { CannotCheck } from './check.ts';
import type { Answer, Question, Subject } from './subject.ts';

/** The repository's own subgraphs in this process, each opened when it is needed first. */
export class SubgraphsInProcess implements AsyncDisposable {
  readonly #opened = new Map<string, Promise<Subject>>();

  /** @throws CannotCheck where there is none of this name. */
  get(name: string): Promise<Subject> {
    const opened = this.#opened.get(name) ?? subjectInProcess(definitionOf(name));
    this.#opened.set(name, opened);
    return opened;
  }

  /** All but the one of this name. */
  async besides(name: string): Promise<ReadonlyMap<string, Subject>> {
    const others = ALL_SUBGRAPHS.map((it) => it.name).filter((it) => it !== name);
    return new Map(await Promise.all(others.map(async (it) => [it, await this.get(it)] as const)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const it of this.#opened.values()) await (await it).close();
  }
}

/** The definition of one of the repository's own subgraphs. @throws CannotCheck */
export function definitionOf(name: string): AnySubgraph {
  const definition = ALL_SUBGRAPHS.find((it) => it.name === name);
  if (definition) return definition;
  const names = ALL_SUBGRAPHS.map((it) => it.name).join(', ');
  throw new CannotCheck(`expected one of the subgraphs ${names}, got ${name}.`);
}

/** A subgraph that is opened in this process and asked with signed assertions. */
export async function subjectInProcess(definition: AnySubgraph): Promise<Subject> {
  const { hosted, statements, assertion, close } = await hostInMemory(definition);
  const execute = async (signed: string | undefined, question: Omit<Question, 'viewer'>) => {
    const { query, operationName, variables = {} } = question;
    const named = operationName === undefined ? {} : { operationName };
    return asJson(await hosted.execute({ query, variables: { ...variables }, ...named, assertion: signed }));
  };
  return {
    name: definition.name,
    place: `in process, ${dialect() === 'postgres' ? 'PostgreSQL' : 'SQLite in memory'}`,
    mayWrite: true,
    canAskFor: () => true,
    reads: () => statements.length,
    ask: async ({ viewer, ...question }) =>
      execute(await assertion(viewer, { content: question.query }), question),
    askWith: execute,
    close,
  };
}

/** As it comes over HTTP. */
function asJson(answer: object | null): Answer | null {
  if (answer === null) return null;
  const { data, errors } = answer as Answer;
  return JSON.parse(JSON.stringify({ data, errors })) as Answer;
}
