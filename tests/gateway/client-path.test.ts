import { Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { clientPath } from '../../gateway/engine/client-path.ts';

function cut(query: string, path: (string | number)[]): readonly (string | number)[] {
  const document = parse(query);
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The test has no operation.');
  return clientPath(path, operation, document);
}

it('keeps a path that the client asked for, through lists, aliases and fragments', () => {
  const query = `{ mine: viewer { ...V } } fragment V on Viewer { offers { ... on Offers { edges { id } } } }`;
  const path = ['mine', 'offers', 'edges', 3, 'id'];
  expect(cut(query, path)).toEqual(path);
});

it('ends above a field that only the plan asks for', () => {
  expect(cut('{ viewer { id } }', ['viewer', 'levelFacts', 'schemes', 0])).toEqual(['viewer']);
  expect(cut('{ mine: viewer { id } }', ['viewer', 'id'])).toEqual([]);
});

it('ends above a list of which every element is meant', () => {
  expect(cut('{ viewer { offers { id } } }', ['viewer', 'offers', '@', 'id'])).toEqual(['viewer', 'offers']);
});
