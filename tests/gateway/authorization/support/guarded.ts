import { createHash } from 'node:crypto';
import { parse, validate, type FormattedExecutionResult, type OperationDefinitionNode } from 'graphql';
import { authorized, type AuthorizationMode } from '../../../../gateway/authorization/authorized-engine.ts';
import { anonymousContext } from '../../../../gateway/context.ts';
import { apolloEngine } from '../../../../gateway/engine/apollo.ts';
import { compiledEngine } from '../../../../gateway/engine/compiled.ts';
import type { Engine, EngineParts, ValidRequest } from '../../../../gateway/engine/engine.ts';
import { supergraphOf } from '../../../../gateway/supergraph/supergraph.ts';
import type { SubgraphCall } from '../../../../gateway/transport/transport.ts';
import type { PolicyEvaluator } from '../../../../platform/authorization/policies.ts';
import { viewerPolicies } from '../../../../platform/authorization/viewer-policies.ts';
import { ANONYMOUS, partnerViewer, type Viewer } from '../../../../platform/identity/viewer.ts';
import { createLog } from '../../../../platform/log.ts';
import { federate, formatted, type Federation, type FixtureSubgraph } from '../../../support/federation.ts';

export const ENGINES = { compiled: compiledEngine, apollo: apolloEngine } as const;
export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

export const nobody = ANONYMOUS;

/** A viewer of GB with these scopes. */
export function holding(...scopes: string[]): Viewer {
  return partnerViewer('GB', 'user', [], scopes);
}

/** An engine behind the rules of a fixture's supergraph. */
export interface Guarded {
  readonly federation: Federation;
  readonly engine: Engine;
  /** The operations that were sent to subgraphs since the last question. */
  readonly sent: readonly string[];
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<FormattedExecutionResult>;
}

export interface GuardedOptions {
  readonly mode?: AuthorizationMode;
  readonly policies?: PolicyEvaluator;
  readonly policyMilliseconds?: number;
  readonly log?: EngineParts['log'];
  readonly caches?: EngineParts['caches'];
}

/** Puts an engine before subgraphs that are composed for it, or were before. */
export async function guarded(
  subgraphs: Readonly<Record<string, FixtureSubgraph>> | Federation,
  engineName: EngineName,
  { mode = 'filter', policies = viewerPolicies, log = createLog('silent'), ...options }: GuardedOptions = {},
): Promise<Guarded> {
  const federation = isFederation(subgraphs) ? subgraphs : federate(subgraphs);
  const sent: string[] = [];
  const transport = {
    subgraphs: [...federation.schemas.keys()],
    async call(subgraph: string, { kind, query, variables = {}, context }: SubgraphCall) {
      sent.push(query);
      const answer = await federation.fetch({ subgraph, kind, query, variables, context } as never);
      return { ...answer, cacheControl: 'max-age=60, public' };
    },
    dataVersions: () => ({
      current: () => undefined,
      written: () => undefined,
      close: async () => undefined,
    }),
    unready: async () => [],
    states: () => new Map(),
    close: async () => undefined,
  };
  const make = authorized(ENGINES[engineName], {
    mode,
    policies,
    policyMilliseconds: options.policyMilliseconds,
  });
  const supergraph = supergraphOf(federation.supergraphSdl);
  const engine = await make({ supergraph, transport: transport as never, log, caches: options.caches });

  return {
    federation,
    engine,
    sent,
    async ask(viewer, query, variables = {}) {
      sent.splice(0);
      return formatted(await engine.execute(requestOf(engine, viewer, query, variables)));
    },
  };
}

/** Documents as Apollo Server keeps them: the same for the same text. */
const documents = new WeakMap<Engine, Map<string, ReturnType<typeof parse>>>();

export function requestOf(
  engine: Engine,
  viewer: Viewer,
  query: string,
  variables: Record<string, unknown>,
): ValidRequest {
  const known = documents.get(engine) ?? new Map<string, ReturnType<typeof parse>>();
  documents.set(engine, known);
  const document = known.get(query) ?? parse(query);
  if (!known.has(query)) {
    const errors = validate(engine.apiSchema, document);
    if (errors.length > 0) throw new Error(errors.map((it) => it.message).join('\n'));
    known.set(query, document);
  }
  const operation = document.definitions.find(
    (it): it is OperationDefinitionNode => it.kind === 'OperationDefinition',
  );
  return {
    request: { query, variables },
    document,
    source: query,
    queryHash: createHash('sha256').update(query).digest('hex'),
    operationName: operation?.name?.value ?? null,
    operation,
    schema: engine.apiSchema,
    context: { ...anonymousContext(), viewer },
    metrics: {},
    logger: console,
    overallCachePolicy: {},
  } as unknown as ValidRequest;
}

/** The codes of an answer's errors by their paths. */
export function codes({ errors = [] }: FormattedExecutionResult): Record<string, unknown> {
  return Object.fromEntries(errors.map((it) => [(it.path ?? []).join('.'), it.extensions?.['code']]));
}

function isFederation(it: object): it is Federation {
  return 'supergraphSdl' in it && 'fetch' in it;
}
