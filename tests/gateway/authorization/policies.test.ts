import { describe, expect, it } from 'vitest';
import type { PolicyEvaluator } from '../../../platform/authorization/policies.ts';
import { viewerPolicies } from '../../../platform/authorization/viewer-policies.ts';
import { ANONYMOUS, partnerViewer } from '../../../platform/identity/viewer.ts';
import { federate } from '../../support/federation.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { codes, guarded, holding } from './support/guarded.ts';

const SUBGRAPH = {
  one: {
    typeDefs: `type Query {
      open: String
      one: String @policy(policies: [["one"]])
      two: String @policy(policies: [["two"], ["one", "three"]])
      again: String @policy(policies: [["one"]])
    }`,
    resolvers: { Query: { open: () => 'o', one: () => '1', two: () => '2', again: () => '1' } },
  },
};
const federation = federate(SUBGRAPH);
const QUERY = '{ open one two again }';
const DENIED = { data: { open: 'o', one: null, two: null, again: null } };
const ALLOWED = { data: { open: 'o', one: '1', two: '2', again: '1' } };

async function answered(policies: PolicyEvaluator, policyMilliseconds?: number) {
  const log = new LogProbe();
  const options = { policies, log: log.logger, ...(policyMilliseconds ? { policyMilliseconds } : {}) };
  const subject = await guarded(federation, 'compiled', options);
  return { answer: await subject.ask(holding(), QUERY), lines: log.lines(), subject };
}

describe('a policy', () => {
  it.each<[string, PolicyEvaluator]>([
    ['says no', () => false],
    ['says no later', async () => false],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['says something that is no verdict', () => 'yes' as never],
    ['says something that is no verdict later', async () => 1 as never],
    ['gives nothing', () => undefined as never],
  ])('that %s denies', async (_what, policies) => {
    const { answer } = await answered(policies);
    expect(answer).toMatchObject(DENIED);
    expect(codes(answer)).toEqual({ one: 'FORBIDDEN', two: 'FORBIDDEN', again: 'FORBIDDEN' });
  });

  it('that hangs denies once its time is over, and the rest is answered', async () => {
    const { answer, lines } = await answered(
      (policy) => (policy === 'one' ? new Promise(() => undefined) : true),
      20,
    );
    expect(answer).toMatchObject({ data: { open: 'o', one: null, two: '2', again: null } });
    expect(lines).toContain('no verdict within 20 ms');
  });

  it('that fails tells the log, and nobody else', async () => {
    const { answer, lines } = await answered(() => {
      throw new Error('db-7 is away');
    });
    expect(lines).toContain('db-7 is away');
    expect(lines).toContain('a policy failed: it denies');
    expect(JSON.stringify(answer)).not.toMatch(/db-7|policy/);
  });

  it.each<[string, PolicyEvaluator]>([
    ['at once', () => true],
    ['later', async () => true],
  ])('allows %s', async (_when, policies) => {
    expect((await answered(policies)).answer).toEqual(ALLOWED);
  });

  it('is asked for once a request, whatever asks for it, and not where nothing does', async () => {
    const asked: string[] = [];
    const { subject } = await answered((policy) => {
      asked.push(policy);
      return true;
    });
    expect(asked).toEqual(['one', 'three', 'two']);
    await subject.ask(holding(), '{ open }');
    expect(asked.length).toBe(3);
    await subject.ask(holding(), '{ again }');
    expect(asked).toEqual(['one', 'three', 'two', 'one']);
  });
});

describe('the policies of the product', () => {
  const viewer = partnerViewer('GB', 'user', ['GB-PUBLIC-SECTOR'], []);

  it.each([
    ['partner:GB', true],
    ['tag:GB-PUBLIC-SECTOR', true],
    ['partner:US', false],
    ['partner:', false],
    ['partner', false],
    ['tag:GB', false],
    ['anything', false],
    ['constructor:GB', false],
    ['__proto__:GB', false],
    ['', false],
  ])('say of %j: %j', (policy, allows) => {
    expect(viewerPolicies(policy, viewer)).toBe(allows);
    expect(viewerPolicies(policy, ANONYMOUS)).toBe(false);
  });
});
