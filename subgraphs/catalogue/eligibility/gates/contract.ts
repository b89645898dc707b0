import { coverage } from '../../../../platform/calendar/period.ts';
import type { Context } from '../context.ts';
import { holdsTag } from '../customer-tags.ts';
import type { Evidence, Finding, Unlock } from '../decision.ts';
import type { ContractFact, LevelId } from '../facts.ts';
import { contractGate, type Report } from '../gate.ts';
import { covers } from '../levels.ts';

const AWARD = { status: 'FAIL', unlock: 'AWARD_CONTRACT' } as const;
const TERM = { status: 'FAIL', unlock: 'EXTEND_TERM' } as const;

const CODES = {
  SUPPLIER_NAMED: { status: 'PASS', meaning: 'The contract conveys purchase and names the supplier.' },
  SUPPLIERS_NOT_PUBLISHED: {
    status: 'REVIEW',
    meaning: 'The suppliers stand in call-off lists that are not published.',
  },
  SUPPLIER_UNVERIFIED: {
    status: 'REVIEW',
    meaning: 'The contract, or that it names the supplier, was not verified.',
  },
  NO_CONTRACT: { ...AWARD, meaning: 'No contract of the partner names the supplier.' },
  NOT_A_CONTRACT_OF_PARTNER: { ...AWARD, meaning: 'The contract asked for is none of the partner.' },
  CONVEYS_NO_PURCHASE: { ...AWARD, meaning: 'The contract asked for conveys no purchase.' },
  SUPPLIER_NOT_NAMED: { ...AWARD, meaning: 'The contract asked for does not name the supplier.' },
  OPEN_TO_ASKER: { status: 'PASS', meaning: 'The asker belongs to a body that may order.' },
  BUYER_IS_A_BODY: {
    status: 'REVIEW',
    meaning: 'One body may order, and the asker is not known to belong to it.',
  },
  IN_TERM: { status: 'PASS', meaning: 'The contract is in term on that day.' },
  TERM_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'The start or the end of the contract is not published.' },
  TERM_UNCERTAIN: {
    status: 'REVIEW',
    meaning: 'Imprecise or unverified dates leave the term open on that day.',
  },
  NOT_STARTED: { ...TERM, meaning: 'The contract starts on a later day.' },
  TERM_ENDED: { ...TERM, meaning: 'The contract has ended.' },
  CANCELLED: { ...AWARD, meaning: 'The contract is cancelled, which is final.' },
  NO_HOLD: { status: 'PASS', meaning: 'No hold is in effect on that day.' },
  HOLD_UNCERTAIN: { status: 'REVIEW', meaning: 'A hold may be in effect on that day.' },
  ON_HOLD: { status: 'FAIL', unlock: 'LIFT_HOLD', meaning: 'A hold is in effect on that day.' },
  CEILING_LEFT: { status: 'PASS', meaning: 'There is ceiling left as far as known.' },
  CEILING_NOT_PUBLISHED: {
    status: 'PASS',
    meaning: 'No exhausted ceiling is known: none, or no spend, is published.',
  },
  CEILING_UNVERIFIED: { status: 'REVIEW', meaning: 'What is left of the ceiling was not verified.' },
  CEILING_EXHAUSTED: { status: 'FAIL', unlock: 'RAISE_CEILING', meaning: 'The ceiling is used up.' },
  LEVEL_COVERED: { status: 'PASS', meaning: 'The contract covers the level asked or the level held.' },
  LEVELS_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'Which levels the contract covers is not published.' },
  LEVELS_UNVERIFIED: { status: 'REVIEW', meaning: 'Which levels the contract covers was not verified.' },
  LEVEL_NOT_COVERED: {
    status: 'FAIL',
    unlock: 'EXTEND_CONTRACT_LEVELS',
    meaning: 'The contract covers neither the level asked nor the level held.',
  },
  LEVEL_ORDER_UNREADABLE: {
    status: 'UNKNOWN',
    meaning: 'Whether the level lies between those covered could not be read.',
  },
  CONTRACTS_UNREADABLE: { status: 'UNKNOWN', meaning: 'The contract facts could not be read.' },
} as const;

/**
 * Supplier, buyer, term, hold, ceiling and level are findings of their own. A protest alone is no hold; a
 * published end that has passed means ended, whatever a record's status says.
 */
export const CONTRACT = contractGate({
  name: 'CONTRACT',
  part: 'CONTRACT',
  law: 'A contract of the partner that conveys purchase names the supplier, is in term and not on hold on the day, covers the level, and has ceiling left as far as known.',
  reads: [
    { facts: 'contract', when: 'always' },
    { facts: 'level', when: 'the contract does not list the level itself' },
  ],
  codes: CODES,
  findings(report, context, provider, contract, level) {
    if (!context.contracts) {
      return [report('CONTRACTS_UNREADABLE', 'The contract facts could not be read.')];
    }
    if (!contract) return [none(report, context, provider)];
    const input: Judged = {
      report,
      context,
      provider,
      contract,
      evidence: [{ type: 'Contract', id: contract.id }],
    };
    return [
      ...supplier(input),
      ...buyer(input),
      ...term(input),
      ...hold(input),
      ...ceiling(input),
      ...levels(input, level),
    ];
  },
});

interface Judged {
  readonly report: Report<typeof CODES>;
  readonly context: Context;
  readonly provider: string;
  readonly contract: ContractFact;
  readonly evidence: readonly Evidence[];
}

const buyerOf = (context: Context): string => `the contracting authority of ${context.asker.partner}`;

function award(context: Context, provider: string): Unlock {
  return {
    kind: 'AWARD_CONTRACT',
    message: `Awarding ${provider} a contract for ${context.ask.level} would remove this.`,
    responsible: buyerOf(context),
    subject: provider,
  };
}

function none(report: Report<typeof CODES>, context: Context, provider: string): Finding {
  const { partner } = context.asker;
  const unlocks = [award(context, provider)];
  return context.ask.contract === null
    ? report('NO_CONTRACT', `No contract of ${partner} names ${provider}.`, { unlocks })
    : report('NOT_A_CONTRACT_OF_PARTNER', `${context.ask.contract} is no contract of ${partner}.`, {
        unlocks,
      });
}

function supplier({ report, context, provider, contract, evidence }: Judged): readonly Finding[] {
  const { id } = contract;
  const unlocks = [award(context, provider)];
  if (!contract.conveysPurchase) {
    return [report('CONVEYS_NO_PURCHASE', `${id} conveys no purchase.`, { evidence, unlocks })];
  }
  const named = contract.suppliers.filter((one) => one.provider === provider);
  if (named.length === 0) {
    if (contract.suppliersPublished) {
      return [report('SUPPLIER_NOT_NAMED', `${id} does not name ${provider}.`, { evidence, unlocks })];
    }
    const message = `The suppliers of ${id} stand in its call-off lists; ${buyerOf(context)} would have to confirm ${provider}.`;
    return [report('SUPPLIERS_NOT_PUBLISHED', message, { evidence })];
  }
  const verified = named.some(({ verification }) => verification === 'VERIFIED');
  if (!verified || contract.verification !== 'VERIFIED') {
    const message = `That ${id} names ${provider} was not verified; ${buyerOf(context)} would have to confirm it.`;
    return [report('SUPPLIER_UNVERIFIED', message, { evidence })];
  }
  return [report('SUPPLIER_NAMED', `${id} names ${provider}.`, { evidence })];
}

function buyer({ report, context, contract, evidence }: Judged): readonly Finding[] {
  const { id, buyerTags } = contract;
  if (buyerTags.length === 0) return [];
  const held = buyerTags.find((tag) => holdsTag(context.asker, tag));
  if (held !== undefined) return [report('OPEN_TO_ASKER', `${held} may order under ${id}.`, { evidence })];
  const message = `${buyerTags.join(', ')} may order under ${id}; it would have to confirm that the asker may.`;
  return [report('BUYER_IS_A_BODY', message, { evidence })];
}

function term({ report, context, provider, contract, evidence }: Judged): readonly Finding[] {
  const { id, cancelledFrom, term: dates } = contract;
  const { on } = context.ask;
  const confirm = `${buyerOf(context)} would have to confirm it`;
  const cancelled = cancelledFrom === null ? 'BEFORE' : coverage({ from: cancelledFrom, until: null }, on);
  if (cancelled === 'IN') {
    const message = `${id} has been cancelled since ${cancelledFrom}.`;
    return [report('CANCELLED', message, { evidence, unlocks: [award(context, provider)] })];
  }
  const where = coverage(dates, on);
  if (where === 'BEFORE' || where === 'AFTER') {
    const started = where === 'AFTER';
    const unlocks: readonly Unlock[] = [
      {
        kind: 'EXTEND_TERM',
        message: `${started ? 'Extending' : 'An earlier start of'} the term of ${id} to include ${on} would remove this.`,
        responsible: buyerOf(context),
        subject: id,
      },
    ];
    return started
      ? [
          report('TERM_ENDED', `${id} is over on ${on}: its term ended by ${dates.until}.`, {
            evidence,
            unlocks,
          }),
        ]
      : [report('NOT_STARTED', `${id} starts on ${dates.from}, after ${on}.`, { evidence, unlocks })];
  }
  if (cancelled === 'UNCERTAIN' || where === 'UNCERTAIN') {
    const message = `The dates of ${id} leave open whether it is in term on ${on}; ${confirm}.`;
    return [report('TERM_UNCERTAIN', message, { evidence })];
  }
  if (dates.from === null || dates.until === null) {
    const what = dates.from === null ? (dates.until === null ? 'term' : 'start') : 'end';
    const message = `The ${what} of ${id} is not published; ${confirm}.`;
    return [report('TERM_NOT_PUBLISHED', message, { evidence })];
  }
  return [report('IN_TERM', `${id} is in term on ${on}.`, { evidence })];
}

function hold({ report, context, contract, evidence }: Judged): readonly Finding[] {
  const { id } = contract;
  const { on } = context.ask;
  const possible = contract.holds.filter((one) => {
    const where = coverage(one, on);
    return where === 'IN' || where === 'UNCERTAIN';
  });
  const inEffect = possible.filter((one) => one.verification === 'VERIFIED' && coverage(one, on) === 'IN');
  if (inEffect.length > 0) {
    const why = inEffect.map(({ reason, from }) => (from === null ? reason : `${reason} since ${from}`));
    const unlocks = inEffect.map((one): Unlock => ({
      kind: 'LIFT_HOLD',
      message: `Lifting the hold (${one.reason}) would remove this.`,
      responsible: one.forum,
      subject: id,
    }));
    return [report('ON_HOLD', `${id} is on hold on ${on}: ${why.join('; ')}.`, { evidence, unlocks })];
  }
  if (possible.length > 0) {
    const forums = [...new Set(possible.map(({ forum }) => forum))].join(', ');
    const message = `Whether ${id} is on hold on ${on} is not certain; ${forums} would have to confirm it.`;
    return [report('HOLD_UNCERTAIN', message, { evidence })];
  }
  return [report('NO_HOLD', `${id} is not on hold on ${on}.`, { evidence })];
}

function ceiling({ report, context, contract, evidence }: Judged): readonly Finding[] {
  const { id } = contract;
  const known = contract.ceiling;
  if (known === null || known.remaining === null) {
    const message =
      known === null
        ? `No ceiling of ${id} is published.`
        : `The ceiling of ${id} is ${known.currency} ${known.amount}; no spend against it is published.`;
    return [report('CEILING_NOT_PUBLISHED', message, { evidence })];
  }
  const left = `${known.currency} ${known.remaining} of ${known.amount}`;
  if (known.verification !== 'VERIFIED') {
    const message = `${id} is said to have ${left} left, which was not verified; ${buyerOf(context)} would have to confirm it.`;
    return [report('CEILING_UNVERIFIED', message, { evidence })];
  }
  if (isPositive(known.remaining)) {
    return [report('CEILING_LEFT', `${id} has ${left} left as far as known.`, { evidence })];
  }
  const unlocks: readonly Unlock[] = [
    {
      kind: 'RAISE_CEILING',
      message: `Raising the ceiling of ${id} would remove this.`,
      responsible: buyerOf(context),
      subject: id,
    },
  ];
  return [report('CEILING_EXHAUSTED', `${id} has ${left} left.`, { evidence, unlocks })];
}

function levels({ report, context, contract, evidence }: Judged, held: LevelId): readonly Finding[] {
  const { id } = contract;
  const asked = context.ask.level;
  const what = held === asked ? asked : `${asked} or ${held}`;
  const confirm = `${buyerOf(context)} would have to confirm ${what}`;
  if (!contract.levelsPublished || contract.levels.length === 0) {
    const message = `Which levels ${id} covers is not published; ${confirm}.`;
    return [report('LEVELS_NOT_PUBLISHED', message, { evidence })];
  }
  const listed = contract.levels.join(', ');
  if (contract.levelsVerification !== 'VERIFIED') {
    const message = `${id} is said to cover ${listed}, which was not verified; ${confirm}.`;
    return [report('LEVELS_UNVERIFIED', message, { evidence })];
  }
  const index = context.level?.index ?? null;
  const covered = [asked, held].map((level) => covers(index, contract.levels, level));
  if (covered.includes(true)) return [report('LEVEL_COVERED', `${id} covers ${what}.`, { evidence })];
  if (covered.includes(null)) {
    const message = `${id} covers ${listed}; whether that includes ${what} could not be read.`;
    return [report('LEVEL_ORDER_UNREADABLE', message, { evidence })];
  }
  const unlocks: readonly Unlock[] = [
    {
      kind: 'EXTEND_CONTRACT_LEVELS',
      message: `Extending ${id} to ${asked} would remove this.`,
      responsible: buyerOf(context),
      subject: id,
    },
  ];
  return [report('LEVEL_NOT_COVERED', `${id} covers ${listed}, not ${what}.`, { evidence, unlocks })];
}

/** Whether a decimal text is above zero. */
function isPositive(decimal: string): boolean {
  return !decimal.trim().startsWith('-') && /[1-9]/.test(decimal);
}
