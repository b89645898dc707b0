import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../../platform/errors.ts';
import type { ErrorPolicy } from './steps/run.ts';

/** Codes of errors that subgraphs write for clients; their messages pass as they are. */
const WRITTEN_FOR_CLIENTS: ReadonlySet<unknown> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CONFLICT',
  'LIMIT_EXCEEDED',
]);
/** What such errors say beside their message. */
const DETAILS = ['argument', 'version'] as const;

/** Errors written for clients keep their words; of others clients learn the subgraph and nothing else. */
export const publicErrors: ErrorPolicy = {
  shown(subgraph, { message, extensions }: GraphQLFormattedError) {
    const code = extensions?.['code'];
    if (!WRITTEN_FOR_CLIENTS.has(code)) return publicErrors.failure(subgraph);
    const details = DETAILS.flatMap((it) =>
      extensions?.[it] === undefined ? [] : [[it, extensions[it]] as const],
    );
    return { message, extensions: { ...Object.fromEntries(details), code, service: subgraph } };
  },
  failure: (subgraph) => ({
    message: `The subgraph ${subgraph} could not answer this part.`,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' satisfies ErrorCode, service: subgraph },
  }),
};
