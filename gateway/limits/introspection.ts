import { BREAK, visit, type DocumentNode } from 'graphql';
import type { Audience } from '../../platform/config/limits.ts';
import { PublicError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/identity/viewer.ts';
import type { RequestHooks } from '../http/request-hooks.ts';

/** What a request's context says of who asks. */
interface Asking {
  readonly viewer: Viewer;
}

/** What graphql-js adds to an error about a name or a value that the schema does not have. */
const SUGGESTION = / Did you mean [^?]+\?/g;

const SCOPE = 'scope:';

/** Whether the schema may be shown to `viewer`. */
export function isShownTo(audience: Audience, viewer: Viewer): boolean {
  if (audience === 'on' || audience === 'off') return audience === 'on';
  if (viewer.partner === null) return false;
  return audience === 'authenticated' || viewer.scopes.includes(audience.slice(SCOPE.length));
}

/**
 * Shows the schema to its audience: to all others introspection is refused, and no error says what a name or a
 * value that is not there could have been.
 */
export function introspectionFor<Context extends Asking>(audience: Audience): RequestHooks<Context> {
  if (audience === 'on') return {};
  return {
    didResolveOperation({ document, contextValue }) {
      if (asksSchema(document) && !isShownTo(audience, contextValue.viewer)) throw refusal(audience);
    },
    willSendResponse({ contextValue, response: { body } }) {
      const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
      if (body.kind !== 'single' || !errors || isShownTo(audience, contextValue.viewer)) return;
      body.singleResult.errors = errors.map((it) => ({
        ...it,
        message: it.message.replace(SUGGESTION, ''),
      }));
    },
  };
}

/** Whether documents ask for the schema: looked up once for each. */
const known = new WeakMap<DocumentNode, boolean>();

function asksSchema(document: DocumentNode): boolean {
  let asks = known.get(document);
  if (asks === undefined) {
    asks = false;
    visit(document, {
      Field({ name: { value } }) {
        if (value !== '__schema' && value !== '__type') return undefined;
        asks = true;
        return BREAK;
      },
    });
    known.set(document, asks);
  }
  return asks;
}

function refusal(audience: Audience): PublicError {
  const who =
    audience === 'off'
      ? 'It is switched off here.'
      : audience === 'authenticated'
        ? 'It needs a bearer token.'
        : 'It needs a scope that was not brought.';
  return new PublicError(
    'GRAPHQL_VALIDATION_FAILED',
    `The schema cannot be introspected with "__schema" or "__type". ${who}`,
    { http: { status: 400 } },
  );
}
