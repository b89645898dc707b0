import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { LevelOrderEnum } from '../enums.ts';

@ObjectType({
  description:
    'A classification scheme of a country or an organisation. A country may have several: one after the ' +
    'other (`GB-GPMS` until 2014, then `GB`) or side by side (`JP`, `JP-SDS`).',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Scheme {
  @Field(() => ID, { description: 'Such as `GB`, `NATO` or `FR-DR`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it is used; null where none is published.',
  })
  validFrom: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it is no longer used; null where no end is published.',
  })
  validUntil: string | null;

  @Field(() => String, { nullable: true, description: 'What a reader of the scheme should know.' })
  notes: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What its verification rests on: `primary`, `secondary`, `mixed` or `general-knowledge`.',
  })
  verificationGrade: string;
}

@ObjectType({
  description:
    'A level of one scheme. Never compare levels by their names: SECRETO is the top level of Spain, ' +
    'RESERVADO is secret there and restricted in Portugal.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Level {
  @Field(() => ID, { description: 'Scheme and key, such as `GB:S` or `NATO:NS`.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'The key inside its scheme: `S`.' })
  key: string;

  @Field(() => String, {
    nullable: true,
    description: 'Language of the name: an ISO 639-1 code, or several separated by `/`.',
  })
  language: string;

  @Field(() => String, { nullable: true, description: 'The usual abbreviation, such as `VS-NfD`.' })
  abbreviation: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name in English. A help for readers: it says nothing of what the level is worth.',
  })
  gloss: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False for protections that are no security classification: OFFICIAL, PROTECTED B, DIFFUSION RESTREINTE.',
  })
  securityClassification: boolean;
}

@ObjectType({ description: 'How one level stands to another.', simpleResolvers: true })
@SameForAll()
@Public()
export class LevelComparison {
  @Field(() => LevelOrderEnum)
  order: keyof typeof LevelOrderEnum;

  @Field(() => String, { description: 'The answer in a sentence, with the way on where there is no order.' })
  explanation: string;

  @Field(() => Level, { description: 'The level compared.' })
  level: Level;

  @Field(() => Level, { description: 'The level it was compared with.' })
  other: Level;
}
