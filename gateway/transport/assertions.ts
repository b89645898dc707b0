import type { AssertionSigner } from '../../platform/identity/assertion.ts';
import type { GatewayContext } from '../context.ts';

/** Gives the signed assertion that a request brings to a subgraph. */
export type Assertions = (context: GatewayContext, subgraph: string) => Promise<string>;

/** Signs once per request and subgraph: an assertion names its request, so none outlives it. */
export function requestAssertions(signer: AssertionSigner): Assertions {
  const signed = new WeakMap<GatewayContext, Map<string, Promise<string>>>();
  return (context, subgraph) => {
    let ofRequest = signed.get(context);
    if (!ofRequest) signed.set(context, (ofRequest = new Map()));
    let assertion = ofRequest.get(subgraph);
    if (!assertion) {
      assertion = signer.sign(context.viewer, subgraph, context.requestId);
      ofRequest.set(subgraph, assertion);
    }
    return assertion;
  };
}
