import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { placed } from '../../../../platform/calendar/period.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { DateScalar } from '../../../../platform/graphql/scalars.ts';
import { explainComparison } from '../../domain/comparison.ts';
import { equivalentsOf } from '../../domain/equivalents.ts';
import type { LevelRecord, SchemeRecord } from '../../store/records.ts';
import { dayAsked, levelAsked, partner, type ClassificationContext } from '../context.ts';
import { Equivalence, LevelEquivalent } from '../types/equivalence.ts';
import { equivalentView } from './equivalences.ts';
import { Partner } from '../types/partner.ts';
import { Level, LevelComparison, Scheme } from '../types/scheme.ts';

/** The comparison of two levels, as the schema shows it. */
async function comparison(level: LevelRecord, other: LevelRecord, { loaders }: ClassificationContext) {
  const scheme = (await loaders.scheme.load(level.scheme)) as SchemeRecord;
  return { ...explainComparison(scheme, level.id, other.id), level, other };
}

@Resolver(() => Scheme)
export class SchemeResolver {
  @Public()
  @Query(() => [Scheme], { description: 'The classification schemes, in all their versions.' })
  async schemes(
    @Ctx() context: ClassificationContext,
    @Arg('holder', () => ID, {
      nullable: true,
      description: 'Only those of this country or organisation: `GB`, `NATO`.',
    })
    holder?: string | null,
    @Arg('on', () => DateScalar, {
      nullable: true,
      description: 'Only those that may be in use on this day. Absent: older versions too.',
    })
    on?: string | null,
  ): Promise<SchemeRecord[]> {
    const schemes = await context.store.schemes();
    return schemes.filter((scheme) => (!holder || scheme.holder.code === holder) && mayBeUsed(scheme, on));
  }

  @Public()
  @Query(() => Scheme, { nullable: true, description: 'One scheme; null where there is none of this id.' })
  scheme(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.scheme.load(id);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The country or organisation whose scheme it is.',
  })
  holder(@Root() scheme: SchemeRecord) {
    return partner(scheme.holder.code);
  }

  @FieldResolver(() => [Level], {
    nullable: true,
    description: 'Its levels. Their order is that of `chains`.',
  })
  levels(@Root() scheme: SchemeRecord) {
    return scheme.levels;
  }

  @FieldResolver(() => [[Level]], {
    nullable: true,
    description: 'Its levels in order, lowest first. Levels of different chains have no order between them.',
  })
  chains(@Root() scheme: SchemeRecord) {
    const levels = new Map(scheme.levels.map((level) => [level.key, level]));
    return scheme.chains.map((chain) => chain.map((key) => levels.get(key)));
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() scheme: SchemeRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(scheme.provenance);
  }
}

function mayBeUsed(scheme: SchemeRecord, on: string | null | undefined): boolean {
  if (!on) return true;
  const at = placed(scheme.period, on);
  return at === 'IN' || at === 'UNCERTAIN';
}

@Resolver(() => Level)
export class LevelResolver {
  @Public()
  @Query(() => Level, {
    nullable: true,
    description: 'One level, by its scheme and key: `GB:S`. Null where there is none.',
  })
  level(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.level.load(id);
  }

  @Public()
  @Query(() => LevelComparison, {
    name: 'compare',
    description: 'How level `a` stands to level `b`: inside one scheme, along its chains only.',
  })
  async compareTwo(
    @Ctx() context: ClassificationContext,
    @Arg('a', () => ID, { description: 'A level: `GB:S`.' }) a: string,
    @Arg('b', () => ID, { description: 'The level to compare it with: `GB:TS`.' }) b: string,
  ) {
    const [level, other] = await Promise.all([levelAsked('a', a, context), levelAsked('b', b, context)]);
    return comparison(level, other, context);
  }

  @FieldResolver(() => Scheme, { nullable: true })
  scheme(@Root() level: LevelRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.scheme.load(level.scheme);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The name in its own language, variants separated by ` / `: `VS-NUR FÜR DEN DIENSTGEBRAUCH`.',
  })
  name(@Root() level: LevelRecord) {
    return level.nativeName;
  }

  @FieldResolver(() => LevelComparison, { description: 'How this level stands to another.' })
  async compare(
    @Root() level: LevelRecord,
    @Ctx() context: ClassificationContext,
    @Arg('to', () => ID, { description: 'The level to compare with: `GB:TS`.' }) to: string,
  ) {
    return comparison(level, await levelAsked('to', to, context), context);
  }

  @FieldResolver(() => [LevelEquivalent], {
    nullable: true,
    description:
      'What single equivalences say of this level on a day: counterparts, and explained refusals of one. ' +
      'Two rows are never chained. An empty list proves nothing.',
  })
  async equivalents(
    @Root() level: LevelRecord,
    @Ctx() context: ClassificationContext,
    @Arg('authority', () => ID, {
      nullable: true,
      description: 'Only counterparts in this scheme, or in the schemes of this country or organisation.',
    })
    authority?: string | null,
    @Arg('on', () => DateScalar, { nullable: true, description: 'The day to read for; today when absent.' })
    on?: string | null,
    @Arg('scope', () => String, {
      nullable: true,
      description:
        'The use at hand, in the words of the rows’ scopes. Without it, rows limited to a use are not reliable.',
    })
    scope?: string | null,
  ) {
    const [rows, schemes] = await Promise.all([
      context.loaders.equivalencesOf.load(level.id),
      context.store.schemes(),
    ]);
    const question = {
      on: dayAsked(on, context),
      authority: authority ?? undefined,
      scope: scope ?? undefined,
      schemes,
    };
    return equivalentsOf(level.id, question, rows).map(equivalentView);
  }

  @FieldResolver(() => [Equivalence], {
    nullable: true,
    description:
      'The rows in which this level stands on either side, whatever the day. Mind their direction.',
  })
  equivalences(@Root() level: LevelRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.equivalencesOf.load(level.id);
  }
}
