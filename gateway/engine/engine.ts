import type { ApolloServerOptions } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from '../context.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { Transport } from '../transport/transport.ts';
import type { CacheCounts } from './compiled/cache/entity-cache.ts';
import type { KnownOperation } from './compiled/compiled-engine.ts';
import type { PlanningObserver } from './compiled/planning-observer.ts';
import { Refusal } from './compiled/refusal.ts';

export type { KnownOperation } from './compiled/compiled-engine.ts';

/** What Apollo Server takes as its `gateway`: the schema, and an executor of operations. */
export type ApolloGatewayOption = NonNullable<ApolloServerOptions<GatewayContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<ApolloGatewayOption['load']>>['executor']>;
/** A request that Apollo Server has parsed and validated. */
export type ValidRequest = Parameters<Executor>[0];
export type ExecutedAnswer = Awaited<ReturnType<Executor>>;

/**
 * What plans and executes the operations of one supergraph. Parsing, validation, plugins and persisted
 * queries stay Apollo Server's, and engines can be exchanged.
 */
export interface Engine {
  readonly name: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /**
   * Rejects, or answers a {@link Refusal}, where the operation could not be planned.
   * @param isRehearsal whether no client asks: the operation does not count as one in use.
   */
  execute(request: ValidRequest, isRehearsal?: boolean): Promise<ExecutedAnswer>;
  /** The operations in use that it has planned and keeps, the one asked for last first. */
  known(): readonly KnownOperation[];
  /**
   * Takes over an operation that the engine before had planned, and plans it where it can do so without
   * executing it.
   * @throws Refusal, PlanningTooSlow
   */
  learn(operation: KnownOperation): Promise<void>;
  /** The text of an answer of which nothing but `data` is sent, where it is at hand. */
  textOf?(data: object): string | undefined;
  /** How many operations are held planned; absent where it does not tell. */
  planned?(): number;
  /** How its caches do, by their names; absent where it has none. */
  cacheCounts?(): ReadonlyMap<string, CacheCounts>;
  stop(): Promise<void>;
}

/** What an engine is made from. */
export interface EngineParts {
  readonly supergraph: Supergraph;
  readonly transport: Transport;
  readonly log: Logger;
  readonly caches?: CacheSizes | undefined;
  /** Is told what is planned, where the engine tells. */
  readonly planning?: PlanningObserver<GatewayContext> | undefined;
}

/** How much caches may hold, in bytes; 0 for none. */
export interface CacheSizes {
  readonly entityBytes: number;
  readonly answerBytes: number;
}

/** Whether an answer says that the engine could not plan the operation, valid though it is. */
export function isUnplanned({ errors }: ExecutedAnswer): boolean {
  return errors?.some((it) => it.originalError instanceof Refusal) ?? false;
}
