import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PlanNode } from '@graphql-hive/router-query-planner';
import { GraphQLError, parse, validate, type DocumentNode } from 'graphql';
import { readEnv, toConfig } from '../../platform/config.ts';
import { CompiledEngine } from '../engine/compiled/compiled-engine.ts';
import { publicErrors } from '../engine/compiled/error-policy.ts';
import { PlanningTooSlow } from '../engine/compiled/planner.ts';
import { Refusal } from '../engine/compiled/refusal.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { runCommand, UsageError } from '../../platform/command.ts';

const USAGE =
  'npm run -s plan -- OPERATION.graphql [--operation NAME] [--variables JSON] [--supergraph FILE]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      operation: { type: 'string' },
      variables: { type: 'string', default: '{}' },
      supergraph: { type: 'string' },
    },
  });
  const [file] = positionals;
  if (file === undefined) throw new UsageError('expected a file with an operation, got nothing.');
  const { sdl } = loadSupergraph(values.supergraph ?? toConfig(readEnv()).SUPERGRAPH_FILE);
  const before = performance.now();
  const engine = engineOver(sdl);
  const loading = performance.now() - before;
  const document = operationIn(file, engine);
  const start = performance.now();
  const compiled = await prepared(
    file,
    engine.prepare({
      document,
      documentId: file,
      operationName: values.operation ?? null,
      variables: variablesOf(values.variables),
      context: {},
    }),
  );
  const compiling = performance.now() - start;

  return [
    ...compiled.planned.flatMap(({ operation, node }) => [
      '# What is planned',
      operation,
      '',
      '# The plan',
      ...(node ? linesOf(node) : ['nothing to fetch']),
      '',
    ]),
    '# The compiled steps',
    ...compiled.describe(),
    '',
    '# Times',
    `reading the supergraph  ${loading.toFixed(1)} ms`,
    `planning and compiling  ${compiling.toFixed(1)} ms`,
  ].join('\n');
});

/** @throws UsageError where the supergraph cannot be served. */
function engineOver(supergraphSdl: string): CompiledEngine<unknown> {
  try {
    return new CompiledEngine({
      supergraphSdl,
      transport: { fetch: () => Promise.reject(new Error('nothing is executed here')) },
      errors: publicErrors,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new UsageError(`supergraph: ${error.message}`);
  }
}

/**
 * The operation in a file.
 * @throws UsageError where there is none that could be planned.
 */
function operationIn(file: string, engine: CompiledEngine<unknown>): DocumentNode {
  const document = parsed(textOf(file), file);
  const [error] = validate(engine.apiSchema, document);
  if (error) throw new UsageError(`${file}: ${placed(error)}`);
  return document;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: expected a readable file with a GraphQL operation.`);
  }
}

function parsed(text: string, file: string): DocumentNode {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new UsageError(`${file}: ${placed(error)}`);
  }
}

/** Says an error of an operation in one line, with its place. */
function placed({ message, locations }: GraphQLError): string {
  const [at] = locations ?? [];
  return at ? `line ${at.line}, column ${at.column}: ${message}` : message;
}

/** What is not planned is the operation's fault or the supergraph's, not the command's. */
async function prepared<Value>(file: string, preparing: Promise<Value>): Promise<Value> {
  try {
    return await preparing;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof PlanningTooSlow)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

function variablesOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new UsageError(`--variables: expected a JSON object, got ${JSON.stringify(text)}.`);
}

function linesOf(node: PlanNode, indent = ''): string[] {
  const inner = `${indent}  `;
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return [`${indent}${node.kind}`, ...node.nodes.flatMap((it) => linesOf(it, inner))];
    case 'Flatten':
      return [
        `${indent}Flatten ${node.path.map((it) => (it === '@' ? '@' : 'Field' in it ? it.Field : `|[${it.TypeCondition.join()}]`)).join('.')}`,
        ...linesOf(node.node, inner),
      ];
    case 'Fetch':
    case 'BatchFetch':
      return [`${indent}${node.kind} ${node.serviceName} ${node.operation.replace(/\s+/g, ' ')}`];
    default:
      return [`${indent}${node.kind}`];
  }
}
