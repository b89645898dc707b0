// Hive Gateway before the product's subgraphs: docs/routers.md. It asks them by way of the signer.
// oxlint-disable node/no-process-env -- the file is Hive Gateway's, not the product's
const signer = process.env.SIGNER_URL ?? 'http://127.0.0.1:4100';
const subgraphs = ['catalogue', 'classification', 'contracts', 'devices'];

export const gatewayConfig = {
  supergraph: process.env.SUPERGRAPH_FILE ?? 'schema/supergraph.graphql',
  transportEntries: Object.fromEntries(subgraphs.map((name) => [name, { location: `${signer}/${name}` }])),
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({
      authorization: request.headers.get('authorization'),
      traceparent: request.headers.get('traceparent'),
    }),
  },
  // Nothing is said of the graph or the router, and nothing is cached: two clients never share an answer.
  landingPage: false,
  graphiql: false,
  introspection: false,
  maskedErrors: true,
};
