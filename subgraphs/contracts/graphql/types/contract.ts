import { Directive, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { OfTheViewer } from '../../../../platform/graphql/cache-hints.ts';
import { connectionClasses } from '../../../../platform/graphql/connection.ts';
import { DateScalar, PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import { ContractKindEnum, ContractStatusEnum } from '../enums.ts';
import {
  ContractDetails,
  ContractEstimate,
  ContractEvent,
  ContractOptions,
  ContractReference,
  Proceeding,
} from './contract-parts.ts';

@ObjectType({
  description:
    'A contract, framework, blanket agreement or memorandum of a partner. Those of the public facts are ' +
    'shown to every partner; those that operators registered only to the buyer’s own partner.',
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
@OfTheViewer()
@Authenticated()
export class Contract {
  @Field(() => ID, { description: 'Such as `us-dod-jedi`.' })
  id: string;

  @Field(() => String, { nullable: true })
  title: string;

  @Field(() => ContractKindEnum, { nullable: true })
  kind: keyof typeof ContractKindEnum;

  @Field(() => String, { nullable: true, description: 'What it is in the words of the source.' })
  kindWords: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether something can be bought under it.' })
  conveysPurchase: boolean;

  @Field(() => String, { nullable: true, description: 'The body that buys, in the words of the source.' })
  buyerBody: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Customer tags of the bodies that may order, where the buyer is not the whole government.',
  })
  buyerTags: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'False where the source points to call-off lists instead of naming suppliers.',
  })
  suppliersPublished: boolean;

  @Field(() => [ContractReference], { nullable: true })
  references: ContractReference[];

  @Field(() => PartialDateScalar, { nullable: true })
  awarded: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'First day of its term.' })
  start: string | null;

  @Field(() => PartialDateScalar, {
    nullable: true,
    description: 'Last day of its term; it belongs to the term.',
  })
  end: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'Last day before it was extended.' })
  originalEnd: string | null;

  @Field(() => PartialDateScalar, { nullable: true, description: 'The day from which it is cancelled.' })
  cancelled: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The status in the words of the source, as of the day it was read. `status` does not use it.',
  })
  statusWords: string | null;

  @Field(() => String, { nullable: true })
  statusNote: string | null;

  @Field(() => ContractOptions, { nullable: true })
  options: ContractOptions;

  @Field(() => [Proceeding], {
    nullable: true,
    description: 'Protests and suits, whether they stopped it or not.',
  })
  proceedings: Proceeding[];

  @Field(() => [ContractEvent], { nullable: true })
  events: ContractEvent[];

  @Field(() => String, { nullable: true, description: 'What the source says of its value.' })
  ceilingNote: string | null;

  @Field(() => ContractEstimate, { nullable: true })
  estimate: ContractEstimate | null;

  @Field(() => [String], { nullable: true, description: 'The levels in the words of the source.' })
  levelWords: string[];

  @Field(() => String, {
    nullable: true,
    description: 'A successor that is no contract of the catalogue yet.',
  })
  successorName: string | null;

  @Field(() => String, { nullable: true, description: 'What the source says of prices.' })
  priceWords: string | null;

  @Field(() => String, { nullable: true, description: 'Country in which data has to rest.' })
  dataLocation: string | null;

  @Field(() => ContractDetails, { nullable: true })
  details: ContractDetails;

  @Field(() => [String], { nullable: true })
  notes: string[];
}

export const { Connection: ContractConnection } = connectionClasses(Contract, 'Contract', Authenticated);

@InputType({ description: 'Which contracts to list. Absent fields do not limit.' })
export class ContractFilter {
  @Field(() => ID, { nullable: true, description: 'Code of the partner that buys: `GB`.' })
  buyer?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of a supplier: `microsoft`.' })
  supplier?: string | null;

  @Field(() => [ContractStatusEnum], { nullable: true, description: 'Any of these, on the day of `on`.' })
  status?: (keyof typeof ContractStatusEnum)[] | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day that `status` is read for; today when absent.',
  })
  on?: string | null;

  @Field(() => [ContractKindEnum], { nullable: true, description: 'Any of these.' })
  kind?: (keyof typeof ContractKindEnum)[] | null;

  @Field(() => Boolean, { nullable: true })
  conveysPurchase?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Words that all occur in its id, title, body, suppliers or reference numbers.',
  })
  text?: string | null;
}
