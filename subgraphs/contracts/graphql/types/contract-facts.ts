import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { HiddenFact, ValidFact } from '../../../../platform/graphql/facts.ts';
import { DecimalScalar, PartialDateScalar } from '../../../../platform/graphql/scalars.ts';

@HiddenFact('A company that supplies under a contract.')
export class SupplierFact {
  @Field(() => ID)
  provider: string;

  @Field(() => String)
  verification: string;
}

@HiddenFact('The term of a contract, half-open.')
export class Validity extends ValidFact {}

@HiddenFact('A dated stop on a contract.')
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

@HiddenFact('The ceiling of a contract, and what is left of it as far as known.')
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

@HiddenFact('A contract of which the partner is the buyer.')
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

  @Field(() => Boolean, {
    description: 'Whether its label lets anybody see it, so that a statement may hold it.',
  })
  isOpen: boolean;

  @Field(() => String)
  verification: string;
}

@HiddenFact('The contracts of which the viewer’s partner is the buyer.')
export class ContractFacts {
  @Field(() => String, { description: 'A digest of exactly these facts.' })
  dataVersion: string;

  @Field(() => [ContractFact])
  contracts: ContractFact[];
}

@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
@OfTheViewer()
@Authenticated()
export class Viewer {
  @Field(() => ID)
  id: string;
}
