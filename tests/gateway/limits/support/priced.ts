import { parse, type GraphQLSchema } from 'graphql';
import { supergraphModel } from '../../../../gateway/engine/compiled/supergraph/model.ts';
import type { LengthLimits } from '../../../../gateway/limits/cost/list-length.ts';
import { OperationCosts } from '../../../../gateway/limits/cost/operation-cost.ts';
import { composeFixture } from '../../../support/federation.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@cost", "@listSize"
])\n`;

/** A schema whose fields have prices, composed as the product's is. */
export interface Priced {
  readonly schema: GraphQLSchema;
  readonly costs: OperationCosts;
  /** What an operation may cost at most. @throws PublicError */
  estimate(query: string, variables?: Record<string, unknown>): number;
  /** What it cost, by its answer. */
  actual(query: string, data: unknown, variables?: Record<string, unknown>): number;
}

export const LENGTHS: LengthLimits = { page: 100, assumedList: 10 };

/** Composes one subgraph, in whose SDL prices stand. */
export function priced(sdl: string, limits: LengthLimits = LENGTHS): Priced {
  return pricedSupergraph(composeFixture({ one: { typeDefs: LINK + sdl, version1: true } }), limits);
}

export function pricedSupergraph(supergraph: string, limits: LengthLimits = LENGTHS): Priced {
  const schema = supergraphModel(supergraph).apiSchema;
  const costs = new OperationCosts(supergraph, schema, limits);
  const of = (query: string) => {
    const cost = costs.of(parse(query), undefined);
    if (!cost) throw new Error('no operation');
    return cost;
  };
  return {
    schema,
    costs,
    estimate: (query, variables = {}) => of(query).estimate(variables),
    actual: (query, data, variables = {}) => of(query).actual(data, variables),
  };
}
