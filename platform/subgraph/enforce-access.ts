import type { ApolloServerPlugin, BaseContext, GraphQLRequestContext } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { Access } from '../authorization/access.ts';
import { Authorizer, type RestrictedOperation } from '../authorization/authorizer.ts';
import type { PolicyOptions } from '../authorization/policies.ts';
import { RULE_DIRECTIVES } from '../authorization/rules.ts';
import type { RequestContext } from './define.ts';

type Executed = { -readonly [Key in 'document']?: GraphQLRequestContext<BaseContext>[Key] };

/**
 * Holds a subgraph's own schema to its rules of access, for the viewer of the assertion, as the gateway does
 * with the supergraph: what is denied, entities included, is never resolved and is an error of its path. The
 * gateway asks for nothing that it denies, so this is for whoever calls otherwise.
 */
export function enforceAccess(
  schema: GraphQLSchema,
  policies: PolicyOptions,
): ApolloServerPlugin<BaseContext> {
  const authorizer = new Authorizer(new Access(schema, RULE_DIRECTIVES), policies);
  return {
    async requestDidStart({ request: { variables = {} }, contextValue }) {
      const { viewer } = contextValue as RequestContext<unknown, unknown>;
      let restriction: RestrictedOperation | undefined;
      return {
        async didResolveOperation(context) {
          const operation = authorizer.operation(context.document, context.operationName);
          restriction = await operation?.restrictionFor(viewer, variables);
          // Apollo Server executes what stands in the context after this.
          if (restriction) (context as Executed).document = restriction.document;
        },
        async willSendResponse({ response: { body } }) {
          if (!restriction || body.kind !== 'single' || !body.singleResult.data) return;
          const { data, errors = [] } = body.singleResult;
          const completed = restriction.complete(data, viewer, variables);
          body.singleResult.data = completed.data;
          const denied = completed.errors.map((it) => it.toJSON());
          if (denied.length + errors.length > 0) body.singleResult.errors = [...denied, ...errors];
        },
      };
    },
  };
}
