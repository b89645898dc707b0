import type { IncomingMessage, ServerResponse } from 'node:http';
import { SECRET } from './fixture-subgraphs.ts';
import { answerJson } from './subgraph-server.ts';

/** How a subgraph can fail, in words that follow its name, and a server that does. */
export const WAYS_TO_FAIL: [string, (request: IncomingMessage, response: ServerResponse) => void][] = [
  ['answers 500 with secrets', (_, it) => answerJson(it, 500, `{"errors":[{"message":"${SECRET}"}]}`)],
  ['answers 401', (_, it) => answerJson(it, 401, '{"errors":[]}')],
  ['answers 200 with HTML', (_, it) => void it.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ['answers truncated JSON', (_, it) => answerJson(it, 200, '{"data":{"viewer":')],
  ['answers JSON that is no GraphQL', (_, it) => answerJson(it, 200, '["data"]')],
  ['closes the connection', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
  [
    'hangs after the headers',
    (_, it) => void it.writeHead(200, { 'content-type': 'application/json' }).write('{"data":'),
  ],
  ['redirects elsewhere', (_, it) => void it.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['answers without end', (_, it) => flood(it)],
  [
    'announces an answer over the limit',
    (_, it) =>
      void it.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 ** 31 }).write('{'),
  ],
];

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = `"${'x'.repeat(64 * 1024)}"`;
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
}
