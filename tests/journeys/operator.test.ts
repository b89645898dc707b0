import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../support/gateway.ts';
import { JOURNEYS, startJourney, type Journey } from './place.ts';
import { findingsOf, WHY_NOT, type DecisionAnswer, type FindingAnswer } from './questions.ts';

const PARTNER: Asker = { partner: 'AU', subject: 'portal' };
const OPERATOR: Asker = { partner: 'AU', subject: 'operator', scopes: ['catalogue:operate'] };
const OTHER: Asker = { partner: 'NZ', subject: 'portal' };
const DAY = '2026-11-23';

const REGISTER = `mutation Register($input: RegisterContractInput!) {
  registerContract(input: $input) { contract { id version buyer { id } blueprint { id } status(on: "${DAY}") } }
}`;
const HOLD = `mutation Hold($input: PlaceHoldInput!) {
  placeHold(input: $input) { hold { id } contract { version status(on: "${DAY}") audit(first: 1) { edges { node { action viewer } } } } }
}`;
const LIFT = `mutation Lift($input: LiftHoldInput!) {
  liftHold(input: $input) { contract { version status(on: "${DAY}") } }
}`;
const SPEND = `mutation Spend($input: RecordSpendInput!) {
  recordSpend(input: $input) { recorded contract { version remaining { amount } } }
}`;

describe.each(JOURNEYS)(
  'an operator keeps a contract, over the %s transport, by the %s engine',
  (mode, engine) => {
    let gateway: Journey;
    let contract: string;
    let version: number;
    beforeAll(async () => {
      gateway = await startJourney([mode, engine], { AUDIT: 'on' });
      const input = {
        title: 'Protected cloud for the Commonwealth',
        kind: 'CONTRACT',
        buyer: 'AU',
        suppliers: ['aws'],
        start: '2026-01-01',
        end: '2027-12-31',
        levels: ['AU:P'],
        ceiling: { amount: '1000000', currency: 'AUD' },
        blueprint: 'us-dod-jwcc',
        document: 'Order 7 of 2026',
      };
      const { registerContract } = await gateway.data(OPERATOR, REGISTER, { input });
      expect(registerContract.contract).toMatchObject({
        buyer: { id: 'AU' },
        blueprint: { id: 'us-dod-jwcc' },
        status: 'ACTIVE',
      });
      contract = registerContract.contract.id;
      version = registerContract.contract.version;
    });
    afterAll(() => gateway.close());

    const contractFindings = async (): Promise<readonly FindingAnswer[]> => {
      const id = 'aws.australia.amazon-simple-storage-service';
      const ask = { level: 'AU:P', on: DAY, contract };
      const { offering } = await gateway.data<{ offering: { decision: DecisionAnswer } }>(PARTNER, WHY_NOT, {
        id,
        ask,
      });
      return findingsOf(offering.decision, 'CONTRACT');
    };
    const codes = async () => (await contractFindings()).map((it) => `${it.status} ${it.code}`);

    it('which conveys the offering at the level that it covers', async () => {
      const found = await contractFindings();
      expect(found.filter((it) => it.status !== 'PASS')).toEqual([]);
    });

    it('places a hold, which fails the gate until it is lifted', async () => {
      const input = {
        contract,
        expectedVersion: version,
        reason: 'stop-work order',
        forum: 'the buyer',
        from: '2026-11-01',
      };
      const { placeHold } = await gateway.data(OPERATOR, HOLD, { input });
      expect(placeHold.contract.status).toBe('ON_HOLD');
      expect(placeHold.contract.audit.edges[0].node.viewer).toContain('operator');
      expect(await codes()).toContain('FAIL ON_HOLD');

      const stale = await gateway.ask(OPERATOR, HOLD, { input });
      expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', service: 'contracts' });

      const lift = {
        contract,
        expectedVersion: placeHold.contract.version,
        hold: placeHold.hold.id,
        from: DAY,
      };
      const { liftHold } = await gateway.data(OPERATOR, LIFT, { input: lift });
      expect(liftHold.contract.status).toBe('ACTIVE');
      version = liftHold.contract.version;
      expect(await codes()).not.toContain('FAIL ON_HOLD');
    });

    it('records spend up to the ceiling, which fails the gate and names who could raise it', async () => {
      const input = {
        contract,
        expectedVersion: version,
        reference: 'invoice-1',
        amount: '1000000.00',
        currency: 'AUD',
        from: '2026-10-01',
        until: '2026-11-01',
      };
      const { recordSpend } = await gateway.data(OPERATOR, SPEND, { input });
      expect(Number(recordSpend.contract.remaining.amount)).toBe(0);
      const again = await gateway.data(OPERATOR, SPEND, { input });
      expect(again.recordSpend.recorded).toBe(false);
      expect((await codes()).filter((it) => it.startsWith('FAIL'))).toHaveLength(1);
    });

    it('shows it to its buyer and to nobody else: for others it is as absent as a made-up id', async () => {
      const query = `query C($id: ID!) { contract(id: $id) { id title } contracts(where: { text: "Protected cloud" }) { totalCount } }`;
      const answer = async (asker: Asker, id: string) =>
        JSON.stringify(await gateway.ask(asker, query, { id })).replaceAll(id, '<id>');
      expect(await answer(PARTNER, contract)).toContain('Protected cloud for the Commonwealth');
      expect(await answer(OTHER, contract)).toBe(await answer(OTHER, 'contract_made-up'));
    });

    it('is refused without the scope, and told what is wrong with bad input', async () => {
      const input = { contract, expectedVersion: 1, reason: 'x', forum: 'y', from: '2026-02-30' };
      const refused = await gateway.ask(PARTNER, HOLD, { input: { ...input, from: DAY } });
      expect(refused.errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
      const bad = await gateway.ask(OPERATOR, HOLD, { input });
      expect(bad.errors?.[0]?.message).toContain('2026-02-30');
      expect(bad.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    });
  },
);
