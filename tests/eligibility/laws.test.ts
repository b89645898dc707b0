import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, decideProfile, prepare } from '../../subgraphs/catalogue/eligibility/decide.ts';
import { FINDING_STATUSES, OUTCOMES, type Decision } from '../../subgraphs/catalogue/eligibility/decision.ts';
import type { Facts, Verification } from '../../subgraphs/catalogue/eligibility/facts.ts';
import { GATES } from '../../subgraphs/catalogue/eligibility/gates.ts';
import { standing } from '../../subgraphs/catalogue/eligibility/standing.ts';
import {
  anyAgreement,
  anyContract,
  anyHold,
  anyProfile,
  anyWorld,
} from '../support/eligibility-arbitraries.ts';
import { applyUnlocks, type World } from '../support/eligibility-unlocks.ts';

const RUNS = { numRuns: 2_000 };

const decideWorld = ({ profile, facts, ask, asker }: World): Decision | null =>
  decide(profile, facts, ask, asker, 'v');

/** Position of the outcome, 0 for ELIGIBLE; a profile that is not shown is worse than all of them. */
const rank = (decision: Decision | null): number =>
  decision ? OUTCOMES.indexOf(decision.outcome) : OUTCOMES.length;

/** Every `verification` anywhere in the value, set to the one given. */
function attest<T>(value: T, verification: Verification): T {
  return JSON.parse(JSON.stringify(value), (key, child: unknown) =>
    /verification$/i.test(key) ? verification : child,
  ) as T;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

test('the generated worlds come to every outcome and to every status of every gate', () => {
  const outcomes = new Map<string, number>();
  const statuses = new Set<string>();
  for (const world of fc.sample(anyWorld, { numRuns: 6_000, seed: 7 })) {
    for (const facts of [
      world.facts,
      { ...world.facts, level: null, device: null },
      { ...world.facts, contract: null },
    ]) {
      const decision = decideWorld({ ...world, facts });
      const outcome = decision?.outcome ?? 'ABSENT';
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      for (const way of decision ? [decision, ...decision.otherWays] : []) {
        for (const { gate, status } of way.findings) statuses.add(`${gate} ${status}`);
      }
    }
  }
  for (const outcome of [...OUTCOMES, 'ABSENT'])
    expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(100);
  const declared = GATES.flatMap(({ name, codes }) =>
    Object.values(codes).map(({ status }) => `${name} ${status}`),
  );
  expect([...statuses].sort()).toEqual([...new Set(declared)].sort());
});

describe('a fact that could not be read', () => {
  const groups: readonly (keyof Facts)[] = ['level', 'contract', 'device'];

  test('never yields ELIGIBLE where a gate reads it', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(...groups), (world, group) => {
        const decision = decideWorld({ ...world, facts: { ...world.facts, [group]: null } });
        if (group === 'device' && world.profile.deviceModel === null) return;
        expect(decision?.outcome).not.toBe('ELIGIBLE');
        expect(decision?.outcome).not.toBe('NEEDS_REVIEW');
        expect(decision?.outcome).not.toBe('UNLOCKABLE');
      }),
      RUNS,
    );
  });

  test('is UNKNOWN only in gates that read it, and in all that always do', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(...groups), (world, group) => {
        const decision = decideWorld({ ...world, facts: { ...world.facts, [group]: null } });
        for (const gate of GATES) {
          const unknown = decision?.findings.some(({ gate: name, status }) => {
            return name === gate.name && status === 'UNKNOWN';
          });
          const reading = gate.reads.find(({ facts }) => facts === group);
          if (!reading) expect(unknown ?? false, gate.name).toBe(false);
          if (decision && reading?.when === 'always') expect(unknown, gate.name).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

describe('facts that nobody verified', () => {
  test('never yield ELIGIBLE where all are unverified or illustrative', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom('UNVERIFIED', 'ILLUSTRATIVE'), (world, how) => {
        expect(decideWorld(attest(world, how))?.outcome).not.toBe('ELIGIBLE');
      }),
      RUNS,
    );
  });

  test('never yield ELIGIBLE where only the profile, the level facts or the contracts are', () => {
    const parts = ['profile', 'level', 'contract'] as const;
    fc.assert(
      fc.property(anyWorld, fc.constantFrom(...parts), (world, part) => {
        const unverified =
          part === 'profile'
            ? { ...world, profile: attest(world.profile, 'UNVERIFIED') }
            : { ...world, facts: { ...world.facts, [part]: attest(world.facts[part], 'UNVERIFIED') } };
        expect(decideWorld(unverified)?.outcome).not.toBe('ELIGIBLE');
      }),
      RUNS,
    );
  });
});

describe('gaining never loses an offering', () => {
  const gains = (world: World, gained: World): void => {
    expect(rank(decideWorld(gained))).toBeLessThanOrEqual(rank(decideWorld(world)));
  };

  test('an agreement that is or may be in force on the day', () => {
    fc.assert(
      fc.property(anyWorld, anyAgreement, (world, agreement) => {
        const { level } = world.facts;
        if (!level) return;
        const gained = { ...agreement, id: 'gained' };
        const where = standing(gained, world.ask.on, level.asOf);
        const pending = ['SIGNED', 'RATIFICATION_PENDING', 'LAID_BEFORE_PARLIAMENT'].includes(gained.status);
        fc.pre(where !== 'BEFORE' && where !== 'AFTER' && !pending);
        const agreements = [...level.agreements, gained];
        gains(world, { ...world, facts: { ...world.facts, level: { ...level, agreements } } });
      }),
      RUNS,
    );
  });

  test('a contract, whatever it is', () => {
    fc.assert(
      fc.property(anyWorld, anyContract, (world, contract) => {
        const contracts = [...(world.facts.contract?.contracts ?? []), { ...contract, id: 'gained' }];
        gains(world, { ...world, facts: { ...world.facts, contract: { dataVersion: 'v', contracts } } });
      }),
      RUNS,
    );
  });

  test('more of a ceiling', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const contracts = (world.facts.contract?.contracts ?? []).map((one) => ({
          ...one,
          ceiling: one.ceiling && { ...one.ceiling, remaining: one.ceiling.remaining && '75.25' },
        }));
        gains(world, { ...world, facts: { ...world.facts, contract: { dataVersion: 'v', contracts } } });
      }),
      RUNS,
    );
  });

  test('a country where data may rest, or all of them', () => {
    fc.assert(
      fc.property(anyWorld, fc.constantFrom('GB', 'US', 'DE', 'FR', null), (world, country) => {
        const { residency } = world.ask;
        const wider = country === null || residency === null ? null : [...residency, country];
        gains(world, { ...world, ask: { ...world.ask, residency: wider } });
      }),
      RUNS,
    );
  });
});

describe('losing never gains an offering', () => {
  const loses = (world: World, lost: World): void => {
    expect(rank(decideWorld(lost))).toBeGreaterThanOrEqual(rank(decideWorld(world)));
  };
  const PAST = '2015-03-01';

  test('a hold on a contract', () => {
    fc.assert(
      fc.property(anyWorld, anyHold, fc.nat(), (world, hold, at) => {
        const contracts = [...(world.facts.contract?.contracts ?? [])];
        const one = contracts[at % Math.max(contracts.length, 1)];
        fc.pre(one !== undefined);
        contracts[contracts.indexOf(one)] = { ...one, holds: [...one.holds, hold] };
        loses(world, { ...world, facts: { ...world.facts, contract: { dataVersion: 'v', contracts } } });
      }),
      RUNS,
    );
  });

  test('the expiry of agreements; and that of contracts, authorisations held or the sale leaves none ELIGIBLE', () => {
    const expired = { until: PAST, untilVerified: true };
    fc.assert(
      fc.property(
        anyWorld,
        fc.subarray(['agreements', 'contracts', 'holdings', 'sale'], { minLength: 1 }),
        (world, what) => {
          const lifecycle = { endOfSale: PAST };
          const { level, contract, device } = world.facts;
          const { profile } = world;
          const lost: World = {
            ...world,
            profile: {
              ...profile,
              authorisations: what.includes('holdings')
                ? profile.authorisations.map((one) => ({ ...one, ...expired }))
                : profile.authorisations,
              lifecycle: what.includes('sale') ? { ...profile.lifecycle, ...lifecycle } : profile.lifecycle,
            },
            facts: {
              level: level && {
                ...level,
                agreements: what.includes('agreements')
                  ? level.agreements.map((one) => ({ ...one, ...expired }))
                  : level.agreements,
              },
              contract: contract && {
                ...contract,
                contracts: what.includes('contracts')
                  ? contract.contracts.map((one) => ({ ...one, term: { ...one.term, ...expired } }))
                  : contract.contracts,
              },
              device: device && {
                ...device,
                models: device.models.map((one) => ({
                  ...one,
                  authorisations: what.includes('holdings')
                    ? one.authorisations.map((entry) => ({ ...entry, ...expired }))
                    : one.authorisations,
                  lifecycle: what.includes('sale') ? { ...one.lifecycle, ...lifecycle } : one.lifecycle,
                })),
              },
            },
          };
          loses(world, lost);
          if (what.some((one) => one !== 'agreements'))
            expect(decideWorld(lost)?.outcome).not.toBe('ELIGIBLE');
        },
      ),
      RUNS,
    );
  });

  test('a narrower release set', () => {
    fc.assert(
      fc.property(anyWorld, fc.func(fc.boolean()), (world, keeps) => {
        const { label } = world.profile;
        const releasableTo = (label.releasableTo ?? ['GB', 'US', 'FR', 'NATO']).filter((one) => keeps(one));
        // A set in place of none narrows only what was shown to all.
        fc.pre(label.releasableTo !== null || decideWorld(world) !== null);
        loses(world, { ...world, profile: { ...world.profile, label: { ...label, releasableTo } } });
      }),
      RUNS,
    );
  });
});

test('applying all the unlocks of an UNLOCKABLE decision leaves no failing gate', () => {
  let unlocked = 0;
  fc.assert(
    fc.property(anyWorld, (world) => {
      const decision = decideWorld(world);
      fc.pre(decision?.outcome === 'UNLOCKABLE');
      expect(decision.unlocks.length).toBeGreaterThan(0);
      const after = decideWorld(applyUnlocks(world, decision));
      expect(after?.findings.filter(({ status }) => status === 'FAIL')).toEqual([]);
      expect(['ELIGIBLE', 'NEEDS_REVIEW']).toContain(after?.outcome);
      unlocked += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(unlocked).toBeGreaterThanOrEqual(1_000);
});

test('every unlock offered is one that the code declares, and only failures offer any', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      for (const { gate, code, status, unlocks } of decideWorld(world)?.findings ?? []) {
        const declared = GATES.find(({ name }) => name === gate)?.codes[code];
        expect(declared?.status).toBe(status);
        expect(new Set(unlocks.map(({ kind }) => kind))).toEqual(
          new Set(declared?.unlock === undefined ? [] : [declared.unlock]),
        );
      }
    }),
    RUNS,
  );
});

test('the order of the gates changes the explanation and never the outcome', () => {
  const orders = fc.shuffledSubarray([...GATES], { minLength: GATES.length, maxLength: GATES.length });
  fc.assert(
    fc.property(anyWorld, orders, ({ profile, facts, ask, asker }, gates) => {
      const usual = decide(profile, facts, ask, asker, 'v');
      const other = decideProfile(prepare(facts, ask, asker, 'v', gates), profile);
      expect(other?.outcome).toBe(usual?.outcome);
      expect(other?.way).toEqual(usual?.way);
      expect(other?.otherWays.map(({ outcome }) => outcome)).toEqual(
        usual?.otherWays.map(({ outcome }) => outcome),
      );
      const sorted = (decision: Decision | null) =>
        decision?.findings.map((one) => JSON.stringify(one)).sort() ?? null;
      expect(sorted(other)).toEqual(sorted(usual));
      const names = other?.findings.map(({ gate }) => gates.findIndex(({ name }) => name === gate)) ?? [];
      expect(names).toEqual(names.toSorted((a, b) => a - b));
    }),
    RUNS,
  );
});

test('the same question always gets the same answer, and the question stays as it was', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const first = decideWorld(freeze(world));
      expect(decideWorld(world)).toEqual(first);
      expect(decideWorld(structuredClone(world))).toEqual(first);
    }),
    RUNS,
  );
});

test('two worlds: with and without hidden profiles, every visible one gets the same answer', () => {
  fc.assert(
    fc.property(anyWorld, fc.array(anyProfile, { maxLength: 6 }), ({ facts, ask, asker }, profiles) => {
      const both = prepare(facts, ask, asker, 'v');
      const answers = profiles.map((one) => decideProfile(both, one));
      const visible = profiles.filter((_, at) => answers[at] !== null);
      const alone = prepare(facts, ask, asker, 'v');
      expect(visible.map((one) => decideProfile(alone, one))).toEqual(answers.filter((one) => one !== null));
    }),
    { numRuns: 1_000 },
  );
});

test('the best way is never worse than another, and every way is told once', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const decision = decideWorld(world);
      if (!decision) return;
      const failures = (way: Pick<Decision, 'findings'>) =>
        way.findings.filter(({ status }) => status === 'FAIL').length;
      const all = [decision, ...decision.otherWays];
      all.forEach((way, at) => {
        const next = all[at + 1];
        if (!next) return;
        const order =
          OUTCOMES.indexOf(way.outcome) - OUTCOMES.indexOf(next.outcome) || failures(way) - failures(next);
        expect(order).toBeLessThanOrEqual(0);
      });
      expect(new Set(all.map(({ way }) => JSON.stringify(way))).size).toBe(all.length);
    }),
    RUNS,
  );
});

test('every gate is evaluated on every way, and says so in a sentence', () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const decision = decideWorld(world);
      for (const way of decision ? [decision, ...decision.otherWays] : []) {
        expect(new Set(way.findings.map(({ gate }) => gate))).toEqual(new Set(GATES.map(({ name }) => name)));
        for (const { message, status } of way.findings) {
          expect(FINDING_STATUSES).toContain(status);
          expect(message).toMatch(/^\S.*\.$/);
          expect(message).not.toMatch(/undefined|null|NaN|\[object/);
        }
      }
    }),
    RUNS,
  );
});
