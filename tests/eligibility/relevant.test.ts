import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '../../subgraphs/catalogue/eligibility/decide.ts';
import { relevantFacts } from '../../subgraphs/catalogue/eligibility/relevant.ts';
import { anyWorld } from '../support/eligibility-arbitraries.ts';

it('the facts that bear on a profile lead to the same decision as all facts do', () => {
  fc.assert(
    fc.property(anyWorld, fc.subarray(['level', 'contract', 'device'] as const), (world, unread) => {
      const { profile, ask, asker } = world;
      const facts = { ...world.facts, ...Object.fromEntries(unread.map((it) => [it, null])) };
      const relevant = relevantFacts(facts, ask, asker, profile);
      expect(decide(profile, relevant, ask, asker, 'v')).toEqual(decide(profile, facts, ask, asker, 'v'));
    }),
    { numRuns: 5_000 },
  );
});

it('and no others are kept: contracts of other suppliers, other devices, agreements of other countries', () => {
  fc.assert(
    fc.property(anyWorld, ({ profile, facts, ask, asker }) => {
      const { contract, device, level } = relevantFacts(facts, ask, asker, profile);
      for (const { id, suppliersPublished, suppliers } of contract?.contracts ?? []) {
        const names = suppliers.some((it) => it.provider === profile.provider);
        expect(id === ask.contract || names || !suppliersPublished).toBe(true);
      }
      for (const { id } of device?.models ?? []) expect(id).toBe(profile.deviceModel);
      for (const { parties } of level?.agreements ?? []) {
        const isParty = parties.some((it) => it.partner === profile.operatorCountry || it.membersOf !== null);
        expect(isParty).toBe(true);
      }
    }),
  );
});
