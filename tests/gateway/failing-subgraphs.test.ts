import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { requestAssertions } from '../../gateway/transport/assertions.ts';
import { httpTransport } from '../../gateway/transport/http.ts';
import { inProcessTransport } from '../../gateway/transport/in-process.ts';
import { TransportFailure } from '../../gateway/transport/transport.ts';
import { createLog } from '../../platform/log.ts';
import { assertionSigner } from '../../platform/identity/assertion.ts';
import { LogProbe } from '../support/log-probe.ts';
import { behaviour, FIXTURE_SUBGRAPHS, SECRET } from '../support/fixture-subgraphs.ts';
import { ENGINES, startTestGateway } from '../support/gateway.ts';
import { requestContext } from '../support/request-context.ts';
import { testSigningKey } from '../support/subgraph.ts';

const CALL = { kind: 'query', query: '{ schemes { id } }', context: requestContext() } as const;
const GB = { partner: 'GB' };

afterEach(() => {
  behaviour.classification = 'answers';
});

/** An HTTP server that answers as `answer` does. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

const WAYS_TO_FAIL: [string, (request: IncomingMessage, response: ServerResponse) => void][] = [
  ['answers 500 with secrets', (_, it) => json(it, 500, `{"errors":[{"message":"${SECRET}"}]}`)],
  ['answers 401', (_, it) => json(it, 401, '{"errors":[]}')],
  ['answers 200 with HTML', (_, it) => void it.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
  ['answers truncated JSON', (_, it) => json(it, 200, '{"data":{"viewer":')],
  ['answers JSON that is no GraphQL', (_, it) => json(it, 200, '["data"]')],
  ['closes the connection', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
  [
    'hangs after the headers',
    (_, it) => void it.writeHead(200, { 'content-type': 'application/json' }).write('{"data":'),
  ],
  ['redirects elsewhere', (_, it) => void it.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['answers without end', (_, it) => flood(it)],
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

describe('the HTTP transport', () => {
  it.each(WAYS_TO_FAIL)('fails in bounded time where a subgraph %s', async (_what, answer) => {
    await using subgraph = await serve(answer);
    const transport = httpTransport({
      addresses: new Map([['catalogue', subgraph.url]]),
      assertions: requestAssertions(assertionSigner(await testSigningKey())),
      log: createLog('silent'),
      callMilliseconds: 300,
      answerBytes: 1_000_000,
    });
    const start = performance.now();
    await expect(transport.call('catalogue', CALL)).rejects.toThrow(TransportFailure);
    expect(performance.now() - start).toBeLessThan(2_000);
    await transport.close();
  });
});

describe('the in-process transport', () => {
  it('fails in bounded time where a subgraph hangs', async () => {
    const transport = inProcessTransport(
      [{ name: 'catalogue', execute: () => new Promise(() => undefined) } as never],
      async () => 'assertion',
      50,
    );
    await expect(transport.call('catalogue', CALL)).rejects.toThrow(/no answer within 50 ms/);
  });

  it('hands over copies, so that a subgraph cannot change the gateway’s result', async () => {
    const representations = [{ __typename: 'Viewer', id: 'GB:user' }];
    const transport = inProcessTransport(
      [
        {
          name: 'catalogue',
          async execute({ variables }: { variables: { representations: { id: string }[] } }) {
            (variables.representations[0] as { id: string }).id = 'changed';
            return { data: {} };
          },
        } as never,
      ],
      async () => 'assertion',
    );
    await transport.call('catalogue', { ...CALL, variables: { representations } });
    expect(representations).toEqual([{ __typename: 'Viewer', id: 'GB:user' }]);
  });

  it('fails where the subgraph refuses the assertion', async () => {
    const transport = inProcessTransport(
      [{ name: 'catalogue', execute: async () => null } as never],
      async () => 'forged',
    );
    await expect(transport.call('catalogue', CALL)).rejects.toThrow(TransportFailure);
  });
});

describe.each(ENGINES)('a question to a gateway with the %s engine, of which a subgraph fails,', (engine) => {
  it.each(WAYS_TO_FAIL.filter(([what]) => !/never|hangs/.test(what)))(
    'is answered where it %s, with an error that names the subgraph alone',
    async (_what, answer) => {
      await using subgraph = await serve(answer);
      await using gateway = await startTestGateway({
        mode: 'http',
        subgraphs: FIXTURE_SUBGRAPHS,
        environment: { CLASSIFICATION_URL: subgraph.url, GATEWAY_ENGINE: engine },
      });
      expect(await gateway.ask(GB, '{ viewer { id verdict } }')).toEqual({
        data: { viewer: { id: 'GB:user', verdict: 'UNDETERMINED' } },
        errors: [
          {
            message: 'The subgraph classification could not answer this part.',
            path: ['viewer'],
            extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'classification' },
          },
        ],
      });
    },
  );

  it('is answered where the transport itself throws, and the log tells why', async () => {
    const log = new LogProbe();
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      log: log.logger,
      environment: { GATEWAY_ENGINE: engine },
      around: (transport) => ({
        ...transport,
        call: (subgraph, call) =>
          subgraph === 'classification'
            ? Promise.reject(new TransportFailure(SECRET))
            : transport.call(subgraph, call),
      }),
    });
    const answer = await gateway.ask(GB, '{ viewer { verdict } schemes { id name } }');
    expect(answer.data).toEqual({
      viewer: { verdict: 'UNDETERMINED' },
      schemes: [
        { id: 'GB', name: null },
        { id: 'unknown', name: null },
      ],
    });
    expect(answer.errors).toHaveLength(2);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(log.lines()).toContain(SECRET);
  });

  it('stays ready while others answer, and is not ready when none does', async () => {
    const dead = 'http://127.0.0.1:1/graphql';
    await using partly = await startTestGateway({
      mode: 'http',
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { CLASSIFICATION_URL: dead },
    });
    const ready = await fetch(`${partly.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', unready: ['classification'], supergraph: expect.any(String) },
    ]);
    await using none = await startTestGateway({
      mode: 'http',
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { CLASSIFICATION_URL: dead, CATALOGUE_URL: dead },
    });
    expect((await fetch(`${none.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${none.url}/health/live`)).status).toBe(200);
  });
});
