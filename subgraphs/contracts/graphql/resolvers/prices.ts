import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { Authenticated } from '../../../../platform/graphql/access-rules.ts';
import { isDay } from '../../../../platform/calendar/day.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { monthsFault, quantityFault } from '../../domain/input.ts';
import { PRICE_UNITS, quote, unitPrice } from '../../domain/pricing.ts';
import { dayAsked, refuseFaults, requirePartner, type ContractsContext } from '../context.ts';
import { PRICE_PROVENANCE, pricingOf, readWay, type Pricing } from '../prices.ts';
import { Offering, Price, Quote, Way } from '../types/pricing.ts';

const CONTRACT = 'A contract of your government. When absent, the one with the lowest unit price counts.';
const ON = 'The day that the contract has to be active on; today when absent.';

function priceView({ loaders }: ContractsContext, pricing: Pricing | null) {
  if (pricing === null) return null;
  const { list, term, contract } = pricing;
  return { ...unitPrice(list, term), contract, provenance: loaders.provenance(PRICE_PROVENANCE) };
}

@Resolver(() => Offering)
export class OfferingPriceResolver {
  @Authenticated()
  @FieldResolver(() => Price, {
    nullable: true,
    description: 'The list price; null where the price book has none.',
  })
  async listPrice(@Root() { id }: Offering, @Ctx() context: ContractsContext) {
    requirePartner(context, 'Offering.listPrice');
    const list = await context.loaders.list_price.load(id);
    return priceView(context, list && { list, term: null, contract: null });
  }

  @Authenticated()
  @FieldResolver(() => Price, {
    nullable: true,
    description:
      'What one unit costs you: negotiated where a contract of your own government is active on that day ' +
      'and says so, else the list price. Null where the price book does not list it.',
  })
  async price(
    @Root() { id }: Offering,
    @Ctx() context: ContractsContext,
    @Arg('contract', () => ID, { nullable: true, description: CONTRACT }) contract?: string | null,
    @Arg('on', () => DateScalar, { nullable: true, description: ON }) on?: string | null,
  ) {
    requirePartner(context, 'Offering.price');
    return priceView(context, await pricingOf(context, id, contract ?? null, dayAsked(on, context)));
  }

  @Authenticated()
  @FieldResolver(() => Quote, {
    nullable: true,
    description:
      'What a quantity costs you, line by line. Null where the price book does not list the offering.',
  })
  async quote(
    @Root() { id }: Offering,
    @Ctx() context: ContractsContext,
    @Arg('quantity', () => Int, {
      description: 'Units, from 1; in each month where the unit is by the month.',
    })
    quantity: number,
    @Arg('months', () => Int, {
      nullable: true,
      description: 'Months, 1 to 120, for what is priced by the month; one when absent.',
    })
    months?: number | null,
    @Arg('contract', () => ID, { nullable: true, description: CONTRACT }) contract?: string | null,
    @Arg('on', () => DateScalar, { nullable: true, description: ON }) on?: string | null,
  ) {
    requirePartner(context, 'Offering.quote');
    refuseFaults(quantityFault('quantity', quantity));
    const pricing = await pricingOf(context, id, contract ?? null, dayAsked(on, context));
    if (pricing === null) return null;
    const { unit } = pricing.list;
    refuseFaults(monthsFault('months', months, { unit, ...PRICE_UNITS[unit] }));
    return {
      ...quote(pricing.list, pricing.term, quantity, months ?? null),
      contract: pricing.contract,
      provenance: context.loaders.provenance(PRICE_PROVENANCE),
    };
  }
}

@Resolver(() => Way)
export class WayPriceResolver {
  @Authenticated()
  @FieldResolver(() => Price, {
    nullable: true,
    description: 'What one unit costs you this way, on the day decided for. Null where no price is listed.',
  })
  async price(@Root() { id }: Way, @Ctx() context: ContractsContext) {
    requirePartner(context, 'Way.price');
    const way = readWay(id);
    if (way === null || !isDay(way.day)) return null;
    // Without a contract there is nothing negotiated on this way, whatever other contracts say.
    if (way.contract === null) {
      const list = await context.loaders.list_price.load(way.offering);
      return priceView(context, list && { list, term: null, contract: null });
    }
    return priceView(context, await pricingOf(context, way.offering, way.contract, way.day));
  }
}
