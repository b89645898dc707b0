import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import {
  EquivalenceDirectionEnum,
  EquivalenceRelationEnum,
  EquivalentCodeEnum,
  EquivalentMeaningEnum,
  EquivalentReadEnum,
} from '../enums.ts';

@ObjectType({
  description:
    'A directed, dated, sourced statement on two levels of different schemes, as its instrument makes it. ' +
    'To find what a level corresponds to, ask `Level.equivalents`: it reads rows in their direction only.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Equivalence {
  @Field(() => ID)
  id: string;

  @Field(() => EquivalenceRelationEnum, { nullable: true })
  relation: keyof typeof EquivalenceRelationEnum;

  @Field(() => EquivalenceDirectionEnum, { nullable: true })
  direction: keyof typeof EquivalenceDirectionEnum;

  @Field(() => String, { nullable: true, description: 'The agreement, law or table that states it.' })
  instrument: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the instrument limits it to, as published; null where it states no limit.',
  })
  scope: string | null;

  @Field(() => String, { nullable: true })
  note: string | null;
}

@ObjectType({
  description: 'What one equivalence says of the level asked about, on a day.',
  simpleResolvers: true,
})
@AsItsOwner()
@Public()
export class LevelEquivalent {
  @Field(() => EquivalenceRelationEnum)
  relation: keyof typeof EquivalenceRelationEnum;

  @Field(() => EquivalentMeaningEnum)
  meaning: keyof typeof EquivalentMeaningEnum;

  @Field(() => EquivalentReadEnum, { description: 'Which way the row was read for this answer.' })
  read: keyof typeof EquivalentReadEnum;

  @Field(() => EquivalentCodeEnum)
  code: keyof typeof EquivalentCodeEnum;

  @Field(() => String, { description: 'The answer in a sentence, with its instrument.' })
  explanation: string;

  @Field(() => Boolean, {
    description:
      'Whether the other level stands for this one as it is. Necessary, never sufficient: an agreement and ' +
      'a clearance are separate questions.',
  })
  reliable: boolean;

  @Field(() => String, { description: 'The agreement, law or table that states it.' })
  instrument: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the instrument limits it to, as published; null where it states no limit.',
  })
  scope: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it holds; null where none is published.',
  })
  validFrom: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it no longer holds; null where no end is published.',
  })
  validUntil: string | null;
}
