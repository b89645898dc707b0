import { shown, type Check } from '../../harness/check.ts';
import { coordinatesOf } from './definitions.ts';

/** The SDL that is served is the one that is agreed on. */
export const served: Check = {
  name: 'sdl.served',
  says: 'The SDL that `_service` serves says what `schema/subgraphs/<name>.graphql` says, element by element.',
  async run({ contract, servedSdl }, trial) {
    const agreed = coordinatesOf(contract.sdl);
    const actual = coordinatesOf(await servedSdl());
    for (const at of new Set([...agreed.keys(), ...actual.keys()])) {
      trial.expect(agreed.get(at) === actual.get(at), () => ({
        at,
        expected: agreed.get(at) ?? 'nothing',
        came: actual.get(at) ?? 'nothing',
        todo: `Serve what schema/subgraphs/${contract.name}.graphql says, or agree on a new one and check it in (here: npm run schema).`,
      }));
    }
    if (trial.tried === 0) {
      trial.broken({
        at: '_service.sdl',
        expected: 'types',
        came: shown(await servedSdl()),
        todo: 'Serve the SDL.',
      });
    }
  },
};
