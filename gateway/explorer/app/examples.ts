import contract from '../../../schema/operations/portal/contract.graphql?raw';
import models from '../../../schema/operations/portal/models.graphql?raw';
import whichCanWeGet from '../../../schema/operations/portal/which-can-we-get.graphql?raw';
import whyNot from '../../../schema/operations/portal/why-not.graphql?raw';

/** A question to begin with: the portal's own document, with variables that work. */
interface Example {
  readonly query: string;
  readonly variables: string;
}

const example = (query: string, variables?: object): Example => ({
  query,
  variables: variables ? JSON.stringify(variables, null, 2) : '',
});

/** The questions of the portal, one a tab. */
export const EXAMPLES: readonly Example[] = [
  example(whichCanWeGet, { ask: { level: 'GB:O' }, first: 5 }),
  example(whyNot, { id: 'ms.azure-gov.key-vault', ask: { level: 'GB:S' } }),
  example(contract, { id: 'us-dod-jedi', on: '2020-06-01' }),
  example(models),
];
