import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { RecordedAnswer } from './audited-request.ts';
import { mutationOutcomes } from './mutations.ts';
import { refusalCodes } from './refusal-codes.ts';

type Answered = GraphQLRequestContextWillSendResponse<GatewayContext>;

/** The longest name of an operation, and path of an error, that is recorded. */
const NAME = 100;
const PATH = 200;
/** How many paths of what was denied are recorded. */
const PATHS = 5;

/** What is to be recorded of an operation and its answer: decisions, mutations, refusals; undefined for others. */
export function recordedAnswer(answered: Answered): RecordedAnswer | undefined {
  const { contextValue, operation, operationName, document, queryHash, response } = answered;
  if (response.body.kind !== 'single') return undefined;
  const { data, errors } = response.body.singleResult;
  const { notes } = contextValue.audited;
  const isMutation = operation?.operation === OperationTypeNode.MUTATION;
  if (!isMutation && !notes && !errors) return undefined;
  const codes = refusalCodes(errors?.map(codeOf) ?? []);
  if (!isMutation && !notes && codes.length === 0) return undefined;
  const mutations = isMutation && document ? mutationOutcomes(operation, document, data, errors) : undefined;
  const isRefused = mutations?.every(({ outcome }) => codes.includes(outcome)) ?? true;
  return {
    kind: notes ? 'decision' : isRefused ? 'refusal' : 'mutation',
    codes,
    details: {
      operation: operationName?.slice(0, NAME) ?? null,
      document: queryHash ?? null,
      outcome: outcomeOf(data, errors, codes),
      ...(codes.length > 0 ? { refused: pathsOf(errors, codes) } : {}),
      mutations,
      notes,
    },
  };
}

function outcomeOf(
  data: unknown,
  errors: readonly GraphQLFormattedError[] | undefined,
  codes: readonly string[],
): string {
  if (data) return errors && errors.length > 0 ? 'ANSWERED_IN_PART' : 'ANSWERED';
  return codes.length > 0 ? 'REFUSED' : 'FAILED';
}

/** Where in the answer something was refused, the first of it. */
function pathsOf(
  errors: readonly GraphQLFormattedError[] = [],
  codes: readonly string[],
): string[] | undefined {
  const paths = errors
    .filter((it) => it.path && codes.includes(String(codeOf(it))))
    .slice(0, PATHS)
    .map(({ path = [] }) => path.join('.').slice(0, PATH));
  return paths.length > 0 ? paths : undefined;
}

function codeOf({ extensions }: GraphQLFormattedError): unknown {
  return extensions?.['code'];
}
