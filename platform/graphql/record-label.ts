import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { discloses, type Reader } from '../disclosure/discloses.ts';
import { PUBLIC, type Label } from '../disclosure/label.ts';
import { badInput } from '../errors.ts';
import { Public } from './access-rules.ts';
import { AsItsOwner } from './cache-hints.ts';

@ObjectType({
  description: 'Whom a record may be shown to. What it does not disclose to you is absent everywhere.',
  simpleResolvers: true,
})
@Directive('@shareable')
@AsItsOwner()
@Public()
export class RecordLabel {
  @Field(() => ID, { description: 'The level that it is marked with (`GB:S`), or `PUBLIC`.' })
  marking: string;

  @Field(() => [ID], { description: 'Levels of recipients’ own schemes at which they may handle it.' })
  handledAs: string[];

  @Field(() => [ID], {
    nullable: true,
    description: 'Codes of the partners that it is releasable to; null where it states no restriction.',
  })
  releasableTo: string[] | null;

  @Field(() => [String], { description: 'The compartments that a reader has to be read into, all of them.' })
  compartments: string[];
}

@InputType({ description: 'Whom a record is to be shown to.' })
export class RecordLabelInput {
  @Field(() => ID, { description: 'A level (`GB:S`), or `PUBLIC`.' })
  marking: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Levels of recipients’ own schemes at which they may handle it: `["GB:S"]` for a `US:S`.',
  })
  handledAs?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Codes of the partners that may see it. What is protected and names none is shown to nobody.',
  })
  releasableTo?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Compartments that a reader has to be read into.' })
  compartments?: string[] | null;
}

/** A label as the schema shows it; null where its marking is unknown, which nobody sees. */
export function recordLabel({ marking, handledAs, releasableTo, compartments }: Label): RecordLabel | null {
  if (marking === null) return null;
  return {
    marking,
    handledAs: [...handledAs],
    releasableTo: releasableTo && [...releasableTo],
    compartments: [...compartments],
  };
}

const MOST = 50;
const WORD = /^[A-Za-z0-9][A-Za-z0-9:_-]{0,63}$/;

/**
 * The label that somebody gives a record; `PUBLIC` where they give none.
 * @throws BAD_USER_INPUT where a part has no such form, or where they could not see the record themselves
 */
export function labelOf(
  input: RecordLabelInput | null | undefined,
  reader: Reader,
  argument = 'input.label',
): Label {
  if (!input) return PUBLIC;
  const { marking, handledAs, releasableTo, compartments } = input;
  const lists = {
    handledAs: handledAs ?? [],
    releasableTo: releasableTo ?? null,
    compartments: compartments ?? [],
  };
  for (const [part, words] of Object.entries({ marking: [marking], ...lists })) {
    const wrong = (words ?? []).find((it) => !WORD.test(it));
    if (wrong !== undefined || (words?.length ?? 0) > MOST)
      throw badInput(
        `${argument}.${part}`,
        `at most ${MOST} words such as GB:S, GB or ATLAS`,
        wrong ?? words,
      );
  }
  const label = { marking, ...lists };
  if (!discloses(label, reader))
    throw badInput(argument, 'a label of a record that you may see yourself', label);
  return label;
}
