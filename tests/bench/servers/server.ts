import type { RunningGraph } from '../graph.ts';
import type { Child } from './child.ts';
import { post } from './post.ts';
import { startOnFreePort, until } from './start.ts';
import type { ServerEntry } from './table.ts';

/** A server under measurement. */
export interface Server {
  readonly entry: ServerEntry;
  /** Where it answers GraphQL. */
  readonly url: string;
  readonly child: Child;
}

/** Starts a server before a graph, and waits until it answers an operation. @throws ChildFailed */
export async function startServer(entry: ServerEntry, graph: RunningGraph): Promise<Server> {
  const question = JSON.stringify({ query: '{ __typename }' });
  const { child, origin } = await startOnFreePort(
    (port) => ({ name: entry.name, ...entry.process(graph, port) }),
    (it) =>
      until(it.child, 'to answer { __typename }', async () => {
        const { status, body } = await post(`${it.origin}/graphql`, graph.headers, question);
        return status === 200 && body.includes('"Query"') ? null : `${status} ${body.slice(0, 500)}`;
      }),
  );
  return { entry, url: `${origin}/graphql`, child };
}
