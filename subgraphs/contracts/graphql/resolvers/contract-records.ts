import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/graphql/access-rules.ts';
import { PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { OPERATE } from '../../../../platform/identity/viewer.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { Money } from '../../../../platform/graphql/money.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { cutPage, pageSize } from '../../../../platform/paging/page.ts';
import { remaining, totals } from '../../domain/money.ts';
import type { ContractsLoaders } from '../../loaders.ts';
import type { Registration } from '../../store/commands.ts';
import type { AuditRecord, ContractRecord, HoldRecord, ReportedSpend } from '../../store/records.ts';
import { seesRecordsOf } from '../../store/visibility.ts';
import { requireOperator, type ContractsContext } from '../context.ts';
import { ContractCeiling } from '../types/contract-parts.ts';
import { Contract } from '../types/contract.ts';
import { PriceTerms, type FixedPrice } from '../types/pricing.ts';
import { ContractAuditConnection, ContractSpend, Hold, Spend } from '../types/records.ts';
import { PRICE_PROVENANCE } from '../prices.ts';

/** What stands on a contract: holds, money, versions, audit. */
@Resolver(() => Contract)
export class ContractRecordsResolver {
  @FieldResolver(() => [Hold], {
    nullable: true,
    description: 'What stopped it or stops it, the earliest first. Whoever sees the contract sees its holds.',
  })
  holds(@Root() { id }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return loaders.holdsOf.load(id);
  }

  @FieldResolver(() => ContractCeiling, { nullable: true, description: 'Null where no value is published.' })
  ceiling(@Root() { ceiling, ceilingNote }: ContractRecord) {
    return ceiling && { ...ceiling, note: ceilingNote };
  }

  @FieldResolver(() => ContractSpend, {
    nullable: true,
    description:
      'What was spent, as sources report it, and as operators recorded it; the latter only for the ' +
      'buyer’s own partner and operators.',
  })
  async spend(@Root() contract: ContractRecord, @Ctx() context: ContractsContext) {
    const records = await spendSeen(contract, context);
    return { records, totals: totals(records) };
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description:
      'What is left of the ceiling as far as you may know its spend, below zero where it is overspent. ' +
      'Null without a ceiling, where its value is an estimate, and where no spend is known.',
  })
  async remaining(@Root() contract: ContractRecord, @Ctx() context: ContractsContext) {
    return contract.ceiling && remaining(contract.ceiling, await spendSeen(contract, context));
  }

  @FieldResolver(() => [Spend], { nullable: true, description: 'Budgets that sources report.' })
  budgets(@Root() { budgets }: ContractRecord) {
    return budgets.map(reported);
  }

  @FieldResolver(() => PriceTerms, {
    nullable: true,
    description: 'Prices negotiated in it; only for the buyer’s own partner and operators.',
  })
  async priceTerms(@Root() { id, buyer }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    if (!seesRecordsOf(loaders.visibility, buyer)) return null;
    const term = await loaders.price_term.load(id);
    return (
      term && {
        kind: term.kind,
        supplier: term.provider,
        currency: term.currency,
        percent: term.kind === 'PERCENTAGE' ? term.percent : null,
        prices: term.kind === 'FIXED' ? await fixedPricesSeen(term.prices, loaders) : [],
        tiers: term.kind === 'TIERS' ? term.tiers : [],
        provenance: loaders.provenance(PRICE_PROVENANCE),
      }
    );
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Rises with every change; pass it as `expectedVersion`. Only for the buyer’s own partner and operators.',
  })
  version(@Root() { id, buyer }: ContractRecord, @Ctx() { loaders }: ContractsContext) {
    return seesRecordsOf(loaders.visibility, buyer) ? loaders.versionOf.load(id) : null;
  }

  @RequiresScopes([OPERATE])
  @PageOf(20)
  @FieldResolver(() => ContractAuditConnection, {
    nullable: true,
    description: 'Who changed it, the latest first. Needs the scope `catalogue:operate`.',
  })
  async audit(
    @Root() { id }: ContractRecord,
    @Ctx() context: ContractsContext,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const { viewer } = requireOperator(context, 'Contract.audit');
    const { loaders, cursors } = context;
    const size = pageSize(first);
    const list = ['contract.audit', viewer.id, id];
    const position = cursors.positionAfter<[version: number]>(list, after);
    const [rows, count] = await Promise.all([
      loaders.auditOf.load({ of: id, after: position?.[0] ?? null, limit: size + 1 }),
      loaders.auditCountOf.load(id),
    ]);
    const page = cutPage(rows, size);
    const details = new Map(
      await Promise.all(page.rows.map(async (row) => [row, await detailSeen(row, loaders)] as const)),
    );
    return connectionFrom(
      page,
      count,
      (row) => auditView({ ...row, detail: details.get(row) as string }),
      (row) => cursors.encode(list, [row.version]),
    );
  }
}

@Resolver(() => Hold)
export class HoldResolver {
  @FieldResolver(() => Provenance)
  provenance(@Root() { provenance }: HoldRecord, @Ctx() { loaders }: ContractsContext) {
    return loaders.provenance(provenance);
  }
}

async function spendSeen(contract: ContractRecord, { loaders }: ContractsContext): Promise<Spend[]> {
  const recorded = seesRecordsOf(loaders.visibility, contract.buyer)
    ? await loaders.spendOf.load(contract.id)
    : [];
  return [
    ...contract.reportedSpend.map(reported),
    ...recorded.map(({ amount, currency, from, until, reference, note }) => ({
      amount,
      currency,
      period: null,
      from,
      until,
      reference,
      note,
      verification: 'VERIFIED' as const,
    })),
  ];
}

/** The prices of offerings whose list prices the viewer may see: each of them has one. */
async function fixedPricesSeen(
  prices: Readonly<Record<string, string>>,
  { list_price }: ContractsLoaders,
): Promise<FixedPrice[]> {
  const listed = await Promise.all(Object.keys(prices).map((it) => list_price.load(it)));
  const shown = new Set(listed.map((it) => it?.offering));
  return Object.entries(prices).flatMap(([offering, amount]) =>
    shown.has(offering) ? [{ offering, amount }] : [],
  );
}

/** The detail of an audit record; the blueprint of a registration is null where the viewer may not see it. */
async function detailSeen({ action, detail }: AuditRecord, { contract }: ContractsLoaders): Promise<string> {
  if (action !== 'REGISTER_CONTRACT') return detail;
  const registration = JSON.parse(detail) as Registration;
  if (registration.blueprint === null || (await contract.load(registration.blueprint))) return detail;
  return JSON.stringify({ ...registration, blueprint: null });
}

function reported({ amount, currency, period, verification }: ReportedSpend): Spend {
  return { amount, currency, period, from: null, until: null, reference: null, note: null, verification };
}

function auditView({ version, request, ...record }: AuditRecord) {
  return {
    ...record,
    at: new Date(record.at),
    requestId: request,
    versionBefore: version === 1 ? null : version - 1,
    versionAfter: version,
  } as never;
}
