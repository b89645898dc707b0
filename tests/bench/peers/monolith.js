// The floor of an executor: the same schema in one server without subgraphs, each operation compiled once by
// graphql-jit, behind plain node:http. It checks nothing that a server for the public would have to check.
// Arguments: the port, the file of the schema that clients see, and the module with the resolvers.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { buildSchema, parse, validate } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

const [port, api, resolvers] = process.argv.slice(2);
const schema = buildSchema(readFileSync(api, 'utf8'));
const { MONOLITH_RESOLVERS } = await import(pathToFileURL(resolvers).href);
for (const [type, fields] of Object.entries(MONOLITH_RESOLVERS)) {
  for (const [field, resolve] of Object.entries(fields))
    schema.getType(type).getFields()[field].resolve = resolve;
}

const compiled = new Map();

function compile(query) {
  const document = parse(query);
  const errors = validate(schema, document);
  const result = errors.length > 0 ? { errors } : compileQuery(schema, document);
  compiled.set(query, result);
  return result;
}

async function answer(body) {
  const { query, variables } = JSON.parse(body);
  const operation = compiled.get(query) ?? compile(query);
  return JSON.stringify(isCompiledQuery(operation) ? await operation.query({}, {}, variables) : operation);
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', async () => {
    const bytes = Buffer.from(await answer(Buffer.concat(pieces).toString('utf8')));
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
      .end(bytes);
  });
});
server.keepAliveTimeout = 0;
server.listen(Number(port), '127.0.0.1');
