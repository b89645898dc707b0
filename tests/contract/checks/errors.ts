import { ERROR_CODES } from '../../../platform/errors.ts';
import { shown, type Check, type Trial } from '../harness/check.ts';
import { anybody } from '../harness/context.ts';
import { codesOf, type Answer } from '../harness/subject.ts';
import { unlessUntried } from '../harness/untried.ts';

/** Requests that no subgraph can take, whatever its schema. */
const OF_EVERY_SUBGRAPH = [
  { name: 'a document that is no GraphQL', query: '{ __typename', code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'a field that is not there', query: '{ noSuchField }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    name: 'an operation that is not in the document',
    query: 'query A { __typename } query B { __typename }',
    operationName: 'C',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'a variable that is missing',
    query: 'query ($n: Boolean!) { __typename @include(if: $n) }',
    code: 'BAD_USER_INPUT',
  },
] as const;

/** What would tell of the server’s inside: paths, stacks, statements. */
const INTERNAL =
  /\bat \S+ \(|node_modules|\.(ts|js|java|py|go|rs):\d|\b(select|insert|update) .+ (from|into|set) |sqlite|postgres/i;

/** Clients act on codes. */
export const codes: Check = {
  name: 'errors.codes',
  says: 'What cannot be taken is refused with the code that docs/errors.md gives it, in a message that tells nothing of the inside.',
  async run({ subject, contract, records }, trial) {
    for (const { name, code, ...question } of OF_EVERY_SUBGRAPH) {
      const answer = await subject.ask({ viewer: anybody(subject, contract.promises), ...question });
      refused(name, answer, code, trial);
    }
    for (const { name, viewer, query, variables, code } of contract.promises.errors) {
      await unlessUntried(trial, name, async () => {
        refused(name, await records.ask(viewer, query, variables), code, trial);
      });
    }
  },
};

function refused(at: string, answer: Answer | null, code: string, trial: Trial): void {
  const came = codesOf(answer);
  trial.expect(came.length > 0 && came.every((it) => it === code), () => ({
    at,
    expected: `the code ${code}`,
    came: came.join(', ') || shown(answer ? answer.data : 'a refusal of the assertion'),
    todo: `Give the code: ${ERROR_CODES[code as keyof typeof ERROR_CODES] ?? 'see docs/errors.md'}`,
  }));
  for (const { message, extensions } of answer?.errors ?? []) {
    const isTold =
      INTERNAL.test(message) ||
      extensions?.['stacktrace'] !== undefined ||
      extensions?.['exception'] !== undefined;
    trial.expect(!isTold, () => ({
      at,
      expected: 'a message for the client',
      came: shown({ message, extensions }),
      todo: 'Write messages for clients, and what is inside to the log.',
    }));
  }
}

/** Nobody but the gateway is answered. */
export const assertions: Check = {
  name: 'errors.assertions',
  says: 'Without the gateway’s assertion, or with a forged one, nothing is answered (401 over HTTP), the SDL included.',
  async run({ subject }, trial) {
    const forged = ['eyJhbGciOiJub25lIn0.e30.', 'x.y.z', ''];
    for (const assertion of [undefined, ...forged]) {
      for (const query of ['{ __typename }', '{ _service { sdl } }']) {
        const answer = await subject.askWith(assertion, { query });
        trial.expect(answer === null, () => ({
          at: assertion === undefined ? 'no assertion' : `the assertion ${shown(assertion)}`,
          expected: 'nothing (401 over HTTP)',
          came: shown(answer),
          todo: 'Verify the assertion before anything is read (docs/contract-tests.md).',
        }));
      }
    }
  },
};
