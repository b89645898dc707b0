import { partnerAuthority } from '../authorities.ts';
import type { Context, LevelContext } from '../context.ts';
import type { ClearanceFact, LevelId } from '../facts.ts';
import { holdingGate } from '../gate.ts';
import type { Holding } from '../holding.ts';
import { reaches } from '../levels.ts';
import type { PersonnelFact, RequirementProfile } from '../profile.ts';

/**
 * A clearance reaches within one chain. That of the operator's country in another scheme counts only once
 * the partner's authority has confirmed it. The level asked and the level held both count as the level
 * demanded: one of the two is where the clearance's own scheme can be compared.
 */
export const PERSONNEL = holdingGate({
  name: 'PERSONNEL',
  part: 'HOLDING',
  law: 'The clearance and the citizenship of the operators meet what the level demands; not applicable to levels that are no security classification.',
  reads: [{ facts: 'level', when: 'always' }],
  codes: {
    NOT_CLASSIFIED: { status: 'PASS', meaning: 'Not applicable: the level is no security classification.' },
    CLEARED: {
      status: 'PASS',
      meaning: 'The operators are cleared for the level and of a fitting citizenship.',
    },
    PERSONNEL_NOT_PUBLISHED: { status: 'REVIEW', meaning: 'Nothing is published of the operators.' },
    PERSONNEL_UNVERIFIED: {
      status: 'REVIEW',
      meaning: 'What is published of the operators was not verified.',
    },
    CLEARANCE_NOT_PUBLISHED: {
      status: 'REVIEW',
      meaning: "The operators' clearance, or the level that it permits, is not published.",
    },
    CLEARANCE_UNVERIFIED: {
      status: 'REVIEW',
      meaning: 'The level that the clearance permits was not verified.',
    },
    FOREIGN_CLEARANCE: {
      status: 'REVIEW',
      meaning:
        "The operator's country granted the clearance; the partner's authority would have to confirm it.",
    },
    CITIZENSHIP_NOT_PUBLISHED: { status: 'REVIEW', meaning: "The operators' citizenship is not published." },
    FOREIGN_CITIZENSHIP: {
      status: 'REVIEW',
      meaning:
        "The operators are citizens of the operator's country; the partner's authority would have to accept them.",
    },
    CLEARANCE_TOO_LOW: {
      status: 'FAIL',
      meaning: 'The clearance does not reach the level.',
      unlock: 'CLEAR_PERSONNEL',
    },
    CITIZENSHIP_UNFIT: {
      status: 'FAIL',
      meaning: 'The operators may be citizens of a third country.',
      unlock: 'CLEAR_PERSONNEL',
    },
    LEVELS_UNREADABLE: { status: 'UNKNOWN', meaning: 'The level facts could not be read.' },
  },
  findings(report, context, profile, holding) {
    const { level } = context;
    const { level: asked } = context.ask;
    const { partner } = context.asker;
    if (!level) {
      const message = `The level facts could not be read, so which clearance ${asked} demands is unknown.`;
      return [report('LEVELS_UNREADABLE', message)];
    }
    if (!level.index.classified(asked)) {
      const message = `${asked} is no security classification, so no clearance is needed.`;
      return [report('NOT_CLASSIFIED', message)];
    }
    const { personnel } = profile;
    if (!personnel) {
      const message = `Nothing is published of the operators; the provider would have to show their clearance for ${holding.level}.`;
      return [report('PERSONNEL_NOT_PUBLISHED', message)];
    }
    if (personnel.verification !== 'VERIFIED') {
      const message = `What is published of the operators was not verified; the provider would have to show their clearance for ${holding.level}.`;
      return [report('PERSONNEL_UNVERIFIED', message)];
    }
    const evidence = personnel.clearances.map((id) => ({ type: 'Clearance', id }) as const);
    const names = personnel.clearances.join(', ');
    const citizens = personnel.citizenships.join(', ');
    const unlocks = [
      {
        kind: 'CLEAR_PERSONNEL',
        message: `Operators who are citizens of ${partner} and cleared for ${holding.level} would remove this.`,
        responsible: profile.provider,
        subject: holding.level,
      },
    ] as const;
    const clearance = clearanceOf(context, level, profile, personnel, holding);
    const citizenship = citizenshipOf(context, profile, personnel, holding);
    const confirm = `${partnerAuthority(context)} would have to confirm`;
    if (clearance === 'TOO_LOW') {
      const message = `The operators' clearance (${names}) does not reach ${holding.level}.`;
      return [report('CLEARANCE_TOO_LOW', message, { evidence, unlocks })];
    }
    if (citizenship === 'UNFIT') {
      const message = `The operators may be citizens of ${citizens}, who are neither of ${partner} nor of the operator's country.`;
      return [report('CITIZENSHIP_UNFIT', message, { evidence, unlocks })];
    }
    if (clearance === 'NOT_PUBLISHED') {
      const message = `Which clearance the operators hold, or what it permits, is not published; ${confirm} ${holding.level}.`;
      return [report('CLEARANCE_NOT_PUBLISHED', message, { evidence })];
    }
    if (clearance === 'FOREIGN') {
      const message = `The operators' clearance (${names}) was granted abroad; ${confirm} it for ${holding.level}.`;
      return [report('FOREIGN_CLEARANCE', message, { evidence })];
    }
    if (clearance === 'UNVERIFIED') {
      const message = `That ${names} permits ${holding.level} was not verified; ${confirm} it.`;
      return [report('CLEARANCE_UNVERIFIED', message, { evidence })];
    }
    if (citizenship === 'NOT_PUBLISHED') {
      const message = `The operators' citizenship is not published; ${confirm} it.`;
      return [report('CITIZENSHIP_NOT_PUBLISHED', message, { evidence })];
    }
    if (citizenship === 'FOREIGN') {
      const message = `The operators are citizens of ${citizens}; ${confirm} them for ${holding.level}.`;
      return [report('FOREIGN_CITIZENSHIP', message, { evidence })];
    }
    const message = `The operators hold ${names} and are citizens of ${citizens}.`;
    return [report('CLEARED', message, { evidence })];
  },
});

/** Best first. */
const CLEARANCE_ORDER = ['REACHES', 'UNVERIFIED', 'FOREIGN', 'NOT_PUBLISHED', 'TOO_LOW'] as const;
type ClearanceVerdict = (typeof CLEARANCE_ORDER)[number];

/** The best of the operators' clearances against the level asked and the level held. */
function clearanceOf(
  context: Context,
  level: LevelContext,
  profile: RequirementProfile,
  personnel: PersonnelFact,
  holding: Holding,
): ClearanceVerdict {
  const verdicts = personnel.clearances.flatMap((id): ClearanceVerdict[] => {
    const clearance = level.clearances.get(id);
    if (!clearance || clearance.permitsUpTo === null) return ['NOT_PUBLISHED'];
    return [context.ask.level, holding.level].map((demanded) => {
      return against(context, level, profile, clearance, demanded);
    });
  });
  return CLEARANCE_ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'NOT_PUBLISHED';
}

function against(
  context: Context,
  level: LevelContext,
  profile: RequirementProfile,
  clearance: ClearanceFact,
  demanded: LevelId,
): ClearanceVerdict {
  const permits = clearance.permitsUpTo as LevelId;
  if (reaches(level.index, permits, demanded)) {
    return clearance.verification === 'VERIFIED' ? 'REACHES' : 'UNVERIFIED';
  }
  if (level.index.compare(permits, demanded) !== null) {
    return clearance.verification === 'VERIFIED' ? 'TOO_LOW' : 'UNVERIFIED';
  }
  const operatorUnknown = profile.operatorCountry === null || profile.operatorVerification !== 'VERIFIED';
  const { grantor } = clearance;
  if (grantor === context.asker.partner) return 'TOO_LOW';
  return operatorUnknown || grantor === profile.operatorCountry ? 'FOREIGN' : 'TOO_LOW';
}

type CitizenshipVerdict = 'FITS' | 'NOT_PUBLISHED' | 'FOREIGN' | 'UNFIT';

/** The citizenships that operators are restricted to, against the partner, the authorisation, the operator. */
function citizenshipOf(
  context: Context,
  profile: RequirementProfile,
  personnel: PersonnelFact,
  holding: Holding,
): CitizenshipVerdict {
  const { citizenships } = personnel;
  if (citizenships.length === 0) return 'NOT_PUBLISHED';
  const own = [context.asker.partner, holding.authorisation?.jurisdiction];
  if (citizenships.every((one) => own.includes(one))) return 'FITS';
  if (profile.operatorCountry === null || profile.operatorVerification !== 'VERIFIED') return 'FOREIGN';
  const operators = [...own, profile.operatorCountry];
  return citizenships.every((one) => operators.includes(one)) ? 'FOREIGN' : 'UNFIT';
}
