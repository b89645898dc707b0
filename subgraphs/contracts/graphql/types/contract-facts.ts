import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DecimalScalar, PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

/**
 * The facts that the catalogue decides from. Clients never see them; the catalogue declares the same
 * fields, and composition fails where the two differ.
 */
const described = (description: string) => ({ description, simpleResolvers: true });

@ObjectType(described('A company that supplies under a contract.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class SupplierFact {
  @Field(() => ID)
  provider: string;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('The term of a contract, half-open.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class Validity {
  @Field(() => PartialDateScalar, { nullable: true })
  from: string | null;

  @Field(() => PartialDateScalar, { nullable: true })
  until: string | null;

  @Field(() => Boolean)
  fromVerified: boolean;

  @Field(() => Boolean)
  untilVerified: boolean;
}

@ObjectType(described('A dated stop on a contract.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class HoldFact extends Validity {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  reason: string;

  @Field(() => String)
  forum: string;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('The ceiling of a contract, and what is left of it as far as known.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class CeilingFact {
  @Field(() => DecimalScalar)
  amount: string;

  @Field(() => String)
  currency: string;

  @Field(() => DecimalScalar, { nullable: true })
  remaining: string | null;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('A contract of which the partner is the buyer.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class ContractFact {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean)
  conveysPurchase: boolean;

  @Field(() => [String])
  buyerTags: string[];

  @Field(() => [SupplierFact])
  suppliers: SupplierFact[];

  @Field(() => Boolean)
  suppliersPublished: boolean;

  @Field(() => Validity)
  term: Validity;

  @Field(() => PartialDateScalar, { nullable: true })
  cancelledFrom: string | null;

  @Field(() => [HoldFact])
  holds: HoldFact[];

  @Field(() => CeilingFact, { nullable: true })
  ceiling: CeilingFact | null;

  @Field(() => [ID])
  levels: string[];

  @Field(() => Boolean)
  levelsPublished: boolean;

  @Field(() => String)
  levelsVerification: string;

  @Field(() => String)
  verification: string;
}

@ObjectType(described('The contracts of which the viewer’s partner is the buyer.'))
@Directive('@inaccessible')
@Directive('@shareable')
export class ContractFacts {
  @Field(() => String, { description: 'A digest of exactly these facts.' })
  dataVersion: string;

  @Field(() => [ContractFact])
  contracts: ContractFact[];
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Viewer {
  @Field(() => ID)
  id: string;
}
