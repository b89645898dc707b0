import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { badInput } from '../../../../platform/errors.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { checkDeclared, joinLabels, meetLabels, type Combination } from '../../domain/labels/combine.ts';
import { readingOf, type LabelReading as Reading } from '../../domain/labels/label.ts';
import { compareLabels, type LabelContext } from '../../domain/labels/order.ts';
import { printLabel } from '../../domain/labels/print.ts';
import { releasableTo } from '../../domain/labels/release.ts';
import type { ClassificationContext } from '../context.ts';
import { LabelFormEnum, LabelOrderEnum } from '../label-enums.ts';
import {
  labelContext,
  labelView,
  readingView,
  readLabel,
  readLabels,
  readText,
  releaseView,
  type LabelView,
} from '../labels.ts';
import {
  DeclaredLabelCheck,
  Label,
  LabelCombination,
  LabelDominance,
  LabelInput,
  LabelReading,
  Releasability,
} from '../types/label.ts';
import { Level, Scheme } from '../types/scheme.ts';

const ON = {
  nullable: true,
  description: 'The day for which groups are expanded and schemes are chosen; today when absent.',
} as const;

const TO = {
  description: 'Countries (`GBR`, `GB`) and groups (`FVEY`, `NATO`); groups mean all their members.',
} as const;

/** More recipients than there are countries and groups. */
const MOST_RECIPIENTS = 300;

function recipients(to: readonly string[]): readonly string[] {
  if (to.length > MOST_RECIPIENTS) throw badInput('to', `at most ${MOST_RECIPIENTS} recipients`, to.length);
  return to;
}

function combinationView(found: Combination, parts: readonly Reading[], context: LabelContext) {
  return {
    code: found.code,
    explanation: found.message,
    label: found.label && labelView(found.label, context),
    findings: found.findings,
    parts: parts.map((part) => readingView(part, context)),
  };
}

@Resolver()
export class LabelQueries {
  @Public()
  @Query(() => LabelReading, {
    description: 'Reads the text of a marking. What is not understood is an error and never “unclassified”.',
  })
  async parseLabel(
    @Ctx() context: ClassificationContext,
    @Arg('text', () => String, { description: 'A marking as written: `SECRET//REL TO USA, GBR`.' })
    text: string,
    @Arg('policy', () => ID, {
      nullable: true,
      description: 'The scheme or country to read it for: `US`. Absent: recognised where the text tells.',
    })
    policy?: string | null,
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    return readingView(readText('text', text, policy, labels), labels);
  }

  @Public()
  @Query(() => LabelReading, { description: 'Reads a label from its text or its fields.' })
  async label(
    @Ctx() context: ClassificationContext,
    @Arg('input', () => LabelInput) input: LabelInput,
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    return readingView(readLabel('input', input, labels), labels);
  }

  @Public()
  @Query(() => LabelDominance, { description: 'How two labels stand: which dominates the other, if any.' })
  async compareLabels(
    @Ctx() context: ClassificationContext,
    @Arg('a', () => LabelInput) a: LabelInput,
    @Arg('b', () => LabelInput) b: LabelInput,
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    const [first, second] = [readLabel('a', a, labels), readLabel('b', b, labels)];
    return {
      order: compareLabels(first, second, labels),
      a: readingView(first, labels),
      b: readingView(second, labels),
    };
  }

  @Public()
  @Query(() => LabelCombination, {
    description:
      'The least label that dominates all of these: what a document of such parts carries at least.',
  })
  async joinLabels(
    @Ctx() context: ClassificationContext,
    @Arg('labels', () => [LabelInput]) inputs: LabelInput[],
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    const parts = readLabels('labels', inputs, labels);
    return combinationView(joinLabels(parts, labels), parts, labels);
  }

  @Public()
  @Query(() => LabelCombination, { description: 'The greatest label that all of these dominate.' })
  async meetLabels(
    @Ctx() context: ClassificationContext,
    @Arg('labels', () => [LabelInput]) inputs: LabelInput[],
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    const parts = readLabels('labels', inputs, labels);
    return combinationView(meetLabels(parts, labels), parts, labels);
  }

  @Public()
  @Query(() => DeclaredLabelCheck, {
    description:
      'Whether a declared label may stand on a document of these parts. Compilation may raise it above ' +
      'their join, which is its owner’s decision and never computed.',
  })
  async checkDeclaredLabel(
    @Ctx() context: ClassificationContext,
    @Arg('declared', () => LabelInput) declared: LabelInput,
    @Arg('parts', () => [LabelInput]) parts: LabelInput[],
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    const { message, ...check } = checkDeclared(
      readLabel('declared', declared, labels),
      readLabels('parts', parts, labels),
      labels,
    );
    return { ...check, explanation: message };
  }

  @Public()
  @Query(() => Releasability, {
    description:
      'Whether a label may go to every recipient, by its marking alone. Agreement, clearance, need-to-know, ' +
      'environment and contract are further questions.',
  })
  async releasable(
    @Ctx() context: ClassificationContext,
    @Arg('label', () => LabelInput) label: LabelInput,
    @Arg('to', () => [String], TO) to: string[],
    @Arg('on', () => DateScalar, ON) on?: string | null,
  ) {
    const labels = await labelContext(on, context);
    return releaseView(releasableTo(readLabel('label', label, labels), recipients(to), labels));
  }
}

@Resolver(() => Label)
export class LabelResolver {
  @FieldResolver(() => Scheme, {
    nullable: true,
    description: 'The scheme of its policy; null for foreign information in a US paper.',
  })
  scheme(@Root() { policy }: LabelView, @Ctx() { loaders }: ClassificationContext) {
    return loaders.scheme.load(policy);
  }

  @FieldResolver(() => Level, {
    nullable: true,
    description: 'Its level; null for foreign information in a US paper.',
  })
  level(@Root() { policy, levelKey }: LabelView, @Ctx() { loaders }: ClassificationContext) {
    return loaders.level.load(`${policy}:${levelKey}`);
  }

  @FieldResolver(() => String, { description: 'The label printed in the canonical form of its policy.' })
  text(
    @Root() { read, context }: LabelView,
    @Arg('form', () => LabelFormEnum, { defaultValue: LabelFormEnum.BANNER })
    form: keyof typeof LabelFormEnum,
  ): string {
    return printLabel(read, context.schemes, form);
  }

  @FieldResolver(() => LabelOrderEnum, { description: 'How this label (`a`) stands to another (`b`).' })
  dominance(
    @Root() label: LabelView,
    @Arg('other', () => LabelInput) other: LabelInput,
  ): keyof typeof LabelOrderEnum {
    return compareLabels(readingOf(label.read), readLabel('other', other, label.context), label.context);
  }

  @FieldResolver(() => Releasability, {
    description: 'Whether it may go to every recipient, by its marking alone.',
  })
  releasable(@Root() label: LabelView, @Arg('to', () => [String], TO) to: string[]) {
    return releaseView(releasableTo(readingOf(label.read), recipients(to), label.context));
  }
}
