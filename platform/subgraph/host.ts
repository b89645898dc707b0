import { ApolloServer, type BaseContext, type GraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { unwrapResolverError } from '@apollo/server/errors';
import type { FormattedExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { viewerPolicies } from '../authorization/viewer-policies.ts';
import type { AssertedRequest } from '../identity/assertion-claims.ts';
import type { AssertionVerifier } from '../identity/assertion.ts';
import { PublicError } from '../errors.ts';
import { metering } from '../metrics/metering.ts';
import type { SubgraphMeter } from '../metrics/subgraph-meter.ts';
import type { OnStatement } from '../store/statements.ts';
import { SubgraphTracing } from '../tracing/subgraph-tracing.ts';
import { apolloLog } from '../log.ts';
import { auditNotes, notesIn, type AuditNote } from './audit-notes.ts';
import { CACHE_CONTROL_HEADER, cacheControlHeader } from './cache-control-header.ts';
import { DATA_VERSION_HEADER, dataVersionHeader } from './data-version-header.ts';
import { dataVersions, type DataVersionListener } from './data-versions.ts';
import type { AnySubgraph, RequestContext, SubgraphEnvironment, SubgraphStore } from './define.ts';
import { enforceAccess } from './enforce-access.ts';
import { subgraphSchema } from './schema.ts';

/** A request to a subgraph with the gateway's assertion. */
export interface SubgraphRequest extends Pick<GraphQLRequest, 'query' | 'operationName' | 'variables'> {
  readonly assertion: string | undefined;
  /** The gateway's place in the trace, where it records the request. */
  readonly traceparent?: string | undefined;
}

/** What a subgraph answers, with what the gateway may know of it and no client (headers, extensions over HTTP). */
export interface SubgraphAnswer extends Pick<FormattedExecutionResult, 'data' | 'errors'> {
  /** How long the answer may be kept and for whom, as the HTTP header says it. */
  readonly cacheControl?: string;
  /** The version of the data: the answer is not older. Absent where it is not known. */
  readonly dataVersion?: string;
  /** What the gateway is to record of it. */
  readonly notes?: readonly AuditNote[];
}

/** An opened subgraph: the same server whether it is called in process or over HTTP. */
export interface HostedSubgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly server: ApolloServer<BaseContext>;
  /** The context of a request for `content` that comes with `assertion`; null where it is refused. */
  contextFor(
    assertion: string | undefined,
    content: string | undefined,
    traceparent?: unknown,
  ): Promise<RequestContext<unknown, unknown> | null>;
  /** Runs what answers the request of `context`, recorded with it, and lets go of what it held of the store. */
  within<Result>(context: RequestContext<unknown, unknown>, work: () => Promise<Result>): Promise<Result>;
  /** The answer, or null where the assertion was refused (401 over HTTP). */
  execute(request: SubgraphRequest): Promise<SubgraphAnswer | null>;
  /** The version of its data now; null where it cannot be read, so that nothing may be kept. */
  dataVersion(): string | null | Promise<string | null>;
  /** Whether its store can be read now. */
  isReady(): Promise<boolean>;
  /** Tells `listener` the version now and each new one, until the function given back is called. */
  onDataVersion(listener: DataVersionListener): () => void;
  close(): Promise<void>;
}

/** Opens the stores of a subgraph and starts its server (without a port). */
export async function hostSubgraph(
  definition: AnySubgraph,
  environment: SubgraphEnvironment,
  assertions: AssertionVerifier,
): Promise<HostedSubgraph> {
  const log = environment.log.child({ subgraph: definition.name });
  const schema = subgraphSchema(definition.schema);
  const meter = environment.metrics?.of(definition.name, definition.counters);
  const tracing = environment.tracing && new SubgraphTracing(environment.tracing, definition.name);
  tracing?.recordResolvers(schema);
  const onStatement = statementListener(environment.onStatement, meter, tracing);
  const store: SubgraphStore = await definition.openStore({ ...environment, log, onStatement });
  const versions = dataVersions(store, log);
  const server = new ApolloServer<BaseContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: apolloLog(log),
    plugins: [
      // A plugin that watches fields makes each of them cost a third more; neither of ours does.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      // First of ours: the next two look at the answer as it leaves.
      enforceAccess(schema, {
        evaluate: viewerPolicies,
        onFault: (policy, err) => log.warn({ policy, err }, 'a policy failed: it denies'),
      }),
      cacheControlHeader(schema),
      dataVersionHeader(versions),
      auditNotes(),
      ...(meter ? [metering(meter)] : []),
      ...(tracing ? [tracing.plugin] : []),
    ],
    // Only the gateway calls, with an assertion that a browser cannot have.
    csrfPrevention: false,
    formatError: (formatted, error) =>
      publicError(formatted, error, (cause) => log.error({ err: cause }, 'failed')),
  });
  await server.start();

  const contextOf = (
    { viewer, requestId }: AssertedRequest,
    traceparent: unknown,
  ): RequestContext<unknown, unknown> => ({
    viewer,
    requestId,
    now: environment.clock(),
    store,
    session: store.session?.(viewer),
    loaders: definition.createLoaders(store, viewer),
    cursors: environment.cursors,
    attestor: (definition.attests && environment.attestor) || null,
    notes: [],
    count: meter?.count ?? countNothing,
    spans: tracing?.begin(traceparent, requestId),
  });
  const contextFor: HostedSubgraph['contextFor'] = async (assertion, content, traceparent) => {
    const asserted = await assertions.verify(assertion, definition.name, content);
    if (!asserted) meter?.refused();
    return asserted ? contextOf(asserted, traceparent) : null;
  };
  const within: HostedSubgraph['within'] = async ({ session, spans }, work) => {
    const recorded = tracing ? () => tracing.within(spans, work) : work;
    if (!session) return recorded();
    try {
      return await session.run(recorded);
    } finally {
      session.end();
    }
  };

  return {
    name: definition.name,
    schema,
    server,
    contextFor,
    within,
    async execute({ assertion, traceparent, ...request }) {
      const contextValue = await contextFor(assertion, request.query, traceparent);
      if (!contextValue) return null;
      const response = await within(contextValue, () =>
        server.executeOperation(request as GraphQLRequest, { contextValue }),
      );
      if (response.body.kind !== 'single') throw new Error('A subgraph answers in one piece.');
      const { data, errors, extensions } = response.body.singleResult;
      const notes = notesIn(extensions);
      const cacheControl = response.http.headers.get(CACHE_CONTROL_HEADER);
      const dataVersion = response.http.headers.get(DATA_VERSION_HEADER);
      return {
        ...(data === undefined ? {} : { data }),
        ...(errors ? { errors } : {}),
        ...(cacheControl ? { cacheControl } : {}),
        ...(dataVersion ? { dataVersion } : {}),
        ...(notes ? { notes } : {}),
      };
    },
    dataVersion: () => versions.read(),
    isReady: async () => (await store.isReady?.()) ?? true,
    onDataVersion: (listener) => versions.listen(listener),
    async close() {
      versions.close();
      await server.stop();
      await store.close();
    },
  };
}

const countNothing: SubgraphMeter['count'] = () => undefined;

/** Tells all; undefined where nobody listens, so that no statement is timed for nothing. */
function statementListener(
  told: OnStatement | undefined,
  meter: SubgraphMeter | undefined,
  tracing: SubgraphTracing | undefined,
): OnStatement | undefined {
  if (!meter && !tracing) return told;
  return (statement, milliseconds) => {
    told?.(statement, milliseconds);
    meter?.statement(milliseconds / 1_000);
    tracing?.statement(statement, milliseconds);
  };
}

/** Errors written for clients pass; anything else becomes one sentence, and its text goes to the log only. */
function publicError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: (cause: unknown) => void,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const code = formatted.extensions?.['code'];
  if (cause instanceof PublicError || (code !== undefined && code !== 'INTERNAL_SERVER_ERROR'))
    return formatted;
  report(cause);
  return {
    message: 'This part of the answer could not be read.',
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
