import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { ListSize, PageOf } from '../../../../platform/graphql/cost-hints.ts';
import { connectionFrom } from '../../../../platform/graphql/connection.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { cutPage, pageSize } from '../../../../platform/paging/page.ts';
import { partiesOn, standingOn } from '../../domain/agreements.ts';
import type { AgreementRecord } from '../../store/records.ts';
import { agreementSearch } from '../agreement-search.ts';
import { dayAsked, partner, type ClassificationContext } from '../context.ts';
import {
  AgreementScopeEnum,
  AgreementStandingEnum,
  AgreementStatusEnum,
  LevelCoverageEnum,
} from '../enums.ts';
import {
  Agreement,
  AgreementConnection,
  AgreementFilter,
  AgreementParticipant,
  AgreementParty,
} from '../types/agreement.ts';
import { Partner } from '../types/partner.ts';
import { Level } from '../types/scheme.ts';

@Resolver(() => Agreement)
export class AgreementResolver {
  @Public()
  @PageOf(20)
  @Query(() => AgreementConnection, { description: 'The security agreements, by id.' })
  async agreements(
    @Ctx() context: ClassificationContext,
    @Arg('where', () => AgreementFilter, { nullable: true }) where?: AgreementFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'Rows of the page, at most 100; 20 when absent.',
    })
    first?: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the last row seen.' })
    after?: string | null,
  ) {
    const { store, cursors, viewer } = context;
    const size = pageSize(first);
    const list = ['agreements', viewer.id, where ?? null];
    const [position] = cursors.positionAfter<[id: string]>(list, after) ?? [];
    const search = await agreementSearch(where ?? {}, context);
    const [rows, count] = await Promise.all([
      store.agreements(search, { after: position, limit: size + 1 }),
      store.countAgreements(search),
    ]);
    return connectionFrom(
      cutPage(rows, size),
      count,
      (row) => row,
      (row) => cursors.encode(list, [row.id]),
    );
  }

  @Public()
  @Query(() => Agreement, { nullable: true, description: 'One agreement; null where there is none.' })
  agreement(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.agreement.load(id);
  }

  @ListSize(40)
  @FieldResolver(() => [Partner], {
    nullable: true,
    description:
      'The parties on a day. Groups («EU member states») are expanded by dated membership; who may be a ' +
      'member on that day is listed (see `participants`).',
  })
  async parties(
    @Root() agreement: AgreementRecord,
    @Ctx() context: ClassificationContext,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Today when absent.' }) on?: string | null,
  ) {
    const parties = partiesOn(agreement, dayAsked(on, context), await context.store.memberships());
    return parties.map((party) => partner(party.partner));
  }

  @ListSize(40)
  @FieldResolver(() => [AgreementParticipant], {
    nullable: true,
    description: 'The parties on a day, each with the group that makes it one.',
  })
  async participants(
    @Root() agreement: AgreementRecord,
    @Ctx() context: ClassificationContext,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Today when absent.' }) on?: string | null,
  ) {
    const parties = partiesOn(agreement, dayAsked(on, context), await context.store.memberships());
    return parties.map((party) => ({
      partner: partner(party.partner),
      through: partner(party.through),
      certain: party.certain,
    }));
  }

  @FieldResolver(() => [AgreementParty], {
    nullable: true,
    description: 'The parties as the agreement names them.',
  })
  namedParties(@Root() agreement: AgreementRecord) {
    return agreement.parties.map((party) => ({
      partner: partner(party.partner),
      membersOf: partner(party.membersOf),
    }));
  }

  @FieldResolver(() => AgreementStatusEnum, { nullable: true })
  status(@Root() agreement: AgreementRecord) {
    return agreement.status.status;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The words that `status` was read from.' })
  statusWords(@Root() agreement: AgreementRecord) {
    return agreement.status.words;
  }

  @FieldResolver(() => AgreementStandingEnum, {
    nullable: true,
    description: 'Whether it is in force on a day, by its status and its dates, read conservatively.',
  })
  standing(
    @Root() agreement: AgreementRecord,
    @Ctx() context: ClassificationContext,
    @Arg('on', () => DateScalar, { nullable: true, description: 'Today when absent.' }) on?: string | null,
  ) {
    return standingOn(agreement.status.status, agreement.period, dayAsked(on, context));
  }

  @FieldResolver(() => Agreement, { nullable: true, description: 'The agreement that took its place.' })
  supersededBy(@Root() { status }: AgreementRecord, @Ctx() { loaders }: ClassificationContext) {
    return status.supersededBy === null ? null : loaders.agreement.load(status.supersededBy);
  }

  @FieldResolver(() => AgreementScopeEnum, { nullable: true })
  scope(@Root() agreement: AgreementRecord) {
    return agreement.scope.scope;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What it is limited to, as published; null for a general agreement.',
  })
  scopeWords(@Root() agreement: AgreementRecord) {
    return agreement.scope.words;
  }

  @FieldResolver(() => LevelCoverageEnum, { nullable: true })
  coverage(@Root() agreement: AgreementRecord) {
    return agreement.levels.coverage;
  }

  @FieldResolver(() => [Level], {
    nullable: true,
    description: 'The levels covered where `coverage` is LISTED; else empty.',
  })
  levelsCovered(@Root() agreement: AgreementRecord, @Ctx() { loaders }: ClassificationContext) {
    return Promise.all(agreement.levels.levels.map((level) => loaders.level.load(level)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the source says of the levels covered, in its words.',
  })
  levelsWords(@Root() agreement: AgreementRecord) {
    return agreement.levels.words;
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() agreement: AgreementRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(agreement.provenance);
  }
}
