import { expect, it } from 'vitest';
import type { Transport } from '../../gateway/transport/transport.ts';
import { ENGINES, startTestGateway } from '../support/gateway.ts';
import { isDeployed } from './place.ts';
import {
  findingsOf,
  WHICH_CAN_WE_GET,
  WHY_NOT,
  type DecisionAnswer,
  type OffersAnswer,
} from './questions.ts';

const SECRET_TEXT = 'connection to 10.1.2.3 refused for user postgres';
const ASKER = { partner: 'US', tags: ['US-DOD', 'US-FEDERAL'] };

/** A transport in which one subgraph fails with a text that nobody may see. */
function without(subgraph: string) {
  return (transport: Transport): Transport => ({
    ...transport,
    subgraphs: transport.subgraphs,
    unready: () => transport.unready(),
    close: () => transport.close(),
    call: (name, call) =>
      name === subgraph ? Promise.reject(new Error(SECRET_TEXT)) : transport.call(name, call),
  });
}

/** The gates that read what each subgraph owns, for an offering that runs in regions. */
const READERS = {
  classification: ['AUTHORISATION', 'EQUIVALENCE', 'AGREEMENT', 'PERSONNEL'],
  contracts: ['CONTRACT'],
  devices: [],
} as const;

const CASES = ENGINES.flatMap((engine) =>
  (['classification', 'contracts', 'devices'] as const).map((subgraph) => [subgraph, engine] as const),
);

it.skipIf(isDeployed).each(CASES)(
  'without %s the main question answers, says what is unknown and names the subgraph alone, by the %s engine',
  async (subgraph, engine) => {
    await using gateway = await startTestGateway({
      around: without(subgraph),
      environment: { GATEWAY_ENGINE: engine },
    });
    const answer = await gateway.ask<{ viewer: { offers: OffersAnswer } }>(ASKER, WHICH_CAN_WE_GET, {
      ask: { level: 'US:S' },
      first: 50,
    });
    expect(JSON.stringify(answer)).not.toContain('10.1.2.3');
    expect(answer.errors?.length).toBeGreaterThan(0);
    for (const error of answer.errors ?? []) {
      expect(error.extensions).toMatchObject({ code: 'DOWNSTREAM_SERVICE_ERROR', service: subgraph });
      expect(error.message).toContain(subgraph);
    }
    const offers = answer.data?.viewer.offers as OffersAnswer;
    expect(offers.edges).toHaveLength(50);
    expect(offers.outcomes.map((it) => it.outcome)).not.toContain('ELIGIBLE');

    const service = await decisionOf(gateway, 'ms.azure-gov-secret.key-vault');
    const unknown = new Set(service.findings.filter((it) => it.status === 'UNKNOWN').map((it) => it.gate));
    for (const gate of unknown) expect(READERS[subgraph]).toContain(gate);
    if (subgraph !== 'devices') {
      expect(unknown.size).toBeGreaterThan(0);
      expect(service.outcome).toBe('UNDETERMINED');
    }
    const device = await decisionOf(gateway, 'ms.ase-pro-r');
    expect(device.outcome).toBe('UNDETERMINED');
    if (subgraph === 'devices') {
      expect(findingsOf(device, 'DEVICE')).toMatchObject([{ status: 'UNKNOWN' }]);
      expect(findingsOf(device, 'LIFECYCLE')).toMatchObject([{ status: 'UNKNOWN' }]);
    }
  },
);

it.skipIf(isDeployed).each(ENGINES)(
  'without the catalogue the %s engine answers that nothing is decided',
  async (engine) => {
    await using gateway = await startTestGateway({
      around: without('catalogue'),
      environment: { GATEWAY_ENGINE: engine },
    });
    const answer = await gateway.ask(ASKER, WHICH_CAN_WE_GET, { ask: { level: 'US:S' }, first: 5 });
    expect(answer.data?.viewer ?? null).toBeNull();
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'DOWNSTREAM_SERVICE_ERROR',
      service: 'catalogue',
    });
  },
);

async function decisionOf(
  gateway: Awaited<ReturnType<typeof startTestGateway>>,
  id: string,
): Promise<DecisionAnswer> {
  const answer = await gateway.ask<{ offering: { decision: DecisionAnswer } }>(ASKER, WHY_NOT, {
    id,
    ask: { level: 'US:S' },
  });
  return answer.data?.offering.decision as DecisionAnswer;
}
