import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { RequestEnded } from '../../../gateway/context.ts';
import { CircuitOpen, TransportFailure } from '../../../gateway/transport/transport.ts';
import { partnerViewer } from '../../../platform/identity/viewer.ts';
import { transportTo } from '../../support/http-transport.ts';
import { requestContext } from '../../support/request-context.ts';
import { answerJson, serveCalls, type ReceivedCall } from '../../support/subgraph-server.ts';

const DATA = '{"data":{"schemes":[{"id":"GB"}]}}';
const answered = { data: { schemes: [{ id: 'GB' }] } };
const answer = ({ response }: ReceivedCall): void => answerJson(response, 200, DATA);
const reset = ({ request }: ReceivedCall): void => void request.socket.destroy();
const gb = () => requestContext({ viewer: partnerViewer('GB', 'ann', [], []) });

describe('a connection that breaks before any byte of an answer', () => {
  it('has a query sent once more, and no more than that', async () => {
    let broken = 1;
    await using subgraph = await serveCalls((call) => (broken-- > 0 ? reset(call) : answer(call)));
    await using to = transportTo(subgraph);
    expect(await to.call()).toMatchObject(answered);
    expect(subgraph.received).toHaveLength(2);
    broken = 10;
    await expect(to.call()).rejects.toThrow(TransportFailure);
    expect(subgraph.received).toHaveLength(4);
  });

  it('ends a mutation, which may have been done', async () => {
    await using subgraph = await serveCalls(reset);
    await using to = transportTo(subgraph);
    await expect(to.call({ kind: 'mutation', query: 'mutation { do }' })).rejects.toThrow(TransportFailure);
    expect(subgraph.received).toHaveLength(1);
  });
});

it('does not ask again once bytes of an answer came, nor at a deadline', async () => {
  await using subgraph = await serveCalls(({ response, request }) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"data"');
    setTimeout(() => request.socket.destroy(), 20);
  });
  await using to = transportTo(subgraph);
  await expect(to.call()).rejects.toThrow(TransportFailure);
  expect(subgraph.received).toHaveLength(1);
  await using silent = await serveCalls(() => undefined);
  await using late = transportTo(silent, { callMilliseconds: 60 });
  await expect(late.call()).rejects.toThrow(TransportFailure);
  expect(silent.received).toHaveLength(1);
});

describe('the circuit of a subgraph', () => {
  const policy = { sharing: false, breaker: { calls: 4, share: 0.5, openMilliseconds: 80 } };

  it('opens when calls fail, tries one call later, and closes when that is answered', async () => {
    let works = false;
    await using subgraph = await serveCalls((call) =>
      works ? answer(call) : answerJson(call.response, 500, '{}'),
    );
    await using to = transportTo(subgraph, policy);
    const state = () => to.transport.states().get('catalogue');
    for (let index = 0; index < 4 && state() === 'closed'; index++) {
      await expect(to.call()).rejects.toThrow(TransportFailure);
    }
    expect(state()).toBe('open');
    const reached = subgraph.received.length;
    await expect(to.call()).rejects.toThrow(CircuitOpen);
    expect(subgraph.received).toHaveLength(reached);

    await delay(120);
    await expect(to.call()).rejects.toThrow(TransportFailure);
    expect(subgraph.received).toHaveLength(reached + 1);
    expect(state()).toBe('open');

    works = true;
    await delay(120);
    expect(await to.call()).toMatchObject(answered);
    expect(state()).toBe('closed');
  });

  it('is none of GraphQL errors, nor of clients that leave', async () => {
    await using subgraph = await serveCalls((call) => {
      if (call.body.query.includes('slow')) return;
      answerJson(call.response, 200, '{"errors":[{"message":"no"}]}');
    });
    await using to = transportTo(subgraph, policy);
    for (let index = 0; index < 6; index++) await to.call();
    for (let index = 0; index < 6; index++) {
      const client = new AbortController();
      const call = to.call({ query: '{ slow }', context: requestContext({ signal: client.signal }) });
      client.abort(new RequestEnded('client gone'));
      await expect(call).rejects.toThrow(RequestEnded);
    }
    expect(to.transport.states().get('catalogue')).toBe('closed');
  });
});

describe('equal queries that are under way', () => {
  it('go to the subgraph once for one viewer, who gets objects of its own for each', async () => {
    await using subgraph = await serveCalls((call) => void setTimeout(() => answer(call), 30));
    await using to = transportTo(subgraph);
    const [one, other] = await Promise.all([to.call({ context: gb() }), to.call({ context: gb() })]);
    expect(subgraph.received).toHaveLength(1);
    expect(one).toEqual(other);
    expect(one.data).not.toBe(other.data);
    await to.call({ context: gb() });
    expect(subgraph.received).toHaveLength(2);
  });

  it.each([
    ['another user', () => requestContext({ viewer: partnerViewer('GB', 'bob', [], []) })],
    ['another tag', () => requestContext({ viewer: partnerViewer('GB', 'ann', ['US-DOD'], []) })],
    ['another scope', () => requestContext({ viewer: partnerViewer('GB', 'ann', [], ['x']) })],
    ['another forwarded header', () => requestContext({ ...gb(), forwarded: ['x-portal', '1'] })],
    ['nobody', () => requestContext()],
  ])('are not shared with %s', async (_who, context) => {
    await using subgraph = await serveCalls((call) => void setTimeout(() => answer(call), 30));
    await using to = transportTo(subgraph);
    await Promise.all([to.call({ context: gb() }), to.call({ context: context() })]);
    expect(subgraph.received).toHaveLength(2);
  });

  it('never are mutations, and none that began before one is given to whoever asks after it', async () => {
    let first: ReceivedCall | undefined;
    await using subgraph = await serveCalls((call) => {
      if (!first) first = call;
      else answer(call);
    });
    await using to = transportTo(subgraph);
    const before = to.call({ context: gb() });
    await vi.waitFor(() => expect(first).toBeDefined(), 10_000);
    await to.call({ kind: 'mutation', query: 'mutation { do }', context: gb() });
    expect(await to.call({ context: gb() })).toMatchObject(answered);
    expect(subgraph.received).toHaveLength(3);
    answer(first as ReceivedCall);
    await before;
  });

  it('go on when one who shares leaves, and end with the last', async () => {
    await using subgraph = await serveCalls((call) => void setTimeout(() => answer(call), 60));
    await using to = transportTo(subgraph);
    const leaver = new AbortController();
    const left = to.call({ context: requestContext({ ...gb(), signal: leaver.signal }) });
    const stays = to.call({ context: gb() });
    leaver.abort(new RequestEnded('client gone'));
    await expect(left).rejects.toThrow(RequestEnded);
    expect(await stays).toMatchObject(answered);

    await using silent = await serveCalls(() => undefined);
    await using alone = transportTo(silent);
    const client = new AbortController();
    const call = alone.call({ context: requestContext({ signal: client.signal }) });
    await vi.waitFor(() => expect(silent.received).toHaveLength(1), 10_000);
    client.abort(new RequestEnded('client gone'));
    await expect(call).rejects.toThrow(RequestEnded);
    // The subgraph sees its connection closed.
    await (silent.received[0] as ReceivedCall).cutOff;
  });
});
