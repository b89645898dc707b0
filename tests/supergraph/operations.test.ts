import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getVariableValues, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readOperations } from '../../gateway/supergraph/operations.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';

const SCHEMA = buildSchema(readFileSync(join(projectRoot(), 'schema/api.graphql'), 'utf8'));
const OPERATIONS = readOperations(join(projectRoot(), 'schema/operations'));

describe('the checked-in operations', () => {
  it('are those of edge devices and of the portal', () => {
    expect(OPERATIONS.map((it) => it.operationName)).toEqual([
      'Device',
      'RegisterDevice',
      'ReportConnection',
      'SyncDevice',
      'Contract',
      'Models',
      'Statement',
      'WhichCanWeGet',
      'WhyNot',
    ]);
  });

  it.each(OPERATIONS.map((it) => [it.file, it] as const))('%s is valid', (_file, { document }) => {
    expect(validate(SCHEMA, document)).toEqual([]);
  });

  it.each(OPERATIONS.map((it) => [it.file, it] as const))(
    '%s can be executed with the variables beside it',
    (_file, { definition, variables = {} }) => {
      const { errors } = getVariableValues(SCHEMA, definition.variableDefinitions ?? [], variables);
      expect(errors).toBeUndefined();
    },
  );
});
