import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { FirstOf } from '../../../../platform/graphql/cost-hints.ts';
import { pageSize } from '../../../../platform/paging/page.ts';
import { Decision, WayDecision } from '../types/decision.ts';
import type { DecisionView } from '../views/decision.ts';

@Resolver(() => Decision)
export class DecisionResolver {
  @FirstOf()
  @FieldResolver(() => [WayDecision], { description: 'Other ways to have it, the best of them first.' })
  otherWays(
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, 100 at most.' }) first: number,
    @Root() { others }: DecisionView,
  ): readonly WayDecision[] {
    return others().slice(0, pageSize(first));
  }
}
