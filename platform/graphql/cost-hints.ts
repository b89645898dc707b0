import { Directive } from 'type-graphql';

/**
 * What fields cost and how long their lists are, by IBM's GraphQL Cost Directives. Without a hint a field that
 * gives objects weighs 1, one that gives values nothing, and the gateway assumes a length for lists.
 */

/** What asking for a field costs beside what it gives. */
export const Cost = (weight: number) => Directive(`@cost(weight: ${weight})`);

/** A list that nature bounds: it holds about as many, at most. */
export const ListSize = (assumedSize: number) => Directive(`@listSize(assumedSize: ${assumedSize})`);

/** A list as long as the argument `first`, which the schema gives a default. */
export const FirstOf = () =>
  Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)');

/** A connection whose `edges` are as many as its argument `first`. @param assumedSize how many when it is absent. */
export const PageOf = (assumedSize?: number) =>
  Directive(
    `@listSize(${assumedSize === undefined ? '' : `assumedSize: ${assumedSize}, `}slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)`,
  );
