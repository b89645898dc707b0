import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { forbidden, unauthenticated } from '../../platform/errors.ts';
import { Public } from '../../platform/graphql/access-rules.ts';
import { DateScalar } from '../../platform/graphql/scalars.ts';
import { OPERATE } from '../../platform/identity/viewer.ts';
import { defineSubgraph, type RequestContext, type SubgraphStore } from '../../platform/subgraph/define.ts';

/**
 * Two small subgraphs of the product's shape: the catalogue decides from facts that the classification
 * contributes to the viewer. To the gateway all of it is public, so that resolvers refuse what is refused. Their classes carry names of their own, so that the product's stay untouched.
 */
type Context = RequestContext<SubgraphStore, object>;

/** Text that no client may ever see. */
export const SECRET = 'connection to db-7.internal refused for user s3cret';

/** Makes the classification fixture fail in one way or another. */
export const behaviour: {
  classification: 'answers' | 'throws' | 'refuses' | 'hangs';
  seen: { viewer: string | null; requestId: string }[];
} = { classification: 'answers', seen: [] };

@ObjectType('LevelFacts', { simpleResolvers: true })
@Public()
@Directive('@shareable')
class FixtureLevelFacts {
  @Field(() => String)
  digest: string;
}

@ObjectType('Scheme', { simpleResolvers: true })
@Public()
@Directive('@key(fields: "id")')
class FixtureScheme {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  name?: string | null;
}

@ObjectType('Scheme', { simpleResolvers: true })
@Public()
@Directive('@key(fields: "id", resolvable: false)')
class FixtureSchemeStub {
  @Field(() => ID)
  id: string;
}

@ObjectType('Viewer', { simpleResolvers: true })
@Public()
@Directive('@key(fields: "id")')
class FixtureCatalogueViewer {
  @Field(() => ID)
  id: string;

  @Field(() => FixtureLevelFacts, { nullable: true })
  @Directive('@external')
  levelFacts?: FixtureLevelFacts | null;
}

@Resolver(() => FixtureCatalogueViewer)
class FixtureCatalogueResolver {
  @Public()
  @Query(() => FixtureCatalogueViewer, { nullable: true })
  viewer(@Ctx() { viewer, requestId }: Context): { id: string } {
    behaviour.seen.push({ viewer: viewer.id, requestId });
    if (!viewer.id) throw unauthenticated('viewer');
    return { id: viewer.id };
  }

  @Public()
  @Query(() => String, { nullable: true })
  broken(): string {
    throw new Error(SECRET);
  }

  @Public()
  @Query(() => String)
  day(@Arg('on', () => DateScalar) on: string): string {
    return on;
  }

  @Public()
  @Query(() => [FixtureSchemeStub])
  schemes(): { id: string }[] {
    return [{ id: 'GB' }, { id: 'unknown' }];
  }

  @Public()
  @Mutation(() => String, { nullable: true })
  rename(@Arg('name', () => String) name: string, @Ctx() { viewer }: Context): string {
    if (!viewer.scopes.includes(OPERATE)) throw forbidden('rename', OPERATE);
    return name;
  }

  @FieldResolver(() => String)
  @Directive('@requires(fields: "levelFacts { digest }")')
  verdict(@Root() { levelFacts }: FixtureCatalogueViewer): string {
    return levelFacts ? `decided from ${levelFacts.digest}` : 'UNDETERMINED';
  }
}

@ObjectType('Viewer', { simpleResolvers: true })
@Public()
@Directive('@key(fields: "id")')
class FixtureClassificationViewer {
  @Field(() => ID)
  id: string;
}

@Resolver(() => FixtureClassificationViewer)
class FixtureClassificationResolver {
  @Public()
  @Query(() => Boolean)
  classificationAnswers(): boolean {
    return true;
  }

  @FieldResolver(() => FixtureLevelFacts, { nullable: true })
  @Directive('@inaccessible')
  async levelFacts(@Ctx() { viewer }: Context): Promise<FixtureLevelFacts> {
    if (behaviour.classification === 'throws') throw new Error(SECRET);
    if (behaviour.classification === 'refuses') throw unauthenticated('levelFacts');
    if (behaviour.classification === 'hangs') await new Promise(() => undefined);
    return { digest: `facts of ${viewer.id}` };
  }
}

/** What the gateway alone may know, and no client. */
export const DATA_VERSION = 'version-of-the-fixtures';

const store: SubgraphStore = { dataVersion: () => DATA_VERSION, close: async () => undefined };

export const fixtureCatalogue = defineSubgraph({
  name: 'catalogue',
  schema: {
    resolvers: [FixtureCatalogueResolver],
    orphanedTypes: [FixtureCatalogueViewer, FixtureLevelFacts, FixtureSchemeStub],
    references: { Viewer: (it) => it },
  },
  openStore: async () => store,
  createLoaders: () => ({}),
});

export const fixtureClassification = defineSubgraph({
  name: 'classification',
  schema: {
    resolvers: [FixtureClassificationResolver],
    orphanedTypes: [FixtureClassificationViewer, FixtureLevelFacts, FixtureScheme],
    references: {
      Viewer: (it) => it,
      Scheme: ({ id }) => (id === 'GB' ? { id, name: 'United Kingdom' } : null),
    },
  },
  openStore: async () => store,
  createLoaders: () => ({}),
});

export const FIXTURE_SUBGRAPHS = [fixtureCatalogue, fixtureClassification];
