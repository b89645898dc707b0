import { describe, expect, it } from 'vitest';
import { federate } from '../support/federation.ts';
import { composeFixture } from './fixture/compose.ts';
import { executing, monolithSchema } from './fixture/execute.ts';
import { ReadyAnswers } from './fixture/ready-answers.ts';
import { BENCH_SUBGRAPHS } from './fixture/subgraphs.ts';
import { FIXTURE_OPERATIONS, SEEDS, type Operation } from './operations.ts';

const federation = federate(Object.fromEntries(BENCH_SUBGRAPHS.map((it) => [it.name, it])));
const monolith = executing(monolithSchema(composeFixture((name) => `http://${name}.test`).api));

const SHAPES = [
  { name: 'small', fetches: 2, subgraphs: 2 },
  { name: 'page', fetches: 5, subgraphs: 4 },
  { name: 'rows', fetches: 3, subgraphs: 3 },
];

describe.each(SHAPES)('the operation $name', ({ name, fetches, subgraphs }) => {
  const operation = FIXTURE_OPERATIONS.find((it) => it.name === name) as Operation;

  it('takes the fetches that its label says', async () => {
    federation.forget();
    await federation.ask(operation.query, operation.variables[0]);
    expect(federation.requests).toHaveLength(fetches);
    expect(new Set(federation.requests.map((it) => it.subgraph)).size).toBe(subgraphs);
    expect(operation.label).toContain(`${fetches} fetches in ${subgraphs} subgraphs`);
  });

  it('has one answer, whether a federation gives it or a monolith', async () => {
    const variables = operation.variables[7];
    const answer = await federation.ask(operation.query, variables);
    expect(answer.errors).toBeUndefined();
    expect(answer).toEqual(JSON.parse(await monolith(JSON.stringify({ query: operation.query, variables }))));
  });

  it('asks another thing with each seed', () => {
    expect(new Set(operation.variables.map((it) => JSON.stringify(it))).size).toBe(SEEDS);
  });
});

describe('ready answers', () => {
  const answering = (limit?: number) => {
    const asked: string[] = [];
    const answers = new ReadyAnswers(async (body) => {
      asked.push(body);
      return `to ${body}`;
    }, limit);
    return { answers, asked };
  };

  it('are made once for a body, and ready from then on', async () => {
    const { answers, asked } = answering();
    expect(answers.ready('a')).toBeUndefined();
    expect((await answers.make('a')).toString()).toBe('to a');
    expect(answers.ready('a')?.toString()).toBe('to a');
    expect(asked).toEqual(['a']);
  });

  it('are forgotten from the oldest on where they are too many', async () => {
    const { answers } = answering(10);
    for (const body of ['a', 'b', 'c']) await answers.make(body);
    expect(['a', 'b', 'c'].map((it) => answers.ready(it) !== undefined)).toEqual([false, true, true]);
  });
});
