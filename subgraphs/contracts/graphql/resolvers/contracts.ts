import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { exclusiveEnd } from '../../../../platform/calendar/partial-date.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { RecordLabel, recordLabel } from '../../../../platform/graphql/record-label.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { cutPage, pageSize } from '../../../../platform/paging/page.ts';
import { startOf } from '../../domain/status.ts';
import type { ContractRecord } from '../../store/records.ts';
import type { ContractOrder } from '../../store/search.ts';
import { dayAsked, requirePartner, type ContractsContext } from '../context.ts';
import { ContractOrderEnum, ContractStatusEnum } from '../enums.ts';
import { contractSearch } from '../search.ts';
import { ContractDetails, ContractSupplier, ContractTerm } from '../types/contract-parts.ts';
import { Contract, ContractConnection, ContractFilter } from '../types/contract.ts';
import { Partner } from '../types/partner.ts';
import { Level } from '../types/stubs.ts';

const stub = (id: string) => ({ id });

@Resolver(() => Contract)
export class ContractResolver {
  @Authenticated()
  @Query(() => Contract, {
    nullable: true,
    description: 'A contract by its id; null where there is none that you may see.',
  })
  contract(@Ctx() context: ContractsContext, @Arg('id', () => ID) id: string) {
    requirePartner(context, 'Query.contract');
    return context.loaders.contract.load(id);
  }

  @Authenticated()
  @PageOf(20)
  @Query(() => ContractConnection, { description: 'The contracts that you may see.' })
  async contracts(
    @Ctx() context: ContractsContext,
    @Arg('where', () => ContractFilter, { nullable: true }) where?: ContractFilter | null,
    @Arg('orderBy', () => ContractOrderEnum, { nullable: true, description: 'ID when absent.' })
    orderBy?: ContractOrder | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const viewer = requirePartner(context, 'Query.contracts');
    const { store, cursors, loaders } = context;
    const size = pageSize(first);
    const order = orderBy ?? 'ID';
    const search = contractSearch(where ?? {}, context);
    const list = ['contracts', viewer.id, loaders.visibility.operator, order, search];
    const [key, id] = cursors.positionAfter<[key: string, id: string]>(list, after) ?? [];
    const position = key === undefined || id === undefined ? null : { key, id };
    const [rows, count] = await Promise.all([
      store.search(search, loaders.visibility, { order, after: position, limit: size + 1 }),
      store.count(search, loaders.visibility),
    ]);
    return connectionFrom(
      cutPage(rows, size),
      count,
      (row) => row.contract,
      (row) => cursors.encode(list, [row.key, row.id]),
    );
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The government or organisation that buys.' })
  buyer(@Root() { buyer }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return loaders.partner.load(buyer);
  }

  @FieldResolver(() => [ContractSupplier], { nullable: true })
  suppliers(@Root() { suppliers }: ContractRecord) {
    return suppliers.map((it) => ({
      ...it,
      provider: it.provider && it.role === 'SUPPLIER' ? stub(it.id) : null,
    }));
  }

  @FieldResolver(() => ContractStatusEnum, {
    nullable: true,
    description: 'Its status on a day; null where no date says whether it has begun.',
  })
  status(
    @Root() contract: ContractRecord,
    @Ctx() context: ContractsContext,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Today when absent.' }) on?: string | null,
  ) {
    return context.loaders.status(contract, dayAsked(on, context));
  }

  @FieldResolver(() => ContractTerm, { nullable: true })
  term(@Root() contract: ContractRecord) {
    return {
      from: startOf(contract),
      until: contract.end === null ? null : exclusiveEnd(contract.end),
      fromVerified: contract.startVerified,
      untilVerified: contract.endVerified,
    };
  }

  @FieldResolver(() => ContractDetails, { nullable: true })
  details(@Root() { details }: ContractRecord) {
    return {
      ...details,
      sharedWith: details.sharedWith.map(stub),
      partnersNamed: details.partnersNamed.map(stub),
    };
  }

  @FieldResolver(() => [Level], {
    nullable: true,
    description: 'The levels that it covers, as far as the words of its source name levels of a scheme.',
  })
  levels(@Root() { levels }: ContractRecord) {
    return levels.map(stub);
  }

  @FieldResolver(() => Contract, { nullable: true, description: 'The contract that it took the place of.' })
  replaces(@Root() { replaces }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return replaces === null ? null : loaders.contract.load(replaces);
  }

  @FieldResolver(() => Contract, { nullable: true, description: 'The contract that took its place.' })
  replacedBy(@Root() { replacedBy }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return replacedBy === null ? null : loaders.contract.load(replacedBy);
  }

  @FieldResolver(() => Contract, {
    nullable: true,
    description: 'The contract after whose pattern it was made.',
  })
  blueprint(@Root() { blueprint }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return blueprint === null ? null : loaders.contract.load(blueprint);
  }

  @FieldResolver(() => [Contract], {
    nullable: true,
    description: 'The contracts made after its pattern, as far as you may see them, by id.',
  })
  derivedContracts(@Root() { id }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return loaders.derivedFrom.load(id);
  }

  @FieldResolver(() => RecordLabel, { nullable: true, description: 'Whom its record may be shown to.' })
  label(@Root() { label }: ContractRecord) {
    return recordLabel(label);
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() { provenance }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return loaders.provenance(provenance);
  }
}
