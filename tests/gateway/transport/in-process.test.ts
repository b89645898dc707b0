import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestEnded } from '../../../gateway/context.ts';
import { inProcessTransport } from '../../../gateway/transport/in-process.ts';
import { copyJson } from '../../../gateway/transport/json.ts';
import { DEFAULT_POLICY } from '../../../gateway/transport/policy.ts';
import { TransportFailure, type Transport } from '../../../gateway/transport/transport.ts';
import type { HostedSubgraph } from '../../../platform/subgraph/host.ts';
import { requestContext } from '../../support/request-context.ts';

const CALL = { kind: 'query', query: '{ schemes { id } }', context: requestContext() } as const;

/** A transport to one subgraph of this process that executes as `execute` does. */
function transportTo(
  execute: (request: any) => Promise<unknown>,
  callMilliseconds = DEFAULT_POLICY.callMilliseconds,
): Transport {
  const host = { name: 'catalogue', execute } as unknown as HostedSubgraph;
  return inProcessTransport([host], async () => 'assertion', {
    policy: { ...DEFAULT_POLICY, callMilliseconds },
  });
}

describe('the in-process transport', () => {
  it('fails in bounded time where a subgraph hangs', async () => {
    const transport = transportTo(() => new Promise(() => undefined), 50);
    await expect(transport.call('catalogue', CALL)).rejects.toThrow(/no answer within 50 ms/);
  });

  it('waits no longer once the request is over', async () => {
    const transport = transportTo(() => new Promise(() => undefined));
    const request = new AbortController();
    const reply = transport.call('catalogue', {
      ...CALL,
      context: requestContext({ signal: request.signal }),
    });
    request.abort(new RequestEnded('deadline passed'));
    await expect(reply).rejects.toThrow(RequestEnded);
  });

  it('fails where the subgraph refuses the assertion, throws, or is none of its own', async () => {
    await expect(transportTo(async () => null).call('catalogue', CALL)).rejects.toThrow(TransportFailure);
    const throwing = transportTo(() => Promise.reject(new Error('a defect')));
    await expect(throwing.call('catalogue', CALL)).rejects.toThrow(TransportFailure);
    await expect(throwing.call('weather', CALL)).rejects.toThrow(TransportFailure);
  });

  it('tells what the subgraph says about its answer', async () => {
    const transport = transportTo(async () => ({ data: {}, cacheControl: 'max-age=5', dataVersion: 'v7' }));
    expect(await transport.call('catalogue', CALL)).toEqual({
      data: {},
      cacheControl: 'max-age=5',
      dataVersion: 'v7',
    });
    expect(await transportTo(async () => ({ data: {} })).call('catalogue', CALL)).toEqual({ data: {} });
  });

  it('hands over copies, so that a subgraph cannot change the gateway’s result', async () => {
    const representations = [{ __typename: 'Viewer', id: 'GB:user' }];
    const transport = transportTo(async ({ variables }) => {
      variables.representations[0].id = 'changed';
      return { data: {} };
    });
    await transport.call('catalogue', { ...CALL, variables: { representations } });
    expect(representations).toEqual([{ __typename: 'Viewer', id: 'GB:user' }]);
  });

  it('takes copies, so that neither changes what the other keeps', async () => {
    const record = { limits: [1, 2], owner: { name: 'the subgraph' } };
    const kept = { data: { record }, errors: [{ message: 'of the subgraph' }] };
    const transport = transportTo(async () => kept);
    const reply = (await transport.call('catalogue', CALL)) as any;
    record.limits.push(3);
    kept.errors[0]!.message = 'changed';
    expect(reply).toEqual({
      data: { record: { limits: [1, 2], owner: { name: 'the subgraph' } } },
      errors: [{ message: 'of the subgraph' }],
    });
    reply.data.record.owner.name = 'the gateway';
    reply.data.record.added = true;
    expect(kept.data).toEqual({ record: { limits: [1, 2, 3], owner: { name: 'the subgraph' } } });
  });
});

describe('a copy of JSON', () => {
  /** What a resolver may have put where JSON is expected, and JSON has a form or no form for. */
  const leaf = fc.oneof(
    fc.constantFrom(undefined, NaN, -Infinity, -0, new Date(0), () => 1, Symbol('none')),
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), tie('object')),
    object: fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', 'constructor')),
      tie('value'),
    ),
  }));

  it('is what writing and reading it as text gives', () => {
    fc.assert(
      fc.property(value, (it) => {
        const text = JSON.stringify(it);
        expect(copyJson(it)).toEqual(text === undefined ? undefined : JSON.parse(text));
      }),
    );
  });

  it('keeps a field called __proto__ a field', () => {
    const copy = copyJson(JSON.parse('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('refuses what JSON refuses', () => {
    expect(() => copyJson({ big: 1n })).toThrow(TypeError);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => copyJson(circle)).toThrow(RangeError);
  });
});
