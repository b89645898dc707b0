import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { RequestJournal } from '../../gateway/http/request-journal.ts';
import { behaviour, FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway } from '../support/gateway.ts';
import { LogProbe } from '../support/log-probe.ts';
import { requestContext } from '../support/request-context.ts';

afterEach(() => {
  behaviour.classification = 'answers';
});

const started = (level = 'info') => {
  const log = new LogProbe(level);
  return startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, log: log.logger }).then((gateway) => ({
    gateway,
    /** The lines of requests, once there are `count`. */
    lines: async (count: number) => {
      const lines = () => log.records().filter((it) => it['msg'] === 'request');
      await expect.poll(() => lines().length).toBe(count);
      return lines();
    },
    log,
  }));
};

describe('the log of requests', () => {
  it('says of each in one line who asked for what, what came of it and what it took', async () => {
    const { gateway, lines } = await started();
    await using _ = gateway;
    const query = 'query Mine { viewer { id verdict } }';
    const response = await fetch(`${gateway.url}/graphql?source=c4nary`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await gateway.token({ partner: 'GB' })}`,
      },
      body: JSON.stringify({ query, variables: { unused: 'c4nary' } }),
    });
    const { length } = await response.text();
    const [line] = await lines(1);
    expect(line).toMatchObject({
      requestId: response.headers.get('x-request-id'),
      address: '127.0.0.1',
      method: 'POST',
      path: '/graphql',
      status: 200,
      partner: 'GB',
      operation: 'Mine',
      document: createHash('sha256').update(query).digest('hex'),
      codes: [],
      subgraphCalls: 3,
      milliseconds: expect.any(Number),
      bytes: length,
    });
    expect(JSON.stringify(line)).not.toContain('c4nary');
  });

  it('says the codes of what failed in part, and of what was refused wherever that was', async () => {
    const { gateway, lines } = await started();
    await using _ = gateway;
    behaviour.classification = 'throws';
    await gateway.ask({ partner: 'GB' }, '{ viewer { verdict } }');
    await gateway.ask(null, '{ nothing }');
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    await post('{', {});
    await post('{"query":"{ __typename }"}', { authorization: 'Bearer nonsense' });
    expect((await lines(4)).map((it) => [it['status'], it['codes']])).toEqual([
      [200, ['DOWNSTREAM_SERVICE_ERROR']],
      [400, ['GRAPHQL_VALIDATION_FAILED']],
      [400, ['BAD_USER_INPUT']],
      [401, ['UNAUTHENTICATED']],
    ]);
  });

  it('has one line for a request whose client leaves before its answer, and keeps nothing of it', async () => {
    const { gateway, lines } = await started();
    await using _ = gateway;
    behaviour.classification = 'hangs';
    const leaving = new AbortController();
    const asked = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: leaving.signal,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await gateway.token({ partner: 'GB' })}`,
      },
      body: '{"query":"{ viewer { verdict } }"}',
    });
    behaviour.seen = [];
    await expect.poll(() => behaviour.seen.length).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    expect(await lines(1)).toMatchObject([{ path: '/graphql', address: '127.0.0.1', aborted: true }]);
  });

  it('forgets a request that is answered after it ended', async () => {
    const requests = new RequestJournal([]);
    requests.hooks.willSendResponse?.({
      contextValue: requestContext(),
      response: { body: { kind: 'single', singleResult: {} } },
    } as never);
    expect(requests.underWay).toBe(0);
  });

  it('has no line for health checks, and none at all above the level info', async () => {
    const { gateway, lines } = await started();
    await using _ = gateway;
    await fetch(`${gateway.url}/health/live`);
    await gateway.ask(null, '{ schemes { id } }');
    expect(await lines(1)).toMatchObject([{ path: '/graphql' }]);

    const quiet = await started('warn');
    await using __ = quiet.gateway;
    await quiet.gateway.ask(null, '{ schemes { id } }');
    expect(quiet.log.lines()).toBe('');
  });
});
