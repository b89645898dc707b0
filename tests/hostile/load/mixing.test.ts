import { afterAll, beforeAll, expect } from 'vitest';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation } from '../support/exchange.ts';
import { joinFacts } from '../support/facts.ts';

const PARTNERS = ['GB', 'US', 'CA', 'AU', 'NZ', 'DE', 'FR', 'NATO'];
const REQUESTS = 1_000;
const AT_A_TIME = 50;
const QUERY = `query Mine($id: ID!) {
  viewer { id partner { id name } }
  partner(id: $id) { id name }
  schemes { id }
}`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ environment: { ENTITY_CACHE_MIB: '16', ANSWER_CACHE_MIB: '16' } });
});
afterAll(() => gateway.close());

hostileCases('Partners at the same time, through the same caches and pools', (hostile) => {
  hostile(
    `${REQUESTS} requests of ${PARTNERS.length} partners with two users each and of nobody, ${AT_A_TIME} at a time`,
    'every answer is its asker’s own',
    async () => {
      const askers = [
        ...PARTNERS.flatMap((partner) => ['a', 'b'].map((subject) => ({ partner, subject }))),
        null,
      ];
      const asks = await Promise.all(
        askers.map(async (asker, index) => {
          const headers = asker ? { authorization: `Bearer ${await gateway.token(asker)}` } : {};
          const id = PARTNERS[index % PARTNERS.length];
          return () => sendOperation(gateway.url, { query: QUERY, variables: { id } }, headers);
        }),
      );
      const own: string[] = [];
      for (const ask of asks) own.push((await ask()).body);
      // Askers differ in what they are told, or a mix would not be seen.
      expect(new Set(own).size).toBe(askers.length);

      let mixed = 0;
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < REQUESTS) {
          const index = (next++ * 7) % asks.length;
          if ((await asks[index]?.())?.body !== own[index]) mixed += 1;
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
      return joinFacts(mixed === 0 ? 'every answer is its asker’s own' : `${mixed} answers are another’s`);
    },
    60_000,
  );
});
