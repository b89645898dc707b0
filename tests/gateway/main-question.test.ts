import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransportFailure, type Transport } from '../../gateway/transport/transport.ts';
import { RUN_MODES, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { portalDocument } from '../support/portal.ts';

const QUESTION = portalDocument('which-can-we-get');
const GB = { partner: 'GB' };
const VARIABLES = { ask: { level: 'GB:O' }, first: 50 };

/** The main question's answer, as far as these tests read it. */
interface Answer {
  viewer: {
    offers: {
      totalCount: number;
      outcomes: { outcome: string; count: number }[];
      edges: { decision: { outcome: string; findings: { gate: string; status: string }[] } }[];
    };
  };
}

describe.each(RUN_MODES)('the main question, with subgraphs reached %s', (mode) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ mode });
  });
  afterAll(() => gateway.close());

  it('is answered for the token’s partner without an error', async () => {
    const { viewer } = await gateway.data<Answer>(GB, QUESTION, VARIABLES);
    expect(viewer.offers.edges).toHaveLength(50);
    const counted = viewer.offers.outcomes.reduce((sum, it) => sum + it.count, 0);
    expect(counted).toBe(viewer.offers.totalCount);
  });

  it('takes at most twelve SQL statements for fifty offers', async () => {
    await gateway.data<Answer>(GB, QUESTION, VARIABLES);
    gateway.forgetStatements();
    await gateway.data<Answer>(GB, QUESTION, VARIABLES);
    expect(gateway.statements.length).toBeGreaterThan(0);
    expect(gateway.statements.length).toBeLessThanOrEqual(12);
  });

  it('is not answered without a token, while the public part is', async () => {
    const refused = await gateway.ask(null, QUESTION, VARIABLES);
    expect(refused.data).toEqual({ viewer: null });
    expect(refused.errors?.map((it) => it.extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
    const open = await gateway.ask(null, portalDocument('models'));
    expect(open.errors).toBeUndefined();
  });
});

describe('both run modes', () => {
  it('give the same answers', async () => {
    await using here = await startTestGateway({ mode: 'in-process' });
    await using there = await startTestGateway({ mode: 'http' });
    for (const [document, variables] of [
      [QUESTION, VARIABLES],
      [portalDocument('why-not'), { id: 'ms.azure-gov.key-vault', ask: { level: 'GB:S' } }],
      [portalDocument('contract'), { id: 'us-dod-jedi', on: '2020-06-01' }],
      [portalDocument('models'), {}],
    ] as const) {
      expect(await here.ask(GB, document, variables)).toEqual(await there.ask(GB, document, variables));
    }
  });
});

describe.each([
  ['classification', ['AUTHORISATION', 'EQUIVALENCE', 'AGREEMENT', 'PERSONNEL']],
  ['contracts', ['CONTRACT']],
  ['devices', ['DEVICE']],
])('with %s failing', (failing, gates) => {
  const failAt = (transport: Transport): Transport => ({
    ...transport,
    call: (subgraph, call) =>
      subgraph === failing
        ? Promise.reject(new TransportFailure('secret of the subgraph'))
        : transport.call(subgraph, call),
  });
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ around: failAt });
  });
  afterAll(() => gateway.close());

  it('the main question is answered, UNDETERMINED and UNKNOWN where the facts are missing', async () => {
    const { data, errors } = await gateway.ask<Answer>(GB, QUESTION, VARIABLES);
    const offers = data?.viewer.offers;
    expect(offers?.edges).toHaveLength(50);
    const unknown = new Set(
      offers?.edges.flatMap((it) =>
        it.decision.findings.filter(({ status }) => status === 'UNKNOWN').map(({ gate }) => gate),
      ),
    );
    expect(unknown.size).toBeGreaterThan(0);
    expect([...unknown].filter((it) => !gates.includes(it))).toEqual([]);
    expect(offers?.outcomes.map((it) => it.outcome)).toContain('UNDETERMINED');
    expect(offers?.outcomes.find((it) => it.outcome === 'ELIGIBLE')?.count ?? 0).toBe(0);
    for (const error of errors ?? []) {
      expect(error.message).toBe(`The subgraph ${failing} could not answer this part.`);
      expect(error.extensions).toEqual({ code: 'DOWNSTREAM_SERVICE_ERROR', service: failing });
    }
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify({ data, errors })).not.toContain('secret of the subgraph');
  });
});
