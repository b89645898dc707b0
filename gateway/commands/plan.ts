import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PlanNode } from '@graphql-hive/router-query-planner';
import { parse, validate, type DocumentNode } from 'graphql';
import { readEnv, toConfig } from '../../platform/config.ts';
import { CompiledEngine } from '../engine/compiled/compiled-engine.ts';
import { publicErrors } from '../engine/compiled/error-policy.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { runCommand, UsageError } from './command.ts';

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
  const [engine, loading] = timed(
    () =>
      new CompiledEngine({
        supergraphSdl: sdl,
        transport: { fetch: () => Promise.reject(new Error('nothing is executed here')) },
        errors: publicErrors,
      }),
  );
  const document = operationIn(file, engine);
  const before = performance.now();
  const compiled = await engine.prepare({
    document,
    documentId: file,
    operationName: values.operation ?? null,
    variables: variablesOf(values.variables),
    context: {},
  });
  const compiling = performance.now() - before;

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

function operationIn(file: string, engine: CompiledEngine<unknown>): DocumentNode {
  let document: DocumentNode;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: expected a GraphQL operation, got ${String(error)}`);
  }
  const [error] = validate(engine.apiSchema, document);
  if (error) throw new UsageError(`${file}: ${error.message}`);
  return document;
}

function variablesOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UsageError(`--variables: expected JSON, got ${JSON.stringify(text)}.`);
  }
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

function timed<Value>(work: () => Value): [Value, number] {
  const before = performance.now();
  const value = work();
  return [value, performance.now() - before];
}
