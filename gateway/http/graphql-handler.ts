import { Readable } from 'node:stream';
import { HeaderMap, type ApolloServer, type GraphQLResponse } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerTypes } from './answer-types.ts';
import { PREFLIGHT_HEADERS } from './requests.ts';
import type { RequestHooks } from './request-hooks.ts';

/** What a request's context has for the answer to be let go of. */
export interface Answering {
  readonly answered: { response?: GraphQLResponse };
}

/**
 * Remembers the response in the request's context, for {@link graphqlHandler} to let go of its answer. Nobody
 * else needs the answer once it is text.
 */
export function rememberResponses<Context extends Answering>(): RequestHooks<Context> {
  return {
    willSendResponse({ contextValue, response }) {
      contextValue.answered.response = response;
    },
  };
}

/**
 * Answers the GraphQL requests that come over fastify by `server`, which has {@link rememberResponses} and the hooks of
 * `types`.
 *
 * Apollo Server makes for each request that a gateway executes an object with accessors, which the machine keeps
 * until it collects all of its memory, and through which the whole answer stays alive. So the answer is taken
 * out of the response once it is text: without that, collecting garbage takes a fifth of the processor's time.
 */
export function graphqlHandler<Context extends Answering>(
  server: ApolloServer<Context>,
  types: AnswerTypes,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  return async (request, reply) => {
    let context: Context | undefined;
    const asked = headerMap(request.headers);
    const answered = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: asked,
        search: searchOf(request.url),
        body: request.body,
      },
      context: async () => (context = await contextOf(request, reply)),
    });
    types.note(asked.get('accept'), answered);
    const { status, headers, body } = answered;
    for (const [name, value] of headers) reply.header(name, value);
    reply.code(status ?? 200);
    if (body.kind !== 'complete') return reply.send(Readable.from(body.asyncIterator));
    const response = context?.answered.response;
    if (response) response.body = NOTHING;
    return body.string;
  };
}

/** What stands for an answer that was sent. */
const NOTHING: GraphQLResponse['body'] = { kind: 'single', singleResult: {} };

/** The headers that Apollo Server reads, and those who have hooks in it. */
const READ = ['accept', 'content-type', ...PREFLIGHT_HEADERS] as const;

function headerMap(headers: IncomingHttpHeaders): HeaderMap {
  const map = new HeaderMap();
  for (const name of READ) {
    const value = headers[name];
    if (value !== undefined) map.set(name, String(value));
  }
  return map;
}

/** The query of an address, with its question mark; empty where there is none. */
function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? '' : url.slice(at);
}
