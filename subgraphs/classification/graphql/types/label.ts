import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import {
  CombineCodeEnum,
  DeclaredCodeEnum,
  FindingSeverityEnum,
  LabelOrderEnum,
  ReleaseKindEnum,
  ReleaseReasonEnum,
} from '../label-enums.ts';

@InputType({
  description:
    'A security label: either the text of a marking (`text`, with `policy` where the text alone does not ' +
    'tell) or its fields (`policy` and `level`, and what goes with them).',
})
export class LabelInput {
  @Field(() => String, {
    nullable: true,
    description:
      'A marking as written: `SECRET//REL TO USA, GBR`, `(S//NF)`, `NATO SECRET`, `SECRET AUSTEO`.',
  })
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'A scheme’s id or a country’s code: `US`, `GB`, `NATO`.' })
  policy?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A level by key, id, abbreviation or name: `S`, `US:S`, `NATO SECRET`.',
  })
  level?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Compartments and other categories: `SI`, `ATOMAL`.',
  })
  categories?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Controls by name: `ORCON`, `RELIDO`, `DISPLAYONLY:AUS`.',
  })
  controls?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Who may receive it: countries (`GBR`, `GB`) and groups (`FVEY`, `NATO`). Absent: no release marking.',
  })
  releasableTo?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the marking puts no bar on release; only for unclassified information without controls.',
  })
  unrestricted?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether release to foreigners is barred (NOFORN).' })
  noforn?: boolean | null;
}

@ObjectType({ description: 'Something found when a label was read.', simpleResolvers: true })
@Public()
export class LabelFinding {
  @Field(() => FindingSeverityEnum)
  severity: keyof typeof FindingSeverityEnum;

  @Field(() => String, { description: 'A stable code: `NOFORN_EXCLUDES_REL`, `UNKNOWN_MARKING` …' })
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType({
  description: 'A security label in normal form: a policy, its level, and what limits who may receive it.',
  simpleResolvers: true,
})
@Public()
export class Label {
  @Field(() => ID, {
    description: 'A scheme’s id, or foreign information in a US paper: `FGI:DEU`, `JOINT:GBR,USA`.',
  })
  policy: string;

  @Field(() => String, { description: 'The key of its level inside the policy: `S`.' })
  levelKey: string;

  @Field(() => [String], { description: 'Categories: every one is needed to read it.' })
  categories: string[];

  @Field(() => ReleaseKindEnum)
  release: keyof typeof ReleaseKindEnum;

  @Field(() => [String], {
    nullable: true,
    description:
      'The release set in countries and groups, owner included; null where everyone may receive it.',
  })
  releaseSet: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The countries of the release set on the day (ISO 3166-1 alpha-3), groups expanded; null where everyone may.',
  })
  releasableTo: string[] | null;

  @Field(() => [String], {
    description: 'Countries whose membership of a group in the release set the day leaves open.',
  })
  uncertain: string[];

  @Field(() => [String], { description: 'What travels with it and binds whoever receives it: `ORCON`.' })
  obligations: string[];

  @Field(() => [String], {
    nullable: true,
    description: 'To whom it may be shown without a copy; null where it is not limited to display.',
  })
  displayOnlyTo: string[] | null;

  @Field(() => Boolean, { description: 'Whether a designated disclosure official may release it (RELIDO).' })
  relido: boolean;
}

@ObjectType({ description: 'A label as it was read.', simpleResolvers: true })
@Public()
export class LabelReading {
  @Field(() => Boolean, { description: 'False where a finding is an error: then there is no label.' })
  valid: boolean;

  @Field(() => Label, { nullable: true })
  label: Label | null;

  @Field(() => [LabelFinding])
  findings: LabelFinding[];
}

@ObjectType({
  description: 'Whether a label may go to recipients by its marking alone. Necessary, never sufficient.',
  simpleResolvers: true,
})
@Public()
export class Releasability {
  @Field(() => Boolean)
  releasable: boolean;

  @Field(() => ReleaseReasonEnum)
  code: keyof typeof ReleaseReasonEnum;

  @Field(() => String)
  explanation: string;

  @Field(() => [String], { description: 'The recipients that the marking does not reach.' })
  refused: string[];

  @Field(() => [String], { description: 'What those who receive it owe.' })
  conditions: string[];

  @Field(() => String, {
    nullable: true,
    description: 'What would unlock it; null where nothing does or has to.',
  })
  unlock: string | null;
}

@ObjectType({ description: 'How two labels stand.', simpleResolvers: true })
@Public()
export class LabelDominance {
  @Field(() => LabelOrderEnum)
  order: keyof typeof LabelOrderEnum;

  @Field(() => LabelReading)
  a: LabelReading;

  @Field(() => LabelReading)
  b: LabelReading;
}

@ObjectType({
  description: 'Several labels combined into one, or why they have no combination.',
  simpleResolvers: true,
})
@Public()
export class LabelCombination {
  @Field(() => CombineCodeEnum)
  code: keyof typeof CombineCodeEnum;

  @Field(() => String)
  explanation: string;

  @Field(() => Label, { nullable: true })
  label: Label | null;

  @Field(() => [LabelFinding])
  findings: LabelFinding[];

  @Field(() => [LabelReading], { description: 'The labels as they were read, in the order given.' })
  parts: LabelReading[];
}

@ObjectType({ description: 'Whether a declared label suffices for its parts.', simpleResolvers: true })
@Public()
export class DeclaredLabelCheck {
  @Field(() => Boolean)
  sufficient: boolean;

  @Field(() => DeclaredCodeEnum)
  code: keyof typeof DeclaredCodeEnum;

  @Field(() => String)
  explanation: string;
}
