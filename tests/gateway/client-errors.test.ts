import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorFormatter } from '../../gateway/client-errors.ts';
import { LogProbe } from '../support/log-probe.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway } from '../support/gateway.ts';

const shown = (message: string, extensions?: Record<string, unknown>) => {
  const log = new LogProbe();
  const error = new GraphQLError(message, { path: ['a', 0], extensions });
  return { formatted: errorFormatter(log.logger)(error.toJSON(), error), log };
};

describe('an error that leaves the gateway', () => {
  it('keeps its words, its place and its details where it has a code of ours', () => {
    expect(shown('expected a day', { code: 'BAD_USER_INPUT', argument: 'on' }).formatted).toEqual({
      message: 'expected a day',
      path: ['a', 0],
      extensions: { argument: 'on', code: 'BAD_USER_INPUT' },
    });
  });

  it.each([
    {},
    { code: 'INTERNAL_SERVER_ERROR' },
    { code: 'ECONNREFUSED' },
    { code: 'constructor' },
    { code: 7 },
  ])('tells nothing where it has another code (%j), and the log tells all', (extensions) => {
    const { formatted, log } = shown('db-7 refused', { host: 'db-7', ...extensions });
    expect(formatted).toEqual({
      message: 'The gateway could not answer this.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
      path: ['a', 0],
    });
    expect(log.lines()).toContain('db-7 refused');
  });

  it('never tells what libraries add for developers, and is never long', () => {
    const { formatted } = shown('x'.repeat(100_000), {
      code: 'CONFLICT',
      stacktrace: ['at …'],
      exception: {},
      http: {},
    });
    expect(formatted.extensions).toEqual({ code: 'CONFLICT' });
    expect(formatted.message.length).toBeLessThan(1_100);
  });

  it.each(['development', 'test'])('has no stack in the mode %s', async (mode) => {
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { NODE_ENV: mode },
    });
    const { errors } = await gateway.ask(null, '{ broken }');
    expect(errors).toMatchObject([{ path: ['broken'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/stack|\.ts|at /);
  });
});
