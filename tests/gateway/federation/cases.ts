import { expect, it } from 'vitest';
import { federate, type FixtureSubgraph } from '../../support/federation.ts';

/** An operation over a fixture and what the specifications say that it answers. */
export interface Case {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly gives: unknown;
  /** Paths of the errors; none by default. */
  readonly errors?: readonly (readonly (string | number)[])[];
  /** Subgraphs asked, in order; not checked by default. */
  readonly asks?: readonly string[];
}

/** Runs cases, named by sentences, over subgraphs that are composed for them. */
export function answers(
  subgraphs: Readonly<Record<string, FixtureSubgraph>>,
  cases: Readonly<Record<string, Case>>,
): void {
  const fixture = federate(subgraphs);
  it.each(Object.entries(cases))('%s', async (_title, { query, variables, gives, errors = [], asks }) => {
    fixture.forget();
    const answer = await fixture.ask(query, variables);
    expect(answer.data, JSON.stringify(answer.errors)).toEqual(gives);
    expect((answer.errors ?? []).map((one) => one.path)).toEqual(errors);
    if (asks) expect(fixture.requests.map((one) => one.subgraph)).toEqual(asks);
  });
}
