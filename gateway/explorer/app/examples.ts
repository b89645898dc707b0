import contract from '../../../schema/operations/portal/contract.graphql?raw';
import models from '../../../schema/operations/portal/models.graphql?raw';
import whichCanWeGet from '../../../schema/operations/portal/which-can-we-get.graphql?raw';
import whyNot from '../../../schema/operations/portal/why-not.graphql?raw';
import contractVariables from '../../../schema/operations/portal/contract.variables.json?raw';
import whichCanWeGetVariables from '../../../schema/operations/portal/which-can-we-get.variables.json?raw';
import whyNotVariables from '../../../schema/operations/portal/why-not.variables.json?raw';

/** A question to begin with: the portal's own document, with variables that work. */
interface Example {
  readonly query: string;
  readonly variables: string;
}

/** The questions of the portal, one a tab. */
export const EXAMPLES: readonly Example[] = [
  { query: whichCanWeGet, variables: whichCanWeGetVariables },
  { query: whyNot, variables: whyNotVariables },
  { query: contract, variables: contractVariables },
  { query: models, variables: '' },
];
