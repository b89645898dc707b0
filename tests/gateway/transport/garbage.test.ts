import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { anonymousContext } from '../../../gateway/context.ts';
import { TextAnswer } from '../../../gateway/transport/answers.ts';
import { calls } from '../../../gateway/transport/calls.ts';
import type { Sending } from '../../../gateway/transport/flight.ts';

const CALLS = 200;
const ANSWER_BYTES = 100_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

it('lets go of an answer as soon as its request has: the young garbage is enough', async () => {
  const { call } = calls(new Map([['offers', send]]), {});
  const ask = () =>
    call('offers', { kind: 'query', query: '{ offers }', variables: {}, context: anonymousContext() });
  for (let count = 0; count < 10; count++) await ask();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < CALLS; count++) await ask();
  // What survives two of these stays until all memory is collected.
  collect({ type: 'minor' });
  collect({ type: 'minor' });
  const kept = process.memoryUsage().heapUsed - before;
  expect(kept).toBeLessThan((CALLS * ANSWER_BYTES) / 10);
});

let sent = 0;

/** Answers with a text of its own each time. */
function send(): Sending {
  const text = JSON.stringify({ data: { offers: `${sent++}`.padEnd(ANSWER_BYTES, '.') } });
  return { answer: Promise.resolve(new TextAnswer(text, {})), isSent: true, abort: () => undefined };
}
