import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { mayHoldOn } from '../../domain/memberships.ts';
import type { MembershipRecord } from '../../store/records.ts';
import { dayAsked, partner, type ClassificationContext, type PartnerReference } from '../context.ts';
import { Agreement } from '../types/agreement.ts';
import { Clearance } from '../types/clearance.ts';
import { Membership } from '../types/membership.ts';
import { Partner } from '../types/partner.ts';
import { Scheme } from '../types/scheme.ts';

const ON_MEMBERSHIPS = 'Only those that may hold on this day. Absent: past ones too.';

/** Memberships that may hold on the day; all of them where none is given. */
function holding(on: string | null | undefined) {
  return (membership: MembershipRecord): boolean => !on || mayHoldOn(membership, on);
}

@Resolver(() => Partner)
export class PartnerResolver {
  @FieldResolver(() => [Scheme], {
    nullable: true,
    description: 'Its classification schemes, in all their versions.',
  })
  async schemes(@Root() { id }: PartnerReference, @Ctx() { store }: ClassificationContext) {
    return (await store.schemes()).filter((scheme) => scheme.holder.code === id);
  }

  @FieldResolver(() => [Agreement], {
    nullable: true,
    description:
      'The security agreements that it is a party to on a day, itself or as a member of a group. To page ' +
      'and filter, ask `agreements`.',
  })
  async agreements(
    @Root() { id }: PartnerReference,
    @Ctx() context: ClassificationContext,
    @Arg('on', () => DateScalar, {
      nullable: true,
      description: 'The day for which groups are expanded; today when absent.',
    })
    on?: string | null,
  ) {
    return context.loaders.agreementsOf(dayAsked(on, context)).load(id);
  }

  @FieldResolver(() => [Membership], { nullable: true, description: 'The organisations that it belongs to.' })
  async memberships(
    @Root() { id }: PartnerReference,
    @Ctx() { store }: ClassificationContext,
    @Arg('on', () => DateScalar, { nullable: true, description: ON_MEMBERSHIPS }) on?: string | null,
  ) {
    return (await store.memberships()).filter((it) => it.member === id).filter(holding(on));
  }

  @FieldResolver(() => [Membership], {
    nullable: true,
    description: 'Who belongs to it, where it is an organisation.',
  })
  async members(
    @Root() { id }: PartnerReference,
    @Ctx() { store }: ClassificationContext,
    @Arg('on', () => DateScalar, { nullable: true, description: ON_MEMBERSHIPS }) on?: string | null,
  ) {
    return (await store.memberships()).filter((it) => it.organisation === id).filter(holding(on));
  }

  @FieldResolver(() => [Clearance], {
    nullable: true,
    description: 'The clearances that it grants, lowest first.',
  })
  clearances(@Root() { id }: PartnerReference, @Ctx() { loaders }: ClassificationContext) {
    return loaders.clearancesOf.load(id);
  }
}

@Resolver(() => Membership)
export class MembershipResolver {
  @Public()
  @Query(() => [Membership], { description: 'The dated memberships of organisations, by id.' })
  async memberships(
    @Ctx() { store }: ClassificationContext,
    @Arg('organisation', () => ID, { nullable: true, description: 'Only of this one: `NATO`.' })
    organisation?: string | null,
    @Arg('member', () => ID, { nullable: true, description: 'Only of this country: `SE`.' })
    member?: string | null,
    @Arg('on', () => DateScalar, { nullable: true, description: ON_MEMBERSHIPS }) on?: string | null,
  ) {
    return (await store.memberships())
      .filter((it) => !organisation || it.organisation === organisation)
      .filter((it) => !member || it.member === member)
      .filter(holding(on));
  }

  @FieldResolver(() => Partner, { nullable: true })
  organisation(@Root() membership: MembershipRecord) {
    return partner(membership.organisation);
  }

  @FieldResolver(() => Partner, { nullable: true })
  member(@Root() membership: MembershipRecord) {
    return partner(membership.member);
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() membership: MembershipRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(membership.provenance);
  }
}
