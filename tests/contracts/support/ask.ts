import { OPERATE } from '../../../platform/identity/viewer.ts';
import { asPartner, type TestSubgraph } from '../../support/subgraph.ts';

/** An operator, who acts on behalf of a partner like everybody else. */
export const operator = asPartner('NZ', { subject: 'operator', scopes: [OPERATE] });

const FACTS = `query Facts($id: ID!) {
  _entities(representations: [{ __typename: "Viewer", id: $id }]) {
    ... on Viewer { contractFacts { dataVersion contracts {
      id conveysPurchase buyerTags suppliers { provider verification } suppliersPublished
      term { from until fromVerified untilVerified } cancelledFrom
      holds { id from until fromVerified untilVerified reason forum verification }
      ceiling { amount currency remaining verification }
      levels levelsPublished levelsVerification isOpen verification
    } } }
  }
}`;

/** The contract facts of a partner's viewer, as the gateway asks for them. */
export async function factsOf(subgraph: TestSubgraph, partner: string) {
  const viewer = asPartner(partner);
  const { _entities } = await subgraph.data(viewer, FACTS, { id: viewer.id });
  return _entities[0].contractFacts;
}

/** Executes a mutation of this name and gives its payload, or throws with the errors. */
export async function change(subgraph: TestSubgraph, name: string, input: object, select: string) {
  const data = await subgraph.data(operator, mutation(name, select), { input });
  return data[name];
}

/** The text of a mutation that takes one input. */
export function mutation(name: string, select = '__typename'): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation Change($input: ${type}!) { ${name}(input: $input) { ${select} } }`;
}

/** The code and the message of the only error of an answer. */
export function errorOf(answer: { errors?: readonly { message: string; extensions?: object }[] }) {
  const [error] = answer.errors ?? [];
  if (!error || answer.errors?.length !== 1)
    throw new Error(`One error was expected: ${JSON.stringify(answer)}`);
  return { code: (error.extensions as { code?: string }).code, message: error.message };
}
