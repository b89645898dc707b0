import { afterEach, describe, expect, it } from 'vitest';
import { TransportFailure } from '../../gateway/transport/transport.ts';
import { LogProbe } from '../support/log-probe.ts';
import { behaviour, FIXTURE_SUBGRAPHS, SECRET } from '../support/fixture-subgraphs.ts';
import { ENGINES, startTestGateway } from '../support/gateway.ts';
import { transportTo } from '../support/http-transport.ts';
import { serve } from '../support/subgraph-server.ts';
import { WAYS_TO_FAIL } from '../support/ways-to-fail.ts';

const GB = { partner: 'GB' };

afterEach(() => {
  behaviour.classification = 'answers';
});

describe('the HTTP transport', () => {
  it.each(WAYS_TO_FAIL)('fails in bounded time where a subgraph %s', async (_what, answer) => {
    await using subgraph = await serve(answer);
    await using to = transportTo(subgraph, { callMilliseconds: 300 }, { answerBytes: 1_000_000 });
    const start = performance.now();
    await expect(to.call()).rejects.toThrow(TransportFailure);
    expect(performance.now() - start).toBeLessThan(2_000);
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
      expect.objectContaining({ status: 'ready', unready: ['classification'] }),
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
