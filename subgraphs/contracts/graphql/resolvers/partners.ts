import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Authenticated, Public } from '../../../../platform/graphql/access-rules.ts';
import { ListSize, PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { cutPage, pageSize } from '../../../../platform/paging/page.ts';
import type { PartnerRecord } from '../../store/records.ts';
import { requirePartner, type ContractsContext } from '../context.ts';
import { PartnerKindEnum } from '../enums.ts';
import { ContractConnection } from '../types/contract.ts';
import { Partner } from '../types/partner.ts';

@Resolver(() => Partner)
export class PartnerResolver {
  @Public()
  @Query(() => Partner, { nullable: true, description: 'A partner by its code; null where there is none.' })
  partner(@Ctx() { loaders }: ContractsContext, @Arg('id', () => ID) id: string) {
    return loaders.partner.load(id);
  }

  @Public()
  @ListSize(100)
  @Query(() => [Partner], { description: 'Every country and organisation that the facts name, by code.' })
  partners(
    @Ctx() { store }: ContractsContext,
    @Arg('kind', () => PartnerKindEnum, { nullable: true }) kind?: PartnerRecord['kind'] | null,
  ) {
    return store.partners(kind ?? undefined);
  }

  @Authenticated()
  @PageOf(20)
  @FieldResolver(() => ContractConnection, {
    nullable: true,
    description: 'The contracts of which it is the buyer and that you may see, by id.',
  })
  async contracts(
    @Root() partner: Partner,
    @Ctx() context: ContractsContext,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const viewer = requirePartner(context, 'Partner.contracts');
    const { loaders, cursors } = context;
    const size = pageSize(first);
    const list = ['partner.contracts', viewer.id, partner.id];
    const position = cursors.positionAfter<[id: string]>(list, after);
    const [rows, count] = await Promise.all([
      loaders.contractsOf.load({ of: partner.id, after: position?.[0] ?? null, limit: size + 1 }),
      loaders.contractCountOf.load(partner.id),
    ]);
    return connectionFrom(
      cutPage(rows, size),
      count,
      (row) => row,
      (row) => cursors.encode(list, [row.id]),
    );
  }
}
