import { Field, ID, ObjectType, Directive } from 'type-graphql';
import { Public } from './access-rules.ts';
import { AsItsOwner } from './cache-hints.ts';
import type { VerificationStatus } from '../facts/provenance.ts';
import { describedEnum } from './enums.ts';

export const VerificationStatusEnum = describedEnum<VerificationStatus>(
  'VerificationStatus',
  'How well a record is attested.',
  {
    VERIFIED: 'Read in a stored copy of the source named.',
    UNVERIFIED: 'General knowledge, inferred, or not shown by the source named.',
    ILLUSTRATIVE: 'Made up to show how the catalogue works. No source gives it.',
  },
);

@ObjectType({ description: 'A published document that a record rests on.', simpleResolvers: true })
@Directive('@shareable')
@AsItsOwner()
@Public()
export class Source {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Title of the document, or what was read of it.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'Where it was published, if it has an address.' })
  url: string | null;

  @Field(() => String, { nullable: true })
  publisher: string | null;

  @Field(() => String, { nullable: true, description: 'Licence or terms under which its facts are used.' })
  licence: string | null;
}

@ObjectType({ description: 'How well a record is attested, and by what.', simpleResolvers: true })
@Directive('@shareable')
@AsItsOwner()
@Public()
export class Provenance {
  @Field(() => VerificationStatusEnum)
  status: VerificationStatus;

  @Field(() => [Source])
  sources: Source[];

  @Field(() => [String], { description: 'Fields of the record that its sources do not show.' })
  unverifiedFields: string[];

  @Field(() => String, { nullable: true, description: 'A public document that would settle it.' })
  publicDocument: string | null;
}
