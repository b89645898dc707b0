import { grantByPartner, partnerAuthority } from '../authorities.ts';
import { holdingGate } from '../gate.ts';

const GRANT = { status: 'FAIL', unlock: 'GRANT_AUTHORISATION' } as const;

/**
 * Never by name and never by a rank across schemes. Equivalences have a direction, dates and a scope, and
 * do not chain, except through an organisation to which both belong. Another country's authorisation never
 * passes on its own.
 */
export const EQUIVALENCE = holdingGate({
  name: 'EQUIVALENCE',
  part: 'HOLDING',
  law: "The level asked is held by that authorisation: directly in its own scheme, through an equivalence in force in its direction and scope, or through an organisation that both belong to; another country's authority needs the partner's to accept it.",
  reads: [{ facts: 'level', when: 'always' }],
  codes: {
    HELD_DIRECTLY: {
      status: 'PASS',
      meaning: 'The authorisation permits the level asked in its own scheme.',
    },
    HELD_BY_EQUIVALENCE: {
      status: 'PASS',
      meaning: 'A verified equivalence in force leads to a level that it permits.',
    },
    FOREIGN_AUTHORITY: {
      status: 'REVIEW',
      meaning: "Another country's authority granted it; the partner's own would have to accept it.",
    },
    ORGANISATION_AUTHORITY: {
      status: 'REVIEW',
      meaning: "An organisation's authority granted it; the partner's own would have to accept it.",
    },
    EQUIVALENCE_SCOPED: { status: 'REVIEW', meaning: 'The equivalence is limited to a stated scope.' },
    EQUIVALENCE_UNVERIFIED: { status: 'REVIEW', meaning: 'The equivalence was not verified.' },
    EQUIVALENCE_DATE_UNCERTAIN: {
      status: 'REVIEW',
      meaning: 'The published dates leave open whether the equivalence is in force on that day.',
    },
    EQUIVALENCE_CASE_BY_CASE: {
      status: 'REVIEW',
      meaning: 'The owner of the information decides case by case.',
    },
    THROUGH_ORGANISATION: {
      status: 'REVIEW',
      meaning: 'The levels correspond only through an organisation, within its own interest.',
    },
    HIGHER_LEVEL_POSSIBLE: {
      status: 'REVIEW',
      meaning: 'A reading that is not certain asks for a higher level than the authorisation permits.',
    },
    AUTHORISATION_LEVELS_UNVERIFIED: {
      status: 'REVIEW',
      meaning: 'The levels that the authorisation permits were not verified.',
    },
    SCHEME_UNCERTAIN: {
      status: 'REVIEW',
      meaning: 'A scheme in question was not verified, or is not known to be in force on that day.',
    },
    MEMBERSHIP_UNCERTAIN: {
      status: 'REVIEW',
      meaning: "Whether the partner belongs to the level's organisation on that day is not certain.",
    },
    NO_AUTHORISATION: { ...GRANT, meaning: 'No authorisation counts, so nothing holds the level asked.' },
    GRANTS_NO_LEVEL: { ...GRANT, meaning: 'The authorisation grants no level at all.' },
    NOT_FOR_CLASSIFIED: { ...GRANT, meaning: 'The authorisation never permits classified information.' },
    LEVEL_TOO_LOW: { ...GRANT, meaning: 'The authorisation ends below the level asked.' },
    NO_EQUIVALENCE: {
      ...GRANT,
      meaning: 'No equivalence in force leads from the level asked to its scheme.',
    },
    UNKNOWN_LEVEL: { status: 'FAIL', meaning: 'No scheme has the level asked.' },
    LEVEL_OF_ANOTHER: {
      status: 'FAIL',
      meaning: 'The level asked is of a scheme of neither the partner nor an organisation it belongs to.',
    },
    LEVELS_UNREADABLE: { status: 'UNKNOWN', meaning: 'The level facts could not be read.' },
  },
  findings(report, context, profile, { authorisation, reach }) {
    const { level: asked, on } = context.ask;
    if (!reach) {
      const message = `The level facts could not be read, so what holds ${asked} is unknown.`;
      return [report('LEVELS_UNREADABLE', message)];
    }
    const id = authorisation?.id ?? '';
    const evidence = authorisation
      ? [{ type: 'Authorisation' as const, id }, ...reach.evidence]
      : reach.evidence;
    const permits = authorisation?.permitsUpTo.join(', ') ?? '';
    if (reach.failure !== null) {
      const message = {
        UNKNOWN_LEVEL: `No scheme has the level ${asked}.`,
        LEVEL_OF_ANOTHER: `${asked} is a level neither of ${context.asker.partner} nor of an organisation to which it belongs on ${on}.`,
        NO_AUTHORISATION: `No published authorisation that counts holds ${asked}.`,
        GRANTS_NO_LEVEL: `${id} grants no level.`,
        NOT_FOR_CLASSIFIED: `${id} does not permit classified information, and ${asked} is classified.`,
        LEVEL_TOO_LOW: `${id} permits up to ${permits}, which is below what ${asked} demands.`,
        NO_EQUIVALENCE: `${id} permits up to ${permits}, and no equivalence in force on ${on} leads there from ${asked}.`,
      }[reach.failure];
      if (reach.failure === 'UNKNOWN_LEVEL' || reach.failure === 'LEVEL_OF_ANOTHER') {
        return [report(reach.failure, message, { evidence })];
      }
      const unlocks = [grantByPartner(context, profile.deviceModel === null ? 'environment' : 'device')];
      return [report(reach.failure, message, { evidence, unlocks })];
    }
    const held = reach.level === asked ? `${id} permits ${asked}` : `${id} holds ${asked} as ${reach.level}`;
    const [first] = reach.caveats;
    if (first) {
      const reasons = [...new Set(reach.caveats.map(({ reason }) => reason))].join('; ');
      const message = `${held}, but ${reasons}: ${partnerAuthority(context)} would have to accept it.`;
      return [report(first.code, message, { evidence })];
    }
    return [report(reach.pass ?? 'HELD_DIRECTLY', `${held}.`, { evidence })];
  },
});
