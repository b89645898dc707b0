import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, type OperationDefinitionNode } from 'graphql';
import { NO_OVERRIDES, type KnownOperation } from '../engine/compiled/compiled-engine.ts';
import { SupergraphRefused } from './refused.ts';

/** An operation that every supergraph has to serve. */
export interface CheckedInOperation extends KnownOperation {
  /** Its file, relative to the folder. */
  readonly file: string;
  readonly text: string;
  readonly definition: OperationDefinitionNode;
  /** What to execute it with; undefined where nothing is given. */
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The operations of a folder: all that its `.graphql` files hold, at any depth. Variables to execute those
 * of `name.graphql` with stand in `name.variables.json`. None where there is no such folder.
 * @throws SupergraphRefused where a file cannot be read as what it should be.
 */
export function readOperations(folder: string): CheckedInOperation[] {
  if (!existsSync(folder)) return [];
  return globSync('**/*.graphql', { cwd: folder })
    .sort()
    .flatMap((file) => operationsIn(folder, file));
}

function operationsIn(folder: string, file: string): CheckedInOperation[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const document = read(file, () => parse(text, { noLocation: true }));
  const beside = file.replace(/\.graphql$/, '.variables.json');
  const variables = existsSync(join(folder, beside))
    ? read(beside, () => JSON.parse(readFileSync(join(folder, beside), 'utf8')) as Record<string, unknown>)
    : undefined;
  const documentId = createHash('sha256').update(text).digest('hex');
  return document.definitions.flatMap((definition): CheckedInOperation[] => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const operationName = definition.name?.value ?? null;
    return [
      {
        file,
        text,
        document,
        documentId,
        operationName,
        definition,
        variables,
        conditions: conditionsOf(definition, variables ?? {}),
        overrides: NO_OVERRIDES,
        isInUse: false,
      },
    ];
  });
}

/** The values that the operation's boolean variables have. */
function conditionsOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, boolean> {
  return Object.fromEntries(
    variableDefinitions.map(({ variable: { name }, defaultValue }) => {
      const byDefault = defaultValue?.kind === Kind.BOOLEAN && defaultValue.value;
      return [name.value, (variables[name.value] ?? byDefault) === true];
    }),
  );
}

function read<Value>(file: string, parseFile: () => Value): Value {
  try {
    return parseFile();
  } catch (error) {
    throw new SupergraphRefused(`The operations cannot be read: ${file}: ${(error as Error).message}`);
  }
}
