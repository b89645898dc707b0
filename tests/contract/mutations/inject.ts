import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';
import type { Answer, Question, Subject } from '../harness/subject.ts';
import type { Mutant } from './mutant.ts';

/** A subject whose contract is broken as the mutant says. @param agreed the SDL that it would serve. */
export function mutated(subject: Subject, mutant: Mutant, agreed: string): Subject {
  const { question: ask = (it: Question) => it, answer: change, unasserted } = mutant;
  const sdl = mutant.sdl?.(agreed);
  const schema = sdl === undefined ? undefined : buildSubgraphSchema(parse(sdl));
  const itself = async (question: Question): Promise<Answer> => {
    const answer = await subject.ask(question);
    if (!answer) throw new Error('The subject refuses an assertion that the test made.');
    return answer;
  };
  return {
    ...subject,
    async ask(question) {
      if (sdl !== undefined && question.query.includes('_service')) return { data: { _service: { sdl } } };
      const refused = schema && refusal(schema, question.query);
      if (refused) return refused;
      const answer = await itself(ask(question));
      return change ? change(answer, question, itself) : answer;
    },
    askWith: unasserted
      ? async (_assertion, { query }) => unasserted(subject, query)
      : (assertion, question) => subject.askWith(assertion, question),
  };
}

/** What a server says of a document that its schema does not take. */
function refusal(schema: GraphQLSchema, query: string): Answer | undefined {
  const errors = problemsOf(schema, query);
  if (errors.length === 0) return undefined;
  return {
    errors: errors.map(({ message }) => ({ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })),
  };
}

function problemsOf(schema: GraphQLSchema, query: string): readonly GraphQLError[] {
  try {
    return validate(schema, parse(query));
  } catch (error) {
    return error instanceof GraphQLError ? [error] : [];
  }
}
