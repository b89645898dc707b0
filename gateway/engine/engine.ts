import type { ApolloServerOptions } from '@apollo/server';
import type { Logger } from 'pino';
import type { GatewayContext } from '../context.ts';
import type { Supergraph } from '../supergraph.ts';
import type { Transport } from '../transport/transport.ts';

type GatewayOption = NonNullable<ApolloServerOptions<GatewayContext>['gateway']>;

/**
 * What plans and executes operations over the subgraphs. Apollo Server takes it as its `gateway`: parsing,
 * validation, plugins and persisted queries stay Apollo Server's, and engines can be exchanged.
 */
export interface Engine extends GatewayOption {
  readonly name: string;
}

/** What an engine is made from. */
export interface EngineParts {
  readonly supergraph: Supergraph;
  readonly transport: Transport;
  readonly log: Logger;
}
