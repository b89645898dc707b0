import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { AsItsOwner, OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { DecimalScalar } from '../../../../platform/graphql/scalars.ts';
import { PriceBasisEnum, PriceTermKindEnum } from '../enums.ts';
import { Contract } from './contract.ts';

@ObjectType({
  description: 'What one unit of an offering costs you. All prices of this catalogue are ILLUSTRATIVE.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Price {
  @Field(() => DecimalScalar, { description: 'Of one unit, exact; totals of a quote are rounded.' })
  amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;

  @Field(() => String, { description: 'What it counts: `hour`, `GB-month`.' })
  unit: string;

  @Field(() => PriceBasisEnum)
  basis: keyof typeof PriceBasisEnum;

  @Field(() => DecimalScalar, { description: 'The list price of one unit.' })
  listAmount: string;

  @Field(() => Contract, { nullable: true, description: 'The contract it was negotiated in.' })
  contract: Contract | null;

  @Field(() => String, { description: 'How it came about, in a sentence.' })
  explanation: string;

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({ description: 'A part of a quote: units at one price.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class QuoteLine {
  @Field(() => String)
  description: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Int, { nullable: true })
  months: number | null;

  @Field(() => DecimalScalar, { description: 'Of one unit, exact.' })
  unitAmount: string;

  @Field(() => DecimalScalar, { description: 'Rounded half to even to the minor unit of the currency.' })
  amount: string;
}

@ObjectType({
  description: 'What a quantity of an offering would cost you. No offer that binds anybody.',
  simpleResolvers: true,
})
@AsItsOwner()
@Authenticated()
export class Quote {
  @Field(() => PriceBasisEnum)
  basis: keyof typeof PriceBasisEnum;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;

  @Field(() => String, { description: 'What is counted: `hour`, `GB-month`.' })
  unit: string;

  @Field(() => [QuoteLine])
  lines: QuoteLine[];

  @Field(() => DecimalScalar, { description: 'The sum of the lines.' })
  total: string;

  @Field(() => DecimalScalar, { description: 'What the same would cost at the list price.' })
  listTotal: string;

  @Field(() => DecimalScalar, { description: '`listTotal` less `total`.' })
  saving: string;

  @Field(() => Contract, { nullable: true, description: 'The contract whose prices it uses.' })
  contract: Contract | null;

  @Field(() => String, { description: 'How it came about, and how it was rounded.' })
  explanation: string;

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({ description: 'A price fixed in a contract.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class FixedPrice {
  @Field(() => ID, { description: 'The offering.' })
  offering: string;

  @Field(() => DecimalScalar)
  amount: string;
}

@ObjectType({ description: 'A volume from which units cost less.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class PriceTier {
  @Field(() => Int, { description: 'The first unit to which it applies.' })
  from: number;

  @Field(() => DecimalScalar, { description: 'Per cent off the list price.' })
  percent: string;
}

@ObjectType({ description: 'What a contract says of prices.', simpleResolvers: true })
@AsItsOwner()
@Authenticated()
export class PriceTerms {
  @Field(() => PriceTermKindEnum)
  kind: keyof typeof PriceTermKindEnum;

  @Field(() => ID, { description: 'The supplier whose offerings it prices.' })
  supplier: string;

  @Field(() => String, { description: 'ISO 4217 code; offerings listed in other currencies are not meant.' })
  currency: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Of a PERCENTAGE: per cent off the list price.',
  })
  percent: string | null;

  @Field(() => [FixedPrice], { description: 'Of FIXED.' })
  prices: FixedPrice[];

  @Field(() => [PriceTier], { description: 'Of TIERS: each rate counts for the units in its tier.' })
  tiers: PriceTier[];

  @Field(() => Provenance)
  provenance: Provenance;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
@OfTheViewer()
export class Offering {
  @Field(() => ID)
  id: string;
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
@OfTheViewer()
export class Way {
  @Field(() => ID)
  id: string;
}
