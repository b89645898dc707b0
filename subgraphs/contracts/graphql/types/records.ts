import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Authenticated, RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { OPERATE } from '../../../../platform/identity/viewer.ts';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { Money } from '../../../../platform/graphql/money.ts';
import { Provenance, VerificationStatusEnum } from '../../../../platform/graphql/provenance.ts';
import {
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  PartialDateScalar,
} from '../../../../platform/graphql/scalars.ts';
import { AuditedActionEnum, HoldOriginEnum } from '../enums.ts';

@ObjectType({
  description:
    'A dated stop on a contract: an automatic stay, an injunction or a stop-work order. It stops the ' +
    'contract from its first day until the day it is lifted.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Hold {
  @Field(() => ID)
  id: string;

  @Field(() => PartialDateScalar)
  from: string;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'First day on which it no longer stops the contract; null while no end is known.',
  })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;

  @Field(() => String)
  reason: string;

  @Field(() => String, { description: 'The court or the office that can lift it.' })
  forum: string;

  @Field(() => String, { nullable: true })
  claimant: string | null;

  @Field(() => String, { nullable: true })
  caseNumber: string | null;

  @Field(() => String, { nullable: true, description: 'What ended it.' })
  endedBy: string | null;

  @Field(() => HoldOriginEnum)
  origin: keyof typeof HoldOriginEnum;

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({
  description: 'Spend under a contract, reported by a source or recorded by an operator.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Spend {
  @Field(() => DecimalScalar)
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;

  @Field(() => String, { nullable: true, description: 'The period in the words of the source: `FY2019-20`.' })
  period: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of a recorded period.' })
  from: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day after a recorded period.' })
  until: string | null;

  @Field(() => String, { nullable: true, description: 'The reference under which it was recorded.' })
  reference: string | null;

  @Field(() => String, { nullable: true })
  note: string | null;

  @Field(() => VerificationStatusEnum)
  verification: keyof typeof VerificationStatusEnum;
}

@ObjectType({ description: 'Spend under a contract as far as you may know it.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractSpend {
  @Field(() => [Spend])
  records: Spend[];

  @Field(() => [Money], { description: 'The totals, one for each currency: currencies are never added.' })
  totals: Money[];
}

@ObjectType({ description: 'Who changed a contract, when, and how.', simpleResolvers: true })
@RequiresScopes([OPERATE])
export class ContractAudit {
  @Field(() => AuditedActionEnum)
  action: keyof typeof AuditedActionEnum;

  @Field(() => DateTimeScalar)
  at: string;

  @Field(() => ID, { description: 'The operator.' })
  viewer: string;

  @Field(() => ID, { description: 'The partner on whose behalf the operator acted.' })
  partner: string;

  @Field(() => Int, { nullable: true, description: 'The version before; null where the contract was new.' })
  versionBefore: number | null;

  @Field(() => Int)
  versionAfter: number;

  @Field(() => String, { description: 'The id of the request.' })
  requestId: string;

  @Field(() => String, { description: 'What was changed, as JSON.' })
  detail: string;
}

export const { Connection: ContractAuditConnection } = connectionClasses(
  ContractAudit,
  'ContractAudit',
  () => RequiresScopes([OPERATE]),
  false,
);
