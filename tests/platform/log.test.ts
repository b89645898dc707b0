import { GraphQLError, Source } from 'graphql';
import { errors } from 'jose';
import { describe, expect, it } from 'vitest';
import { LogProbe } from '../support/log-probe.ts';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjNG5hcnkifQ.c2lnbmF0dXJl';

describe('the log', () => {
  it.each<[string, object]>([
    ['under its name', { authorization: 'c4nary' }],
    ['in headers', { headers: { authorization: 'c4nary', cookie: 'c4nary', 'set-cookie': 'c4nary' } }],
    ['in a request', { request: { headers: { authorization: 'c4nary' } }, call: { assertion: 'c4nary' } }],
    ['among variables', { variables: { a: 'c4nary' }, request: { variables: { a: 'c4nary' } } }],
    ['within text', { reason: `sent Bearer c4nary, and ${TOKEN}` }],
    ['in an error', { err: new Error(`Authorization: bearer c4nary; ${TOKEN}`) }],
    ['in a cause', { err: new Error('x', { cause: new Error(`${TOKEN} by Bearer c4nary`) }) }],
    [
      'among what a library hangs on its error',
      { err: new errors.JWTClaimValidationFailed('unexpected "aud"', { c: 'c4nary' }) },
    ],
    [
      'in the source of a document',
      { err: new GraphQLError('x', { source: new Source('{ a(b: "c4nary") }'), positions: [4] }) },
    ],
  ])('holds no secret that comes %s', (_where, fields) => {
    const log = new LogProbe();
    log.logger.warn(fields, 'something');
    log.logger.child(fields).warn(`something with ${TOKEN}`);
    expect(log.records()).toHaveLength(2);
    expect(log.lines()).not.toMatch(/c4nary|c2lnbmF0dXJl/);
  });

  it('is one line of JSON for each, whatever is in it', () => {
    const log = new LogProbe();
    const hostile = 'a\r\n{"level":60,"msg":"forged"}\u001b[31m\u009b2J\u0085\u2028\u202e\u0000\u007f';
    log.logger.warn({ hostile, [hostile]: 1, err: new Error(hostile) }, hostile);
    const lines = log.lines();
    expect(lines.match(/\n/g)).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex
    expect(lines.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(log.records()[0]).toMatchObject({ level: 40, msg: hostile, hostile });
  });

  it('keeps what tells why: the name, code, words, place and causes of an error', () => {
    const log = new LogProbe();
    const cause = Object.assign(new TypeError('refused'), { code: 'ECONNREFUSED', secret: 'c4nary' });
    log.logger.error({ err: new Error('call failed', { cause }) });
    expect(log.records()[0]?.['err']).toMatchObject({
      type: 'Error',
      message: 'call failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { type: 'TypeError', message: 'refused', code: 'ECONNREFUSED' },
    });
    expect(log.lines()).not.toContain('c4nary');
  });

  it('cuts what an error says at length', () => {
    const log = new LogProbe();
    log.logger.error({ err: new Error('x'.repeat(1_000_000)) }, 'failed');
    expect(log.lines().length).toBeLessThan(20_000);
  });
});
