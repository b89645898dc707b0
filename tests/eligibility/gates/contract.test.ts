import { describe, expect, test } from 'vitest';
import type { ContractFact } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import {
  answer,
  asker,
  between,
  contract,
  equivalence,
  facts,
  findingsOf,
  held,
  hold,
  levelFacts,
  OPEN,
  profile,
  verdicts,
  withContracts,
  type Question,
} from '../../support/eligibility.ts';

/** The codes of the contract gate that do not pass, for a partner with this one contract. */
const of = (over: Partial<ContractFact>, question: Omit<Question, 'facts'> = {}): readonly string[] =>
  verdicts('CONTRACT', { facts: withContracts(contract(over)), ...question }).filter(
    (one) => !one.startsWith('PASS'),
  );

const unlocksWith = (over: Partial<ContractFact>) => answer({ facts: withContracts(contract(over)) }).unlocks;

test('supplier, term, hold, ceiling and level are findings of their own', () => {
  expect(verdicts('CONTRACT')).toEqual([
    'PASS SUPPLIER_NAMED',
    'PASS IN_TERM',
    'PASS NO_HOLD',
    'PASS CEILING_LEFT',
    'PASS LEVEL_COVERED',
  ]);
  for (const found of findingsOf(answer(), 'CONTRACT')) {
    expect(found.evidence).toEqual([{ type: 'Contract', id: 'gb-main' }]);
  }
});

test('each failing one is told, not the first alone', () => {
  const over = { holds: [hold()], term: between('2020-01-01', '2021-01-01'), levels: ['GB:O'] };
  expect(of(over)).toEqual(['FAIL TERM_ENDED', 'FAIL ON_HOLD', 'FAIL LEVEL_NOT_COVERED']);
});

describe('the supplier', () => {
  test('must be named by a contract that conveys purchase, else one could be awarded', () => {
    for (const contracts of [
      [],
      [contract({ suppliers: [{ provider: 'other', verification: 'VERIFIED' }] })],
      [contract({ conveysPurchase: false })],
    ]) {
      const decision = answer({ facts: withContracts(...contracts) });
      expect(findingsOf(decision, 'CONTRACT').map(({ code }) => code)).toEqual(['NO_CONTRACT']);
      expect(decision.way.contract).toBeNull();
      expect(decision.unlocks).toMatchObject([
        { kind: 'AWARD_CONTRACT', subject: 'acme', responsible: 'the contracting authority of GB' },
      ]);
    }
  });

  test('needs confirmation where it may stand in a call-off list', () => {
    expect(of({ suppliers: [], suppliersPublished: false })).toEqual(['REVIEW SUPPLIERS_NOT_PUBLISHED']);
  });

  test('needs confirmation where it, or the contract, was not verified', () => {
    expect(of({ suppliers: [{ provider: 'acme', verification: 'UNVERIFIED' }] })).toEqual([
      'REVIEW SUPPLIER_UNVERIFIED',
    ]);
    expect(of({ verification: 'ILLUSTRATIVE' })).toEqual(['REVIEW SUPPLIER_UNVERIFIED']);
  });
});

describe('a contract that the ask names is the only one that counts', () => {
  const named = (contract_: string, over: Partial<ContractFact> = {}) =>
    of(over, { ask: { contract: contract_ } });

  test('where it is the partner’s and names the supplier', () => {
    expect(named('gb-main')).toEqual([]);
  });

  test('and fails where it is none of the partner, conveys no purchase or names another supplier', () => {
    expect(named('us-dod-jwcc')).toEqual(['FAIL NOT_A_CONTRACT_OF_PARTNER']);
    expect(named('gb-main', { conveysPurchase: false })).toEqual(['FAIL CONVEYS_NO_PURCHASE']);
    expect(named('gb-main', { suppliers: [] })).toEqual(['FAIL SUPPLIER_NOT_NAMED']);
  });
});

describe('the buyer', () => {
  test('needs to confirm where one body orders and the asker is not known to belong to it', () => {
    expect(of({ buyerTags: ['GB-DEFENCE'] })).toEqual(['REVIEW BUYER_IS_A_BODY']);
  });

  test('is no question for an asker of that body', () => {
    const question = {
      facts: withContracts(contract({ buyerTags: ['GB-DEFENCE'] })),
      asker: asker('GB', 'GB-DEFENCE'),
    };
    expect(verdicts('CONTRACT', question)).toContain('PASS OPEN_TO_ASKER');
    const nato = { facts: withContracts(contract({ buyerTags: ['NATO'] })), asker: asker('NATO') };
    expect(verdicts('CONTRACT', nato)).toContain('PASS OPEN_TO_ASKER');
  });
});

describe('the term', () => {
  const on = (day: string, over: Partial<ContractFact>) => of(over, { ask: { on: day } });

  test('holds from its first day until the day after its last', () => {
    const term = between('2022-12-08', '2028-06-09');
    expect(on('2022-12-07', { term })).toEqual(['FAIL NOT_STARTED']);
    expect(on('2022-12-08', { term })).toEqual([]);
    expect(on('2028-06-08', { term })).toEqual([]);
    expect(on('2028-06-09', { term })).toEqual(['FAIL TERM_ENDED']);
  });

  test('could be extended once it has ended', () => {
    expect(unlocksWith({ term: between('2019-07', '2026-07-01') })).toMatchObject([
      { kind: 'EXTEND_TERM', subject: 'gb-main' },
    ]);
  });

  test('needs confirmation where a bound is not published', () => {
    for (const term of [OPEN, between('2020-01-01', null), between(null, '2030-01-01')]) {
      expect(of({ term })).toEqual(['REVIEW TERM_NOT_PUBLISHED']);
    }
  });

  test('needs confirmation where the day falls inside an imprecise or past an unverified date', () => {
    expect(of({ term: between('2020', '2026') })).toEqual(['REVIEW TERM_UNCERTAIN']);
    const unverified = { ...between('2020-01-01', '2026-01-01'), untilVerified: false };
    expect(of({ term: unverified })).toEqual(['REVIEW TERM_UNCERTAIN']);
  });

  test('is over for good once the contract is cancelled: only another award helps', () => {
    expect(
      on('2021-07-05', { cancelledFrom: '2021-07-06', term: between('2019-10-25', '2030-01-01') }),
    ).toEqual([]);
    expect(
      on('2021-07-06', { cancelledFrom: '2021-07-06', term: between('2019-10-25', '2030-01-01') }),
    ).toEqual(['FAIL CANCELLED']);
    expect(unlocksWith({ cancelledFrom: '2021-07-06' })).toMatchObject([{ kind: 'AWARD_CONTRACT' }]);
    expect(of({ cancelledFrom: '2026' })).toEqual(['REVIEW TERM_UNCERTAIN']);
  });
});

describe('a hold', () => {
  const jedi = {
    ...between('2020-02-13', '2021-07-06'),
    reason: 'preliminary injunction',
    forum: 'the Court',
  };
  const on = (day: string, over = {}) =>
    of(
      { holds: [hold({ ...jedi, ...over })], term: between('2019-10-25', '2030-01-01') },
      { ask: { on: day } },
    );

  test('stops the contract from its first day until it is lifted', () => {
    expect(on('2020-01-15')).toEqual([]);
    expect(on('2020-02-13')).toEqual(['FAIL ON_HOLD']);
    expect(on('2020-06-01')).toEqual(['FAIL ON_HOLD']);
    expect(on('2021-07-06')).toEqual([]);
  });

  test('is lifted by its forum', () => {
    const unlocks = unlocksWith({ holds: [hold(), hold({ id: 'two', forum: 'the GAO' })] });
    expect(unlocks.map(({ kind, responsible }) => [kind, responsible])).toEqual([
      ['LIFT_HOLD', 'the Court of Claims'],
      ['LIFT_HOLD', 'the GAO'],
    ]);
  });

  test('needs confirmation where it was not verified or its dates leave the day open', () => {
    expect(on('2020-06-01', { verification: 'UNVERIFIED' })).toEqual(['REVIEW HOLD_UNCERTAIN']);
    expect(on('2020-06-01', { from: '2020' })).toEqual(['REVIEW HOLD_UNCERTAIN']);
  });
});

describe('the ceiling', () => {
  const left = (remaining: string | null, verification: 'VERIFIED' | 'UNVERIFIED' = 'VERIFIED') =>
    verdicts('CONTRACT', {
      facts: withContracts(
        contract({ ceiling: { amount: '100', currency: 'GBP', remaining, verification } }),
      ),
    })[3];

  test('must have something left', () => {
    expect(left('0.01')).toBe('PASS CEILING_LEFT');
    for (const none of ['0', '0.00', '-3.10', '-0']) expect(left(none), none).toBe('FAIL CEILING_EXHAUSTED');
  });

  test('could be raised', () => {
    const ceiling = { amount: '1', currency: 'GBP', remaining: '0', verification: 'VERIFIED' } as const;
    expect(unlocksWith({ ceiling })).toMatchObject([{ kind: 'RAISE_CEILING', subject: 'gb-main' }]);
  });

  test('does not stop anything where none, or no spend, is published', () => {
    expect(left(null)).toBe('PASS CEILING_NOT_PUBLISHED');
    expect(verdicts('CONTRACT', { facts: withContracts(contract({ ceiling: null })) })[3]).toBe(
      'PASS CEILING_NOT_PUBLISHED',
    );
  });

  test('needs confirmation where it was not verified', () => {
    expect(left('5', 'UNVERIFIED')).toBe('REVIEW CEILING_UNVERIFIED');
    expect(left('0', 'UNVERIFIED')).toBe('REVIEW CEILING_UNVERIFIED');
  });
});

describe('the level', () => {
  test('is covered where it is listed or lies between two listed ones of one chain', () => {
    expect(of({ levels: ['GB:S'] })).toEqual([]);
    expect(of({ levels: ['GB:O', 'GB:TS'] })).toEqual([]);
    expect(of({ levels: ['GB:TS'] })).toEqual(['FAIL LEVEL_NOT_COVERED']);
    expect(of({ levels: ['GB:O'] })).toEqual(['FAIL LEVEL_NOT_COVERED']);
  });

  test('does not lie between two listed ones of different chains', () => {
    const question = { ask: { level: 'CA:C' }, asker: asker('CA') };
    expect(of({ levels: ['CA:PA', 'CA:TS'] }, question)).toEqual(['FAIL LEVEL_NOT_COVERED']);
    expect(of({ levels: ['CA:U', 'CA:TS'] }, question)).toEqual([]);
  });

  test('is covered where the level held is, in the scheme of the authorisation', () => {
    const question = {
      profile: profile({ authorisations: [held('DOD-IL6')] }),
      facts: facts({
        level: levelFacts({ equivalences: [equivalence('GB:S', 'US:S')] }),
        contract: { dataVersion: 'v', contracts: [contract({ levels: ['US:U', 'US:TS'] })] },
      }),
    };
    expect(verdicts('CONTRACT', question)).toContain('PASS LEVEL_COVERED');
  });

  test('could be added', () => {
    expect(unlocksWith({ levels: ['GB:O'] })).toMatchObject([
      { kind: 'EXTEND_CONTRACT_LEVELS', subject: 'gb-main' },
    ]);
  });

  test('needs confirmation where the levels are not published or were not verified', () => {
    expect(of({ levelsPublished: false })).toEqual(['REVIEW LEVELS_NOT_PUBLISHED']);
    expect(of({ levels: [] })).toEqual(['REVIEW LEVELS_NOT_PUBLISHED']);
    expect(of({ levelsVerification: 'UNVERIFIED' })).toEqual(['REVIEW LEVELS_UNVERIFIED']);
  });

  test('is UNKNOWN where only the order of levels would tell, and that could not be read', () => {
    const unreadable = (levels: readonly string[]) =>
      verdicts('CONTRACT', {
        facts: facts({ level: null, contract: { dataVersion: 'v', contracts: [contract({ levels })] } }),
      })[4];
    expect(unreadable(['GB:O', 'GB:TS'])).toBe('UNKNOWN LEVEL_ORDER_UNREADABLE');
    expect(unreadable(['GB:S'])).toBe('PASS LEVEL_COVERED');
  });
});

test('it is UNKNOWN where the contract facts could not be read', () => {
  expect(verdicts('CONTRACT', { facts: facts({ contract: null }) })).toEqual([
    'UNKNOWN CONTRACTS_UNREADABLE',
  ]);
});
