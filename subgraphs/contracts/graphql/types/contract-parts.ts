import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner } from '../../../../platform/graphql/cache-hints.ts';
import { DecimalScalar, PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { VerificationStatusEnum } from '../../../../platform/graphql/provenance.ts';
import { CeilingBasisEnum, SupplierRoleEnum } from '../enums.ts';
import { Partner } from './partner.ts';
import { Provider } from './stubs.ts';

type Verification = keyof typeof VerificationStatusEnum;

@ObjectType({ description: 'A company named in a contract.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractSupplier {
  @Field(() => ID, { description: 'Such as `microsoft` or `ibm`.' })
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'The words of the source, such as `Google Support Services LLC`.' })
  words: string;

  @Field(() => SupplierRoleEnum)
  role: keyof typeof SupplierRoleEnum;

  @Field(() => Provider, {
    nullable: true,
    description:
      'Its page in the catalogue; null where it lists no offering of it, and for technology partners.',
  })
  provider: Provider | null;

  @Field(() => Boolean, { description: 'Selected on a condition of which no source says that it was met.' })
  conditional: boolean;

  @Field(() => VerificationStatusEnum)
  verification: Verification;
}

@ObjectType({ description: 'A number under which the contract is published.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractReference {
  @Field(() => String)
  number: string;

  @Field(() => String, {
    nullable: true,
    description: 'The supplier whose part it names, in the source’s words.',
  })
  supplier: string | null;

  @Field(() => VerificationStatusEnum)
  verification: Verification;
}

@ObjectType({ description: 'From when until when a contract runs: half-open.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractTerm {
  @Field(() => PartialDateScalar, { nullable: true, description: 'Its start, else its award.' })
  from: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description:
      'The first day outside. An imprecise end stays as published: it then ends on some day inside it. ' +
      'Null where no end is published.',
  })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;
}

@ObjectType({
  description: 'How long it may run and be extended, as published. A period in years is no end date.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class ContractOptions {
  @Field(() => Int, { nullable: true })
  periodYears: number | null;

  @Field(() => Int, { nullable: true })
  baseYears: number | null;

  @Field(() => Int, { nullable: true, description: 'Years by which the buyer may extend it.' })
  optionYears: number | null;

  @Field(() => Int, { nullable: true, description: 'The longest that an order under it may run.' })
  callOffMaxMonths: number | null;

  @Field(() => Int, { nullable: true, description: 'By how much such an order may be extended.' })
  callOffExtensionMonths: number | null;
}

@ObjectType({
  description: 'A legal proceeding about a contract. It is a hold only where it stopped the work.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Proceeding {
  @Field(() => String)
  type: string;

  @Field(() => String, { description: 'The court or the office.' })
  forum: string;

  @Field(() => String, { nullable: true })
  claimant: string | null;

  @Field(() => String, { nullable: true })
  caseNumber: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  filed: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  decided: string | null;

  @Field(() => String, { nullable: true })
  outcome: string | null;

  @Field(() => ID, { nullable: true, description: 'The hold that it brought about, among `holds`.' })
  hold: string | null;

  @Field(() => [String])
  unverifiedFields: string[];

  @Field(() => VerificationStatusEnum)
  verification: Verification;
}

@ObjectType({ description: 'Something that happened to a contract.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractEvent {
  @Field(() => PartialDateScalar)
  date: string;

  @Field(() => String)
  what: string;

  @Field(() => VerificationStatusEnum)
  verification: Verification;
}

@ObjectType({ description: 'The published value of a contract.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractCeiling {
  @Field(() => DecimalScalar)
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;

  @Field(() => CeilingBasisEnum, { description: 'Whether it limits spending at all.' })
  basis: keyof typeof CeilingBasisEnum;

  @Field(() => DecimalScalar, { nullable: true, description: 'Before it was changed.' })
  originalAmount: string | null;

  @Field(() => String, { nullable: true, description: 'What the source says about it.' })
  note: string | null;

  @Field(() => VerificationStatusEnum)
  verification: Verification;
}

@ObjectType({ description: 'A value that was only estimated.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractEstimate {
  @Field(() => DecimalScalar)
  min: string;

  @Field(() => DecimalScalar)
  max: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;
}

@ObjectType({ description: 'A condition that a supplier has to meet.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractCondition {
  @Field(() => String)
  supplier: string;

  @Field(() => PartialDateScalar, { nullable: true })
  deadline: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Null where no source says.' })
  met: boolean | null;
}

@ObjectType({ description: 'What the sources of single contracts say besides.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class ContractDetails {
  @Field(() => Boolean, { nullable: true, description: 'Whether it covers devices at the tactical edge.' })
  tacticalEdge: boolean | null;

  @Field(() => String, { nullable: true, description: 'Whom it is for, where that is not the buyer.' })
  beneficiary: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  operationalBy: string | null;

  @Field(() => [Partner], { description: 'Partners between whom it is to allow sharing.' })
  sharedWith: Partner[];

  @Field(() => [Partner], { description: 'Partners that the source names beside the buyer.' })
  partnersNamed: Partner[];

  @Field(() => Int, { nullable: true })
  dataCentres: number | null;

  @Field(() => Int, { nullable: true })
  instances: number | null;

  @Field(() => Int, { nullable: true, description: 'How many suppliers there are, as published.' })
  supplierCount: number | null;

  @Field(() => [ContractCondition])
  conditions: ContractCondition[];
}
