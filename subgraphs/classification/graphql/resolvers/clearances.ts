import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { badInput } from '../../../../platform/errors.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { clearancePermits, compareClearances } from '../../domain/clearances.ts';
import type { ClearanceRecord } from '../../store/records.ts';
import { levelAsked, partner, type ClassificationContext } from '../context.ts';
import { LevelOrderEnum } from '../enums.ts';
import { Clearance, ClearancePermit } from '../types/clearance.ts';
import { Partner } from '../types/partner.ts';
import { Level } from '../types/scheme.ts';

@Resolver(() => Clearance)
export class ClearanceResolver {
  @Public()
  @Query(() => [Clearance], { description: 'The personnel clearances: by grantor, lowest first.' })
  clearances(
    @Ctx() { store }: ClassificationContext,
    @Arg('grantor', () => ID, {
      nullable: true,
      description: 'Only those that this country or organisation grants: `GB`, `NATO`.',
    })
    grantor?: string | null,
  ) {
    return store.clearances(grantor ? [grantor] : undefined);
  }

  @Public()
  @Query(() => Clearance, { nullable: true, description: 'One clearance; null where there is none.' })
  clearance(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.clearance.load(id);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'Who grants it: a country, or the organisation in whose name national authorities issue it.',
  })
  grantor(@Root() clearance: ClearanceRecord) {
    return partner(clearance.grantor);
  }

  @FieldResolver(() => Level, {
    nullable: true,
    description: 'The highest level that it permits; null where it permits no classified level by itself.',
  })
  permitsUpTo(@Root() clearance: ClearanceRecord, @Ctx() { loaders }: ClassificationContext) {
    return clearance.permitsUpTo === null ? null : loaders.level.load(clearance.permitsUpTo);
  }

  @FieldResolver(() => ClearancePermit, {
    nullable: true,
    description: 'Whether it permits a level by itself.',
  })
  async permits(
    @Root() clearance: ClearanceRecord,
    @Ctx() context: ClassificationContext,
    @Arg('level', () => ID, { description: 'A level: `GB:S`.' }) id: string,
  ) {
    const level = await levelAsked('level', id, context);
    const { message, ...permit } = clearancePermits(clearance, level.id, await context.store.schemes());
    return { ...permit, explanation: message };
  }

  @FieldResolver(() => LevelOrderEnum, {
    nullable: true,
    description:
      'How it stands to another clearance: by their order inside one grantor, where their levels agree with it.',
  })
  async compare(
    @Root() clearance: ClearanceRecord,
    @Ctx() { loaders, store }: ClassificationContext,
    @Arg('to', () => ID, { description: 'The clearance to compare with: `UK-DV`.' }) to: string,
  ) {
    const other = await loaders.clearance.load(to);
    if (!other) throw badInput('to', 'the id of a clearance, such as "UK-SC"', to);
    return compareClearances(clearance, other, await store.schemes());
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() clearance: ClearanceRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(clearance.provenance);
  }
}
