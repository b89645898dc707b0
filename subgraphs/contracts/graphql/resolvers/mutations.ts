import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { labelOf } from '../../../../platform/graphql/record-label.ts';
import { Cost } from '../../../../platform/graphql/cost-hints.ts';
import { OPERATE } from '../../../../platform/identity/viewer.ts';
import {
  amountFault,
  intervalFault,
  levelsFault,
  optionalTextFault,
  tagsFault,
  termFault,
  textFault,
  versionFault,
} from '../../domain/input.ts';
import { refuseFaults, requireOperator, type ContractsContext } from '../context.ts';
import {
  LiftHoldInput,
  LiftHoldPayload,
  PlaceHoldInput,
  PlaceHoldPayload,
  RecordSpendInput,
  RecordSpendPayload,
  RegisterContractInput,
  RegisterContractPayload,
} from '../types/inputs.ts';

const LINE = 300;
const NAME = 100;

/** Changes by operators. Who may is checked first, then the input, then what the store knows. */
@Resolver()
export class ContractMutations {
  @RequiresScopes([OPERATE])
  @Cost(10)
  @Mutation(() => PlaceHoldPayload, {
    description: 'Stops a contract from a day on. Needs the scope `catalogue:operate`.',
  })
  placeHold(@Ctx() context: ContractsContext, @Arg('input', () => PlaceHoldInput) input: PlaceHoldInput) {
    const actor = requireOperator(context, 'Mutation.placeHold');
    refuseFaults(
      versionFault('input.expectedVersion', input.expectedVersion),
      textFault('input.reason', input.reason, LINE),
      textFault('input.forum', input.forum, LINE),
      intervalFault('input.', input.from, input.until),
      optionalTextFault('input.claimant', input.claimant, LINE),
      optionalTextFault('input.caseNumber', input.caseNumber, NAME),
    );
    return context.store.changes.placeHold(actor, {
      contract: input.contract,
      expectedVersion: input.expectedVersion,
      reason: input.reason,
      forum: input.forum,
      from: input.from,
      until: input.until ?? null,
      claimant: input.claimant ?? null,
      caseNumber: input.caseNumber ?? null,
    });
  }

  @RequiresScopes([OPERATE])
  @Cost(10)
  @Mutation(() => LiftHoldPayload, {
    description: 'Ends a hold that an operator placed. Needs the scope `catalogue:operate`.',
  })
  liftHold(@Ctx() context: ContractsContext, @Arg('input', () => LiftHoldInput) input: LiftHoldInput) {
    const actor = requireOperator(context, 'Mutation.liftHold');
    refuseFaults(
      versionFault('input.expectedVersion', input.expectedVersion),
      optionalTextFault('input.note', input.note, LINE),
    );
    return context.store.changes.liftHold(actor, { ...input, note: input.note ?? null });
  }

  @RequiresScopes([OPERATE])
  @Cost(10)
  @Mutation(() => RecordSpendPayload, {
    description: 'Records what was spent in a period. Needs the scope `catalogue:operate`.',
  })
  recordSpend(
    @Ctx() context: ContractsContext,
    @Arg('input', () => RecordSpendInput) input: RecordSpendInput,
  ) {
    const actor = requireOperator(context, 'Mutation.recordSpend');
    refuseFaults(
      versionFault('input.expectedVersion', input.expectedVersion),
      textFault('input.reference', input.reference, NAME),
      amountFault('input.', input.amount, input.currency),
      intervalFault('input.', input.from, input.until),
      optionalTextFault('input.note', input.note, LINE),
    );
    return context.store.changes.recordSpend(actor, { ...input, note: input.note ?? null });
  }

  @RequiresScopes([OPERATE])
  @Cost(10)
  @Mutation(() => RegisterContractPayload, {
    description: 'Registers a contract that is in no public source. Needs the scope `catalogue:operate`.',
  })
  registerContract(
    @Ctx() context: ContractsContext,
    @Arg('input', () => RegisterContractInput) input: RegisterContractInput,
  ) {
    const actor = requireOperator(context, 'Mutation.registerContract');
    const { ceiling, clientMutationId, ...rest } = input;
    refuseFaults(
      textFault('input.title', input.title, LINE),
      optionalTextFault('input.buyerBody', input.buyerBody, LINE),
      tagsFault('input.buyerTags', input.buyerTags ?? []),
      termFault('input.', input.start ?? input.awarded, input.end),
      levelsFault('input.levels', input.levels ?? []),
      ceiling ? amountFault('input.ceiling.', ceiling.amount, ceiling.currency) : null,
      optionalTextFault('input.ceiling.note', ceiling?.note, LINE),
      optionalTextFault('input.pricing', input.pricing, LINE),
      optionalTextFault('input.document', input.document, LINE),
      optionalTextFault('input.clientMutationId', clientMutationId, NAME),
    );
    const registration = {
      title: rest.title,
      kind: rest.kind,
      buyer: rest.buyer,
      buyerBody: rest.buyerBody ?? null,
      buyerTags: rest.buyerTags ?? [],
      suppliers: rest.suppliers,
      awarded: rest.awarded ?? null,
      start: rest.start ?? null,
      end: rest.end ?? null,
      levels: rest.levels ?? [],
      ceiling: ceiling
        ? {
            amount: ceiling.amount,
            currency: ceiling.currency,
            basis: ceiling.basis ?? ('CEILING' as const),
            note: ceiling.note ?? null,
          }
        : null,
      blueprint: rest.blueprint ?? null,
      pricing: rest.pricing ?? null,
      document: rest.document ?? null,
      label: labelOf(rest.label, actor.viewer),
    };
    return context.store.changes.register(actor, registration, clientMutationId ?? null);
  }
}
