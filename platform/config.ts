import { z } from 'zod';
import { AUDIT_VARIABLES } from './config/audit.ts';
import { DOCUMENT_VARIABLES } from './config/documents.ts';
import { HTTP_VARIABLES } from './config/http.ts';
import { IDENTITY_VARIABLES } from './config/identity.ts';
import { LIMIT_VARIABLES } from './config/limits.ts';
import { OPERATION_VARIABLES } from './config/operation.ts';
import { STORE_VARIABLES } from './config/store.ts';
import { TELEMETRY_VARIABLES } from './config/telemetry.ts';
import { TLS_VARIABLES } from './config/tls.ts';
import { TRACING_VARIABLES } from './config/tracing.ts';
import {
  address,
  list,
  mebibytes,
  numeric,
  onOff,
  origins,
  port,
  SECONDS,
  seconds,
  text,
  variable,
  type Variable,
} from './config/variable.ts';

/** Configuration that cannot be taken; its message is one line that names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Every environment variable that the product reads: the one place that reads the environment. */
export const VARIABLES = {
  NODE_ENV: variable(
    'In `production` nothing of development is on: no development tokens, no Apollo Sandbox.',
    'development, production or test',
    z.enum(['development', 'production', 'test']).default('development'),
  ),
  HOST: variable('Address to listen on.', 'a host name or an address', text.default('127.0.0.1')),
  PORT: variable(
    'Port to listen on; 0 takes a free one. Default: 4000 for the gateway, 4001 to 4004 for the subgraphs.',
    'a whole number from 0 to 65535',
    port.optional(),
  ),
  DATA_DIR: variable('Folder of the embedded stores and development keys.', 'a path', text.default('data')),
  FACTS_DIR: variable(
    'Folder to seed the stores from instead of the facts that ship, with a folder for each subgraph that holds all files of its `data/`. Changed facts are imported at the next start; an import that rejects a record changes nothing.',
    'a path',
    text.optional(),
  ),
  LOG_LEVEL: variable(
    'Least level of the log lines written to standard error.',
    'fatal, error, warn, info, debug, trace or silent',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  ),
  SUPERGRAPH_FILE: variable(
    'The supergraph schema to serve.',
    'a path',
    text.default('schema/supergraph.graphql'),
  ),
  SUPERGRAPH_WATCH: variable(
    'Whether a new supergraph in the file is taken while the gateway runs. It is checked beside the one that is served, which stays where the new one fails. With `off`, SIGHUP alone has the file read again.',
    'on or off',
    onOff.default(true),
  ),
  SUPERGRAPH_OPERATIONS: variable(
    'Folder of operations that every new supergraph has to serve: `.graphql` files, each with its variables in a `.variables.json` of the same name. Default: `operations` beside the supergraph; none where there is no such folder.',
    'a path',
    text.optional(),
  ),
  GATEWAY_ENGINE: variable(
    'What plans and executes operations: the engine of this gateway, which compiles plans, or `@apollo/gateway` as published.',
    'compiled or apollo',
    z.enum(['compiled', 'apollo']).default('compiled'),
  ),
  ENTITY_CACHE_MIB: variable(
    'How much the cache of entities may hold, in MiB; 0 for no cache. What subgraphs permit by `cache-control` is kept across requests, for each viewer apart unless it is the same for all, until their data change. Compiled engine only.',
    'a whole number from 0 to 65536',
    mebibytes.default(0),
  ),
  ANSWER_CACHE_MIB: variable(
    'How much the cache of whole answers may hold, in MiB; 0 for no cache. The same rules as for entities.',
    'a whole number from 0 to 65536',
    mebibytes.default(0),
  ),
  AUTHORIZATION: variable(
    'What happens to an operation that asks for something its viewer may not have. With `filter` the rest is answered, and what is denied is null with an error of its path; with `refuse` the whole request is refused with status 401 or 403.',
    'filter or refuse',
    z.enum(['filter', 'refuse']).default('filter'),
  ),
  SUBGRAPH_TRANSPORT: variable(
    'How the gateway reaches the subgraphs: in its own process, or over HTTP.',
    'in-process or http',
    z.enum(['in-process', 'http']).default('in-process'),
  ),
  CATALOGUE_URL: variable(
    'Where the catalogue subgraph answers over HTTP.',
    'an http(s) address',
    address.optional(),
  ),
  CLASSIFICATION_URL: variable(
    'Where the classification subgraph answers over HTTP.',
    'an http(s) address',
    address.optional(),
  ),
  CONTRACTS_URL: variable(
    'Where the contracts subgraph answers over HTTP.',
    'an http(s) address',
    address.optional(),
  ),
  DEVICES_URL: variable(
    'Where the devices subgraph answers over HTTP.',
    'an http(s) address',
    address.optional(),
  ),
  ...IDENTITY_VARIABLES,
  ASSERTION_SECRET_FILE: variable(
    'The file with the secret that the gateway shares with a subgraph and seals its assertions to it with (32 bytes or more in base64url); `{subgraph}` stands for the subgraph’s name, and no two subgraphs may have the same. Both ends are given it. A subgraph takes what is sealed with any of the secrets in its file, one a line; the gateway seals with the first. Default: a development secret in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  ASSERTION_KEY_FILE: variable(
    'The private key (JWK) that the gateway signs its assertions with, to subgraphs whose ASSERTION_SECRET_FILE there is none of: dearer, for subgraphs that can be told a public key alone. This or ASSERTION_SECRET_FILE is required in production where the transport is http.',
    'a path',
    text.optional(),
  ),
  ASSERTION_JWKS_FILE: variable(
    'For subgraphs that run alone: the gateway’s public keys (JWKS). This or ASSERTION_SECRET_FILE is required in production. Default: the development key in DATA_DIR.',
    'a path',
    text.optional(),
  ),
  REQUEST_SECONDS: variable(
    'How long the gateway may take to answer a request. What subgraphs still owe then is an error in the answer.',
    SECONDS,
    seconds.default(12),
  ),
  SUBGRAPH_SECONDS: variable(
    'How long a subgraph may take to answer one call; less than REQUEST_SECONDS. Default: two thirds of it.',
    SECONDS,
    seconds.optional(),
  ),
  BREAKER_CALLS: variable(
    'How many of the latest calls to a subgraph its circuit breaker looks at. It opens when more than BREAKER_PERCENT of them brought no answer, once there were half as many.',
    'a whole number from 2 to 1000',
    numeric(z.coerce.number().int().min(2).max(1000)).default(10),
  ),
  BREAKER_PERCENT: variable(
    'How many in a hundred of the latest calls to a subgraph may fail before its circuit opens.',
    'a number, more than 0 and less than 100',
    numeric(z.coerce.number().gt(0).lt(100)).default(50),
  ),
  BREAKER_SECONDS: variable(
    'How long a circuit stays open, with every call failing at once, before one call tries the subgraph.',
    SECONDS,
    seconds.default(5),
  ),
  FETCH_SHARING: variable(
    'Whether equal queries of one viewer to a subgraph, under way at the same time, are sent once. What a mutation changed at another gateway may then be missing from an answer that was under way, unless gateways tell each other by REDIS_URL; where clients change gateways between a mutation and a query and there is none, switch it off.',
    'on or off',
    onOff.default(true),
  ),
  SUBGRAPH_ASSERTIONS: variable(
    'Whether calls to subgraphs bring the gateway’s signed word on who asks. Off, for subgraphs that do not know it, nothing tells them: they have to be in a network that lets only the gateway in. Over HTTP only.',
    'on or off',
    onOff.default(true),
  ),
  FORWARD_HEADERS: variable(
    'The headers of clients that subgraphs get too, as they came, over HTTP. None that concerns the connection, the message or who asks may be among them.',
    'names of headers, separated by commas',
    list.default([]),
  ),
  CORS_ORIGINS: variable(
    'The portals that may call from a browser, separated by commas.',
    'origins such as https://portal.example, separated by commas',
    origins.default([]),
  ),
  SANDBOX: variable(
    'Whether `/` shows Apollo Sandbox, which loads from the internet. Default: on, in production off.',
    'on or off',
    onOff.optional(),
  ),
  EXPLORER: variable('Whether `/explorer` shows the self-hosted explorer.', 'on or off', onOff.default(true)),
  ...STORE_VARIABLES,
  ...HTTP_VARIABLES,
  ...TLS_VARIABLES,
  ...DOCUMENT_VARIABLES,
  ...LIMIT_VARIABLES,
  ...AUDIT_VARIABLES,
  ...OPERATION_VARIABLES,
  ...TELEMETRY_VARIABLES,
  ...TRACING_VARIABLES,
} satisfies Record<string, Variable<unknown>>;

export type VariableName = keyof typeof VARIABLES;

/** The configuration, checked and in meaning. */
export type Config = { readonly [Name in VariableName]: z.output<(typeof VARIABLES)[Name]['schema']> };

/** The environment as it is: the only reading of `process.env`. */
export function readEnv(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Apollo's packages report usage and look for a cloud's metadata unless this stands in the environment. */
export function disableApolloTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}

/**
 * Makes the configuration of an environment. A variable that is set but empty counts as absent.
 * @throws ConfigError naming the first variable that cannot be taken, what was expected and what came.
 */
export function toConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const entries = Object.entries(VARIABLES).map(([name, { schema, expected }]) => {
    const value = env[name]?.trim() || undefined;
    const result = (schema as z.ZodType).safeParse(value);
    if (!result.success)
      throw new ConfigError(`${name}: expected ${expected}, got ${JSON.stringify(value)}.`);
    return [name, result.data] as const;
  });
  const config = Object.fromEntries(entries) as Config;
  checkCalls(config);
  return config;
}

/**
 * The configuration of a process that knows clients by their tokens and vouches for them to subgraphs: the gateway, or
 * the signer in its place. In production it has to say how.
 * @throws ConfigError as {@link toConfig} does, and where that is missing.
 */
export function toGatewayConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const config = toConfig(env);
  checkProduction(config);
  return config;
}

function checkCalls(config: Config): void {
  const { REQUEST_SECONDS, SUBGRAPH_SECONDS, SUBGRAPH_ASSERTIONS, SUBGRAPH_TRANSPORT } = config;
  if (SUBGRAPH_SECONDS !== undefined && SUBGRAPH_SECONDS >= REQUEST_SECONDS) {
    throw new ConfigError(
      `SUBGRAPH_SECONDS: expected less than REQUEST_SECONDS (${REQUEST_SECONDS}), got ${SUBGRAPH_SECONDS}.`,
    );
  }
  if (!SUBGRAPH_ASSERTIONS && SUBGRAPH_TRANSPORT === 'in-process') {
    throw new ConfigError(
      'SUBGRAPH_ASSERTIONS: expected on where the subgraphs are in this process, got "off".',
    );
  }
}

function checkProduction(config: Config): void {
  if (config.NODE_ENV !== 'production') return;
  if (!config.TOKEN_ISSUER && !config.TOKEN_ISSUERS_FILE) {
    throw new ConfigError(
      'TOKEN_ISSUER: expected the identity provider’s issuer in production, got nothing.',
    );
  }
  if (config.TOKEN_ISSUER && !config.TOKEN_JWKS_URL && !config.TOKEN_JWKS_FILE) {
    throw new ConfigError('TOKEN_JWKS_URL: expected it or TOKEN_JWKS_FILE in production, got neither.');
  }
  const { SUBGRAPH_TRANSPORT, SUBGRAPH_ASSERTIONS, ASSERTION_SECRET_FILE, ASSERTION_KEY_FILE } = config;
  const isTold = ASSERTION_SECRET_FILE !== undefined || ASSERTION_KEY_FILE !== undefined;
  if (SUBGRAPH_TRANSPORT === 'http' && SUBGRAPH_ASSERTIONS && !isTold) {
    throw new ConfigError(
      'ASSERTION_SECRET_FILE: expected it or ASSERTION_KEY_FILE in production over HTTP, got neither.',
    );
  }
}
