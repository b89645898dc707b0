import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { RecordLabelInput } from '../../../../platform/graphql/record-label.ts';
import { OPERATE } from '../../../../platform/identity/viewer.ts';
import { DateScalar, DecimalScalar } from '../../../../platform/graphql/scalars.ts';
import { CeilingBasisEnum, ContractKindEnum } from '../enums.ts';
import { Contract } from './contract.ts';
import { Hold } from './records.ts';

const EXPECTED_VERSION =
  'The `version` of the contract that you saw. Where somebody changed it since, the answer is CONFLICT.';

@InputType({ description: 'A stop on a contract: an automatic stay, an injunction or a stop-work order.' })
export class PlaceHoldInput {
  @Field(() => ID)
  contract: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion: number;

  @Field(() => String, {
    description: 'Why it is stopped: `stop-work order`. Shown to whoever sees the contract.',
  })
  reason: string;

  @Field(() => String, { description: 'The court or the office that can lift it.' })
  forum: string;

  @Field(() => DateScalar, { description: 'First day on hold.' })
  from: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer on hold, where it is known.' })
  until?: string | null;

  @Field(() => String, { nullable: true })
  claimant?: string | null;

  @Field(() => String, { nullable: true })
  caseNumber?: string | null;
}

@InputType({ description: 'The end of a hold that an operator placed.' })
export class LiftHoldInput {
  @Field(() => ID)
  contract: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion: number;

  @Field(() => ID)
  hold: string;

  @Field(() => DateScalar, {
    description: 'First day no longer on hold. The hold’s own first day undoes it.',
  })
  from: string;

  @Field(() => String, { nullable: true, description: 'What ended it.' })
  note?: string | null;
}

@InputType({ description: 'Spend under a contract in a period.' })
export class RecordSpendInput {
  @Field(() => ID)
  contract: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion: number;

  @Field(() => String, {
    description:
      'Names the entry, such as the number of an invoice; once in a contract. The same entry again ' +
      'changes nothing, so a call may be repeated.',
  })
  reference: string;

  @Field(() => DecimalScalar, { description: 'Above zero.' })
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code: the currency of the contract.' })
  currency: string;

  @Field(() => DateScalar, { description: 'First day of the period.' })
  from: string;

  @Field(() => DateScalar, { description: 'First day after the period.' })
  until: string;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType({ description: 'The value up to which may be spent.' })
export class CeilingInput {
  @Field(() => DecimalScalar, { description: 'Above zero.' })
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;

  @Field(() => CeilingBasisEnum, { nullable: true, description: 'CEILING when absent.' })
  basis?: keyof typeof CeilingBasisEnum | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType({
  description:
    'A contract that is in no public source. Only the buyer’s own partner and operators see it. Its id ' +
    'is made by the catalogue.',
})
export class RegisterContractInput {
  @Field(() => String)
  title: string;

  @Field(() => ContractKindEnum)
  kind: keyof typeof ContractKindEnum;

  @Field(() => ID, { description: 'Code of the partner that buys: `GB`.' })
  buyer: string;

  @Field(() => String, { nullable: true, description: 'The body that buys.' })
  buyerBody?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Customer tags of the bodies that may order, where not the whole government may.',
  })
  buyerTags?: string[] | null;

  @Field(() => [ID], { description: 'Ids of suppliers: `microsoft`.' })
  suppliers: string[];

  @Field(() => DateScalar, { nullable: true })
  awarded?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of the term; the award when absent.' })
  start?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the term.' })
  end?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of levels that it covers: `GB:S`.' })
  levels?: string[] | null;

  @Field(() => CeilingInput, { nullable: true })
  ceiling?: CeilingInput | null;

  @Field(() => ID, { nullable: true, description: 'The contract after whose pattern it was made.' })
  blueprint?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it says of prices. A memorandum conveys purchase only with it.',
  })
  pricing?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The document that you read, by number or address. Without it the record counts as UNVERIFIED.',
  })
  document?: string | null;

  @Field(() => RecordLabelInput, {
    nullable: true,
    description: 'Whom it may be shown to; PUBLIC when absent.',
  })
  label?: RecordLabelInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'A name of your own for this call: the same call again gives the same contract.',
  })
  clientMutationId?: string | null;
}

@ObjectType({ description: 'What placing a hold changed.', simpleResolvers: true })
@RequiresScopes([OPERATE])
export class PlaceHoldPayload {
  @Field(() => Contract)
  contract: Contract;

  @Field(() => Hold)
  hold: Hold;
}

@ObjectType({ description: 'What lifting a hold changed.', simpleResolvers: true })
@RequiresScopes([OPERATE])
export class LiftHoldPayload {
  @Field(() => Contract)
  contract: Contract;

  @Field(() => Hold)
  hold: Hold;
}

@ObjectType({ description: 'What recording spend changed.', simpleResolvers: true })
@RequiresScopes([OPERATE])
export class RecordSpendPayload {
  @Field(() => Contract)
  contract: Contract;

  @Field(() => Boolean, { description: 'False where the same entry had been recorded before.' })
  recorded: boolean;
}

@ObjectType({ description: 'The contract registered.', simpleResolvers: true })
@RequiresScopes([OPERATE])
export class RegisterContractPayload {
  @Field(() => Contract)
  contract: Contract;

  @Field(() => Boolean, { description: 'False where the same call had registered it before.' })
  registered: boolean;
}
