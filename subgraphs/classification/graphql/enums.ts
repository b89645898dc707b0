import { describedEnum } from '../../../platform/graphql/enums.ts';
import type { AgreementStanding, AgreementStatus } from '../domain/agreements.ts';
import type { AuthorisationStatus } from '../domain/authorisations.ts';
import type { ClearancePermitCode } from '../domain/clearances.ts';
import type { EquivalenceRelation, EquivalentCode, EquivalentMeaning } from '../domain/equivalents.ts';
import type { LevelComparison as LevelOrder } from '../domain/levels.ts';

export const LevelOrderEnum = describedEnum<LevelOrder>(
  'LevelOrder',
  'How one level stands to another of the same scheme, along its chains only.',
  {
    EQUAL: 'Both are the same level.',
    LOWER: 'The first is below the second.',
    HIGHER: 'The first is above the second.',
    NOT_COMPARABLE: 'They belong to different schemes, or to different chains of one scheme.',
  },
);

export const EquivalenceRelationEnum = describedEnum<EquivalenceRelation>(
  'EquivalenceRelation',
  'What an instrument says of two levels.',
  {
    EQUIVALENT: 'The instrument states that the two levels correspond.',
    ALIGNED: 'An official table prints them side by side.',
    HANDLED_AS: 'The recipient protects the first at the second. Never to be read backwards.',
    CONVERTS_TO: 'An older marking converts to the second level.',
    NO_EQUIVALENT: 'The instrument or the scheme states that there is no counterpart.',
    CASE_BY_CASE: 'The owner decides.',
    EXCLUDED: 'The level lies outside the agreement.',
    NO_ROW: 'Deliberately, no correspondence is recorded.',
  },
);

export const EquivalenceDirectionEnum = describedEnum<'MUTUAL' | 'ONE_WAY'>(
  'EquivalenceDirection',
  'Which way an equivalence may be read.',
  { MUTUAL: 'Both ways.', ONE_WAY: 'From its first level to its second only.' },
);

export const EquivalentMeaningEnum = describedEnum<EquivalentMeaning>(
  'EquivalentMeaning',
  'What an equivalence means for the level asked about.',
  {
    EQUIVALENT: 'The other level stands for it.',
    PROTECTED_AS: 'It is protected at the other level; the reverse does not hold.',
    CONVERTED_TO: 'It is an older marking that becomes the other level.',
    NONE: 'It has no counterpart, and the explanation says why.',
  },
);

export const EquivalentReadEnum = describedEnum<'FORWARDS' | 'BACKWARDS'>(
  'EquivalentReading',
  'Which way the row was read.',
  {
    FORWARDS: 'From its first level to its second.',
    BACKWARDS: 'A mutual row, from its second level to its first.',
  },
);

export const EquivalentCodeEnum = describedEnum<EquivalentCode>(
  'EquivalentCode',
  'Why an equivalent may, or may not, be relied on as it stands.',
  {
    RELIABLE: 'It may: verified, in force on the day, within its scope.',
    NOT_VERIFIED: 'No stored copy of a source shows it.',
    DATE_UNCERTAIN: 'The published dates do not show that it holds on the day.',
    SCOPE_LIMITED: 'It holds for one use only; name the use as `scope`.',
    OUTSIDE_SCOPE: 'It holds for another use than the one named.',
    PROTECTION_ONLY: 'It says how to protect, not what corresponds.',
    CONVERSION_ONLY: 'It says what an older marking becomes.',
    NO_EQUIVALENT: 'There is no counterpart.',
    CASE_BY_CASE: 'The owner decides case by case.',
    EXCLUDED: 'The level lies outside the agreement.',
    NO_ROW: 'Deliberately, no correspondence is recorded.',
  },
);

export const AgreementKindEnum = describedEnum<'BILATERAL' | 'MULTILATERAL'>(
  'AgreementKind',
  'Between two parties or more.',
  { BILATERAL: 'Between two parties.', MULTILATERAL: 'Between more than two, or the members of a group.' },
);

export const AgreementStatusEnum = describedEnum<AgreementStatus>(
  'AgreementStatus',
  'Where an agreement stands, read from the words of its source (`statusWords`).',
  {
    IN_FORCE: 'In force.',
    BELIEVED_IN_FORCE: 'Believed to be in force; no stored source shows it.',
    CONCLUDED: 'Concluded; whether it entered into force is not published.',
    SIGNED: 'Signed, not known to be in force.',
    RATIFICATION_PENDING: 'Signed; ratification was under way.',
    LAID_BEFORE_PARLIAMENT: 'Laid before a parliament; entry into force is not published.',
    SUPERSEDED: 'Another agreement took its place (`supersededBy`).',
    NOT_LEGALLY_BINDING: 'An arrangement that binds nobody.',
    NOT_A_SECURITY_AGREEMENT: 'An agreement on something else; listed because it is often taken for one.',
  },
);

export const AgreementStandingEnum = describedEnum<AgreementStanding>(
  'AgreementStanding',
  'Whether an agreement is in force on a day, read conservatively.',
  {
    IN_FORCE: 'In force on that day.',
    NOT_YET_IN_FORCE: 'It had not entered into force by that day.',
    ENDED: 'It had ended by that day.',
    UNCERTAIN: 'Its status or its dates do not decide that day.',
  },
);

export const AgreementScopeEnum = describedEnum<'GENERAL' | 'LIMITED'>(
  'AgreementScope',
  'Whether an agreement is limited to a subject.',
  { GENERAL: 'No limit is stated.', LIMITED: 'Limited to what `scopeWords` says.' },
);

export const LevelCoverageEnum = describedEnum<'ALL' | 'LISTED' | 'NOT_PUBLISHED'>(
  'LevelCoverage',
  'Which levels an agreement covers.',
  {
    ALL: 'All national levels of the parties.',
    LISTED: 'Those of `levelsCovered`.',
    NOT_PUBLISHED: 'The source does not say, or only by reference to a table that was not read.',
  },
);

export const AuthorisationStatusEnum = describedEnum<AuthorisationStatus>(
  'AuthorisationStatus',
  'Where an accreditation regime stands, read from the words of its source (`statusWords`).',
  {
    IN_FORCE: 'In force.',
    LEGACY: 'Being replaced; not granted anew.',
    ANNOUNCED: 'Announced, not yet in use.',
    DRAFT: 'A draft.',
    UNKNOWN: 'No public source says.',
  },
);

export const ClearancePermitCodeEnum = describedEnum<ClearancePermitCode>(
  'ClearancePermitCode',
  'Why a clearance permits a level by itself, or does not.',
  {
    WITHIN_CLEARANCE: 'The level is at or below what the clearance permits.',
    ABOVE_CLEARANCE: 'The level is above what the clearance permits.',
    PERMITS_NO_LEVEL: 'The clearance permits no classified level by itself.',
    OTHER_CHAIN: 'The level stands on another chain of the scheme.',
    OTHER_SCHEME: 'A foreign level: an agreement and a confirmation by its owner are needed.',
  },
);
