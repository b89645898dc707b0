import { badInput } from '../../../platform/errors.ts';
import { expand } from '../domain/labels/audience.ts';
import { releaseCodes, type Label, type LabelReading } from '../domain/labels/label.ts';
import type { LabelContext } from '../domain/labels/order.ts';
import { parseLabel } from '../domain/labels/parse.ts';
import { policyOf, type Policy } from '../domain/labels/policies.ts';
import type { ReleaseAnswer } from '../domain/labels/release.ts';
import { readStructured } from '../domain/labels/structured.ts';
import { dayAsked, type ClassificationContext } from './context.ts';
import type { LabelInput } from './types/label.ts';

/** Bounds of what is read: far above any marking that exists. */
const LONGEST_TEXT = 1000;
const MOST_LABELS = 100;

/** What labels are read with on the day asked. */
export async function labelContext(
  on: string | null | undefined,
  context: ClassificationContext,
): Promise<LabelContext> {
  const [schemes, memberships] = await Promise.all([context.store.schemes(), context.store.memberships()]);
  return { on: dayAsked(on, context), schemes, memberships };
}

/**
 * Reads a label from its text or its fields.
 * @throws BAD_USER_INPUT where it is given in neither way, or in both.
 */
export function readLabel(argument: string, input: LabelInput, context: LabelContext): LabelReading {
  const { text, policy, level, ...fields } = input;
  if (typeof text === 'string') {
    const others = { level, ...fields };
    for (const [field, value] of Object.entries(others)) {
      if (value !== null && value !== undefined)
        throw badInput(`${argument}.${field}`, 'nothing beside text and policy', value);
    }
    return readText(`${argument}.text`, text, policy, context);
  }
  if (!policy || !level) throw badInput(argument, 'text, or policy and level', JSON.stringify(input));
  const { unrestricted, releasableTo, ...rest } = fields;
  if (unrestricted && releasableTo)
    throw badInput(`${argument}.releasableTo`, 'no list beside unrestricted', releasableTo);
  const release = unrestricted ? ('ALL' as const) : releasableTo;
  return readStructured({ policy, level, ...rest, releasableTo: release }, context.schemes);
}

/** Reads the text of a marking, of bounded length. */
export function readText(
  argument: string,
  text: string,
  policy: string | null | undefined,
  context: LabelContext,
): LabelReading {
  if (text.length > LONGEST_TEXT)
    throw badInput(argument, `at most ${LONGEST_TEXT} characters`, `${text.length} characters`);
  return parseLabel(text, context, policy);
}

/** Reads each label of a list, with an argument name for each. */
export function readLabels(
  argument: string,
  inputs: readonly LabelInput[],
  context: LabelContext,
): LabelReading[] {
  if (inputs.length > MOST_LABELS) throw badInput(argument, `at most ${MOST_LABELS} labels`, inputs.length);
  return inputs.map((input, place) => readLabel(`${argument}.${place}`, input, context));
}

/** A reading as the schema shows it. */
export function readingView(reading: LabelReading, context: LabelContext) {
  return {
    valid: reading.label !== null,
    label: reading.label && labelView(reading.label, context),
    findings: reading.findings,
  };
}

/** A label as the schema shows it; it keeps the label and its context for what is asked of it. */
export function labelView(label: Label, context: LabelContext) {
  const codes = releaseCodes(label, policyOf(label.policy, context.schemes) as Policy);
  const audience = codes && expand(codes, context);
  return {
    read: label,
    context,
    policy: label.policy,
    levelKey: label.level,
    categories: label.categories,
    release: label.release.kind,
    releaseSet: codes,
    releasableTo: audience && [...audience.certain].sort(),
    uncertain: audience ? [...audience.possible].filter((it) => !audience.certain.has(it)).sort() : [],
    obligations: label.obligations,
    displayOnlyTo: label.displayOnly,
    relido: label.relido,
  };
}

export type LabelView = ReturnType<typeof labelView>;

/** An answer on release as the schema shows it. */
export function releaseView({ message, ...answer }: ReleaseAnswer) {
  return { ...answer, explanation: message };
}
