import { createHash } from 'node:crypto';
import { GraphQLError, Kind, print, type OperationDefinitionNode } from 'graphql';
import { Authorizer, type RestrictedOperation } from '../../platform/authorization/authorizer.ts';
import type { PolicyEvaluator } from '../../platform/authorization/policies.ts';
import type { ErrorCode } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/identity/viewer.ts';
import type { GatewayContext } from '../context.ts';
import type { Engine, EngineParts, ExecutedAnswer, ValidRequest } from '../engine/engine.ts';
import { supergraphAccess } from './supergraph-access.ts';

/** What happens to an operation that asks for something its viewer may not have. */
export type AuthorizationMode =
  /** The rest is answered. */
  | 'filter'
  /** All of it is refused. */
  | 'refuse';

export interface AuthorizationOptions {
  readonly mode: AuthorizationMode;
  readonly policies: PolicyEvaluator;
  /** How long one policy may take, in milliseconds. */
  readonly policyMilliseconds?: number | undefined;
}

type MakeEngine = (parts: EngineParts) => Promise<Engine>;

const STATUS = { UNAUTHENTICATED: 401, FORBIDDEN: 403 } as const;

/**
 * Engines behind the supergraph's rules of access, whichever they are: `@authenticated`, `@requiresScopes`
 * and `@policy`. What a viewer may not have is taken out of the operation before the engine sees it, and is
 * null in the answer, with an error for each path. A rehearsal is executed as it is: it is for nobody, and
 * its answer goes nowhere.
 */
export function authorized(makeEngine: MakeEngine, options: AuthorizationOptions): MakeEngine {
  return async (parts) => {
    const engine = await makeEngine(parts);
    const { mode, policies: evaluate, policyMilliseconds: milliseconds } = options;
    const onFault = (policy: string, err: unknown) =>
      parts.log.warn({ policy, err }, 'a policy failed: it denies');
    const authorizer = new Authorizer(supergraphAccess(parts.supergraph.sdl), {
      evaluate,
      milliseconds,
      onFault,
    });
    const answerRestricted = mode === 'refuse' ? refused : filtered;
    return {
      ...engine,
      execute(request, isRehearsal = false) {
        const { document, operationName } = request;
        const operation = isRehearsal ? undefined : authorizer.operation(document, operationName);
        // What has no operation of that name is the engine's to refuse.
        if (!operation || operation.isOpen) return engine.execute(request, isRehearsal);
        const restriction = operation.restrictionFor(viewerOf(request), variablesOf(request));
        if (restriction === undefined) return engine.execute(request);
        return restriction instanceof Promise
          ? restriction.then((it) => (it ? answerRestricted(request, it, engine) : engine.execute(request)))
          : answerRestricted(request, restriction, engine);
      },
    };
  };
}

/** Answers what remains of the operation. */
async function filtered(
  request: ValidRequest,
  restriction: RestrictedOperation,
  engine: Engine,
): Promise<ExecutedAnswer> {
  const viewer = viewerOf(request);
  const variables = variablesOf(request);
  if (restriction.isEmpty) {
    const nothing = restriction.answer(viewer, variables);
    if (nothing) return nothing as ExecutedAnswer;
  }
  const { data, errors = [], ...answer } = await engine.execute(remainderOf(request, restriction));
  if (!data) return { ...answer, data, errors } as ExecutedAnswer;
  const completed = restriction.complete(data, viewer, variables);
  const all = [...completed.errors, ...errors];
  return { ...answer, data: completed.data, ...(all.length > 0 ? { errors: all } : {}) } as ExecutedAnswer;
}

/** Refuses the whole operation, unless nothing that is denied takes part in it after all. */
async function refused(
  request: ValidRequest,
  restriction: RestrictedOperation,
  engine: Engine,
): Promise<ExecutedAnswer> {
  const errors = restriction.refusals(viewerOf(request), variablesOf(request)) ?? [];
  return errors.length > 0 ? { errors: errors.map(withStatus) } : filtered(request, restriction, engine);
}

function withStatus({ message, path, extensions }: GraphQLError): GraphQLError {
  const status = STATUS[extensions['code'] as ErrorCode & keyof typeof STATUS];
  return new GraphQLError(message, { path, extensions: { ...extensions, http: { status } } });
}

/** By what remains: the document that a digest of it is known by is always the same one. */
const digests = new WeakMap<RestrictedOperation, string>();

function remainderOf(request: ValidRequest, restriction: RestrictedOperation): ValidRequest {
  const { document } = restriction;
  let queryHash = digests.get(restriction);
  if (queryHash === undefined) {
    queryHash = createHash('sha256').update(print(document)).digest('hex');
    digests.set(restriction, queryHash);
  }
  const [operation] = document.definitions.filter(
    (it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION,
  );
  return { ...request, document, queryHash, operation } as ValidRequest;
}

function viewerOf({ context }: ValidRequest): Viewer {
  return (context as GatewayContext).viewer;
}

function variablesOf({ request }: ValidRequest): Readonly<Record<string, unknown>> {
  return request.variables ?? {};
}
