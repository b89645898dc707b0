import { bestAgreement, type AgreementVerdict } from '../agreements.ts';
import type { AgreementFact } from '../facts.ts';
import { offeringGate } from '../gate.ts';

/**
 * An agreement is necessary and never sufficient. That none is on the public list is no firm no, because
 * not every agreement is published.
 */
export const AGREEMENT = offeringGate({
  name: 'AGREEMENT',
  part: 'OFFERING',
  law: "A security agreement in force on the day between the partner and the operator's country covers the level and its scope; not applicable to the partner's own country and to levels that are no security classification.",
  reads: [{ facts: 'level', when: 'always' }],
  codes: {
    OWN_COUNTRY: {
      status: 'PASS',
      meaning: 'Not applicable: the operator is under the partner’s own authority.',
    },
    NOT_CLASSIFIED: { status: 'PASS', meaning: 'Not applicable: the level is no security classification.' },
    IN_FORCE: { status: 'PASS', meaning: 'An agreement in force covers the level.' },
    LIMITED_SCOPE: { status: 'REVIEW', meaning: 'The agreement in force is limited to a stated scope.' },
    ORGANISATION_SCOPE: {
      status: 'REVIEW',
      meaning: "An organisation's agreement covers national information only within its own scope.",
    },
    LEVELS_NOT_PUBLISHED: {
      status: 'REVIEW',
      meaning: 'Which levels the agreement covers is not published.',
    },
    FORCE_NOT_CONFIRMED: {
      status: 'REVIEW',
      meaning: 'That the agreement is in force on that day is believed or undated.',
    },
    AGREEMENT_UNVERIFIED: { status: 'REVIEW', meaning: 'The agreement was not verified.' },
    PARTY_UNCERTAIN: {
      status: 'REVIEW',
      meaning: 'Whether both are parties by membership on that day is not certain.',
    },
    NONE_PUBLISHED: {
      status: 'REVIEW',
      meaning: 'No agreement that covers the level is published, which is no proof that there is none.',
    },
    OPERATOR_NOT_PUBLISHED: { status: 'REVIEW', meaning: "The operator's country is not published." },
    OPERATOR_UNVERIFIED: { status: 'REVIEW', meaning: "The operator's country was not verified." },
    NOT_YET_IN_FORCE: {
      status: 'FAIL',
      meaning: 'The only agreement is signed or pending, or starts on a later day.',
      unlock: 'CONCLUDE_AGREEMENT',
    },
    NO_LONGER_IN_FORCE: {
      status: 'FAIL',
      meaning: 'The only agreement has ended.',
      unlock: 'CONCLUDE_AGREEMENT',
    },
    LEVELS_UNREADABLE: { status: 'UNKNOWN', meaning: 'The level facts could not be read.' },
  },
  findings(report, context, profile) {
    const { level } = context;
    const { partner } = context.asker;
    const { level: asked, on } = context.ask;
    const operator = profile.operatorCountry;
    if (!level) {
      const message = `The level facts could not be read, so which agreements cover ${asked} is unknown.`;
      return [report('LEVELS_UNREADABLE', message)];
    }
    if (!level.index.classified(asked)) {
      return [report('NOT_CLASSIFIED', `${asked} is no security classification, so no agreement is needed.`)];
    }
    if (operator === null) {
      const message = `Whose authority the operator is under is not published; the security authority of ${partner} would have to confirm an agreement with that country.`;
      return [report('OPERATOR_NOT_PUBLISHED', message)];
    }
    if (profile.operatorVerification !== 'VERIFIED') {
      const message = `The operator is said to be under the authority of ${operator}, which was not verified; the security authority of ${partner} would have to confirm it.`;
      return [report('OPERATOR_UNVERIFIED', message)];
    }
    if (operator === partner) {
      return [report('OWN_COUNTRY', `The operator is under the authority of ${partner} itself.`)];
    }
    const best = bestAgreement(context, level, operator);
    if (!best) {
      const message = `No agreement between ${partner} and ${operator} that covers ${asked} is published; the security authority of ${partner} would have to confirm whether there is one.`;
      return [report('NONE_PUBLISHED', message)];
    }
    const { agreement, verdict } = best;
    const evidence = [{ type: 'Agreement', id: agreement.id }] as const;
    const message = sentence(agreement, verdict, partner, asked, on);
    if (verdict !== 'NOT_YET_IN_FORCE' && verdict !== 'NO_LONGER_IN_FORCE') {
      return [report(verdict, message, { evidence })];
    }
    const unlocks = [
      {
        kind: 'CONCLUDE_AGREEMENT',
        message: `Bringing ${agreement.id} into force${verdict === 'NO_LONGER_IN_FORCE' ? ' again' : ''} would remove this.`,
        responsible: `the governments of ${partner} and ${operator}`,
        subject: agreement.id,
      },
    ] as const;
    return [report(verdict, message, { evidence, unlocks })];
  },
});

function sentence(
  agreement: AgreementFact,
  verdict: AgreementVerdict,
  partner: string,
  asked: string,
  on: string,
): string {
  const { id } = agreement;
  const confirm = `the security authority of ${partner} would have to confirm`;
  switch (verdict) {
    case 'IN_FORCE':
      return `${id} is in force on ${on} and covers ${asked}.`;
    case 'LIMITED_SCOPE':
      return `${id} is in force on ${on}, limited to ${agreement.scopeWords ?? 'a part'}; ${confirm} that it applies.`;
    case 'ORGANISATION_SCOPE':
      return `${id} is in force on ${on}, but covers national information only within the organisation's scope; ${confirm} that it applies.`;
    case 'LEVELS_NOT_PUBLISHED':
      return `${id} is in force on ${on}; which levels it covers is not published, and ${confirm} ${asked}.`;
    case 'FORCE_NOT_CONFIRMED':
      return `That ${id} is in force on ${on} is not confirmed; ${confirm} it.`;
    case 'AGREEMENT_UNVERIFIED':
      return `${id} was not verified; ${confirm} it.`;
    case 'PARTY_UNCERTAIN':
      return `Whether both countries are parties to ${id} on ${on} is not certain; ${confirm} it.`;
    case 'NOT_YET_IN_FORCE':
      return `${id} is not in force on ${on}.`;
    case 'NO_LONGER_IN_FORCE':
      return `${id} is no longer in force on ${on}.`;
  }
}
