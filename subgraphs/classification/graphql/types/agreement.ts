import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, SameForAll } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { DateScalar, PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { AgreementKindEnum, AgreementStatusEnum } from '../enums.ts';
import { Partner } from './partner.ts';

@ObjectType({
  description:
    'A security agreement between partners. It is a necessary condition for exchange, never a sufficient ' +
    'one: it neither commits a government to share nor authorises release.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@SameForAll()
@Public()
export class Agreement {
  @Field(() => ID, { description: 'Such as `US-DE` or `NATO-ASI-1997`.' })
  id: string;

  @Field(() => String, { nullable: true })
  name: string;

  @Field(() => AgreementKindEnum, { nullable: true })
  kind: keyof typeof AgreementKindEnum;

  @Field(() => PartialDateScalar, { nullable: true, description: 'When it was signed, where published.' })
  signed: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'When it entered into force, where published.',
  })
  inForceFrom: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its dates were seen in a stored source.' })
  datesVerified: boolean;

  @Field(() => String, { nullable: true })
  note: string | null;
}

@ObjectType({ description: 'A party as the agreement names it.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class AgreementParty {
  @Field(() => Partner, {
    nullable: true,
    description: 'The country or organisation named; null for a group.',
  })
  partner: Partner | null;

  @Field(() => Partner, {
    nullable: true,
    description: 'The organisation whose members are the parties («EU member states»); else null.',
  })
  membersOf: Partner | null;
}

@ObjectType({ description: 'A partner that is a party on a day.', simpleResolvers: true })
@AsItsOwner()
@Public()
export class AgreementParticipant {
  @Field(() => Partner)
  partner: Partner;

  @Field(() => Partner, {
    nullable: true,
    description: 'The organisation whose membership makes it a party; null where it is named itself.',
  })
  through: Partner | null;

  @Field(() => Boolean, {
    description: 'False where the membership’s dates leave that day open, or were not verified.',
  })
  certain: boolean;
}

export const { Connection: AgreementConnection } = connectionClasses(Agreement, 'Agreement', Public);

@InputType({ description: 'Which agreements to list. Absent fields do not limit.' })
export class AgreementFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      'A country or an organisation that is a party, itself or as a member of a group: `DE`, `NATO`.',
  })
  party?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'With `party`: whether to list also what the organisations it belongs to have agreed with others ' +
      '(EU–US for Germany). Default: false.',
  })
  throughOrganisations?: boolean | null;

  @Field(() => [AgreementStatusEnum], { nullable: true })
  status?: (keyof typeof AgreementStatusEnum)[] | null;

  @Field(() => AgreementKindEnum, { nullable: true })
  kind?: keyof typeof AgreementKindEnum | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day to list for: memberships are read on it (today where absent), and what had certainly not ' +
      'entered into force by then is left out.',
  })
  on?: string | null;
}
