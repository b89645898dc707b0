import type { GraphQLFormattedError } from 'graphql';
import { isData, type SubgraphAnswer, type SubgraphTransport } from './run.ts';

/** Longer paths lead nowhere: no operation is that deep. */
const LONGEST_PATH = 500;

/**
 * A transport of which every answer has the form of one, whatever the subgraph wrote: errors are a list of
 * errors with a message, and paths are paths. An answer that has another form is none; what its data are is for
 * the steps to judge.
 */
export function wellFormed<Context>(transport: SubgraphTransport<Context>): SubgraphTransport<Context> {
  return { fetch: (request) => transport.fetch(request).then(readAnswer) };
}

function readAnswer(answer: unknown): SubgraphAnswer {
  if (!isData(answer)) return {};
  const errors = answer['errors'];
  if (errors === undefined || errors === null) return answer;
  return Array.isArray(errors) ? { ...answer, errors: errors.map((it) => readError(it)) } : {};
}

function readError(error: unknown): GraphQLFormattedError {
  const { message, path, extensions } = isData(error) ? error : {};
  return {
    message: typeof message === 'string' ? message : '',
    ...(isPath(path) ? { path } : {}),
    ...(isData(extensions) ? { extensions } : {}),
  };
}

function isPath(path: unknown): path is readonly (string | number)[] {
  return (
    Array.isArray(path) &&
    path.length <= LONGEST_PATH &&
    path.every((it) => typeof it === 'string' || (Number.isSafeInteger(it) && (it as number) >= 0))
  );
}
