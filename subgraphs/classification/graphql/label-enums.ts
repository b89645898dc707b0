import type { CombineCode, DeclaredCheck } from '../domain/labels/combine.ts';
import type { FindingSeverity, Release } from '../domain/labels/label.ts';
import type { LabelComparison } from '../domain/labels/order.ts';
import type { LabelForm } from '../domain/labels/print.ts';
import type { ReleaseReason } from '../domain/labels/release.ts';
import { describedEnum } from '../../../platform/graphql/enums.ts';

export const LabelFormEnum = describedEnum<LabelForm>('LabelForm', 'How a label is printed.', {
  BANNER: 'In words: `SECRET//NOFORN`.',
  PORTION: 'In letters and brackets, for US markings: `(S//NF)`.',
});

export const LabelOrderEnum = describedEnum<LabelComparison>(
  'LabelOrder',
  'How two labels stand: whether information may flow from what one marks to what the other marks.',
  {
    EQUAL: 'Both mean the same.',
    A_DOMINATES: 'Information marked `b` may flow into what is marked `a`.',
    B_DOMINATES: 'Information marked `a` may flow into what is marked `b`.',
    INCOMPARABLE: 'One policy, and neither may flow into the other.',
    NOT_COMPARABLE: 'No order between their policies or chains: an equivalence and the owners settle it.',
    INVALID: 'One of them is no label.',
  },
);

export const FindingSeverityEnum = describedEnum<FindingSeverity>(
  'FindingSeverity',
  'How grave a finding is.',
  { ERROR: 'The label is not taken.', WARNING: 'The label is taken and should be corrected.' },
);

export const ReleaseKindEnum = describedEnum<Release['kind']>(
  'ReleaseKind',
  'What a label says on release.',
  {
    OPEN: 'No bar by marking.',
    UNMARKED: 'No release marking: the owner only, until a disclosure decision.',
    NOFORN: 'The owner only, by the originator’s will.',
    EYES_ONLY: 'Those named and nobody else, agreement or not.',
    LISTED: 'Those named.',
  },
);

export const ReleaseReasonEnum = describedEnum<ReleaseReason>(
  'ReleaseReason',
  'Why a label may, or may not, go to the recipients.',
  {
    NO_MARKING_BAR: 'The marking puts no bar on release.',
    OWNER: 'The recipients own or hold the information.',
    IN_RELEASE_SET: 'The release set holds every recipient.',
    NOT_IN_RELEASE_SET: 'The release set does not hold every recipient.',
    NEEDS_DISCLOSURE_REVIEW: 'There is no release marking: a disclosure decision is needed.',
    THIRD_PARTY_CONSENT: 'Foreign information: its owner has to consent.',
    NOFORN: 'The originator bars release to foreigners.',
    EYES_ONLY: 'For those named only.',
    DISPLAY_ONLY: 'It may be shown, not given.',
    MEMBERSHIP_UNCERTAIN: 'The dates do not show that a recipient is a member of the group on that day.',
    INVALID_LABEL: 'The label contradicts itself.',
    UNKNOWN_MARKING: 'The label was not understood, which never means unclassified.',
    UNKNOWN_RECIPIENT: 'A recipient is no known country or group.',
    NO_RECIPIENT: 'No recipient is named.',
  },
);

export const CombineCodeEnum = describedEnum<CombineCode>(
  'LabelCombinationCode',
  'Whether labels combine, and why not.',
  {
    COMBINED: 'They combine.',
    NOTHING_TO_COMBINE: 'There are no labels.',
    INVALID_LABEL: 'One of them is no label.',
    DIFFERENT_POLICIES: 'They belong to different policies.',
    DIFFERENT_CHAINS: 'Their levels lie on different chains.',
    NOFORN_EXCLUDES_DISPLAY_ONLY: 'No label carries both NOFORN and DISPLAY ONLY.',
  },
);

export const DeclaredCodeEnum = describedEnum<DeclaredCheck['code']>(
  'DeclaredLabelCode',
  'Whether a declared label suffices for its parts, and why not.',
  {
    SUFFICIENT: 'It dominates the join of its parts.',
    UNDER_MARKED: 'It does not dominate the join of its parts.',
    NOT_COMPARABLE: 'It and its parts have no order.',
    INVALID_LABEL: 'It or a part is no label.',
  },
);
