import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import type { Equivalent } from '../../domain/equivalents.ts';
import type { EquivalenceRecord } from '../../store/records.ts';
import type { ClassificationContext } from '../context.ts';
import { Equivalence, LevelEquivalent } from '../types/equivalence.ts';
import { Level } from '../types/scheme.ts';

/** An answer of the domain as the schema shows it. */
export function equivalentView({ row, message, mayBeReliedOn, ...found }: Equivalent<EquivalenceRecord>) {
  return {
    ...found,
    row,
    explanation: message,
    reliable: mayBeReliedOn,
    instrument: row.instrument,
    scope: row.scope,
    validFrom: row.period.from,
    validUntil: row.period.until,
  };
}

type EquivalentView = ReturnType<typeof equivalentView>;

@Resolver(() => LevelEquivalent)
export class LevelEquivalentResolver {
  @FieldResolver(() => Level, {
    nullable: true,
    description: 'The counterpart; null where the row says that there is none.',
  })
  level(@Root() { to }: EquivalentView, @Ctx() { loaders }: ClassificationContext) {
    return to === null ? null : loaders.level.load(to);
  }

  @FieldResolver(() => Equivalence, { description: 'The row that says so.' })
  equivalence(@Root() { row }: EquivalentView) {
    return row;
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() { row }: EquivalentView, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(row.provenance);
  }
}

@Resolver(() => Equivalence)
export class EquivalenceResolver {
  @Public()
  @Query(() => Equivalence, { nullable: true, description: 'One equivalence; null where there is none.' })
  equivalence(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.equivalence.load(id);
  }

  @FieldResolver(() => Level, { nullable: true, description: 'The level that it speaks of.' })
  from(@Root() row: EquivalenceRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.level.load(row.fromLevel);
  }

  @FieldResolver(() => Level, {
    nullable: true,
    description: 'The other level; null where it states that there is no counterpart.',
  })
  to(@Root() row: EquivalenceRecord, @Ctx() { loaders }: ClassificationContext) {
    return row.toLevel === null ? null : loaders.level.load(row.toLevel);
  }

  @FieldResolver(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it holds; null where none is published.',
  })
  validFrom(@Root() { period }: EquivalenceRecord) {
    return period.from;
  }

  @FieldResolver(() => PartialDateScalar, {
    nullable: true,
    description: 'The first day on which it no longer holds; null where no end is published.',
  })
  validUntil(@Root() { period }: EquivalenceRecord) {
    return period.until;
  }

  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() row: EquivalenceRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(row.provenance);
  }
}
