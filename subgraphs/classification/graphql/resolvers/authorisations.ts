import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Public } from '../../../../platform/graphql/access-rules.ts';
import { Provenance } from '../../../../platform/graphql/provenance.ts';
import { PartialDateScalar } from '../../../../platform/graphql/scalars.ts';
import type { AuthorisationRecord, AuthorisationStatement as Statement } from '../../store/records.ts';
import { partner, type ClassificationContext } from '../context.ts';
import { AuthorisationStatusEnum } from '../enums.ts';
import { Authorisation, AuthorisationStatement } from '../types/authorisation.ts';
import { Partner } from '../types/partner.ts';
import { Level } from '../types/scheme.ts';

@Resolver(() => Authorisation)
export class AuthorisationResolver {
  @Public()
  @Query(() => [Authorisation], {
    description: 'The authorisations that a cloud environment may hold, by id.',
  })
  authorisations(
    @Ctx() { store }: ClassificationContext,
    @Arg('jurisdiction', () => ID, {
      nullable: true,
      description: 'Only those of this country or organisation: `US`, `NATO`.',
    })
    jurisdiction?: string | null,
  ) {
    return store.authorisations(jurisdiction ?? undefined);
  }

  @Public()
  @Query(() => Authorisation, { nullable: true, description: 'One authorisation; null where there is none.' })
  authorisation(@Ctx() { loaders }: ClassificationContext, @Arg('id', () => ID) id: string) {
    return loaders.authorisation.load(id);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Whose authority grants it.' })
  jurisdiction(@Root() authorisation: AuthorisationRecord) {
    return partner(authorisation.jurisdiction);
  }

  @FieldResolver(() => AuthorisationStatusEnum, { nullable: true })
  status(@Root() authorisation: AuthorisationRecord) {
    return authorisation.status.status;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The words that `status` was read from.' })
  statusWords(@Root() authorisation: AuthorisationRecord) {
    return authorisation.status.words;
  }

  @FieldResolver(() => PartialDateScalar, {
    nullable: true,
    description: 'Since when it is, or from when it will be, in use; null where the source does not say.',
  })
  inUseFrom(@Root() authorisation: AuthorisationRecord) {
    return authorisation.status.from;
  }

  @FieldResolver(() => PartialDateScalar, {
    nullable: true,
    description: 'When it was announced; null where the source does not say.',
  })
  announced(@Root() authorisation: AuthorisationRecord) {
    return authorisation.status.announced;
  }

  @FieldResolver(() => [Level], {
    nullable: true,
    description: 'The highest levels that it lets an environment hold; empty where it grants none.',
  })
  permitsUpTo(@Root() authorisation: AuthorisationRecord, @Ctx() { loaders }: ClassificationContext) {
    return Promise.all(authorisation.permitsUpTo.map((level) => loaders.level.load(level)));
  }

  @FieldResolver(() => [AuthorisationStatement], {
    nullable: true,
    description: 'What its sources state, each with its own provenance.',
  })
  facts(@Root() authorisation: AuthorisationRecord) {
    return authorisation.statements;
  }

  @FieldResolver(() => Provenance, {
    nullable: true,
    description: 'Its sources are those of its statements.',
  })
  provenance(@Root() authorisation: AuthorisationRecord, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(authorisation.provenance);
  }
}

@Resolver(() => AuthorisationStatement)
export class AuthorisationStatementResolver {
  @FieldResolver(() => Provenance, { nullable: true })
  provenance(@Root() statement: Statement, @Ctx() { loaders }: ClassificationContext) {
    return loaders.provenance(statement.provenance);
  }
}
