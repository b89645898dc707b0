import type { AssertionSigner } from '../../platform/identity/assertion.ts';
import type { GatewayContext } from '../context.ts';

/** Gives the assertion that a call brings to a subgraph, for what it asks there. */
export type Assertions = (
  context: GatewayContext,
  subgraph: string,
  content: string,
) => Promise<string> | string;

/** Signs for each call: an assertion names its request and what is asked, so it is of no use for another. */
export function callAssertions(signer: AssertionSigner): Assertions {
  return ({ viewer, requestId }, subgraph, content) => signer.sign(viewer, subgraph, requestId, { content });
}
