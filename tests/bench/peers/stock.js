// Stock: @apollo/server with @apollo/gateway, both as published, in Apollo's own standalone server.
// Everything is left at its default: the data source (node-fetch with its agents), caches, CSRF prevention,
// the landing page, plan cache. NODE_ENV=production, which the bench sets, switches off the validation of the
// supergraph, query plans in answers, and stack traces.
// Arguments: the port, and the file of the supergraph.
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const [port, supergraph] = process.argv.slice(2);
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8') });
const server = new ApolloServer({ gateway });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
