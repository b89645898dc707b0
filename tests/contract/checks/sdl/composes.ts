import { CompositionRejected } from '../../../../schema/compose.ts';
import type { Check } from '../../harness/check.ts';

/** The SDL that is served fits the other subgraphs. */
export const composes: Check = {
  name: 'sdl.composes',
  says: 'The SDL that is served composes with that of the other subgraphs, and every field has a rule of access.',
  async run({ composition }, trial) {
    try {
      const { warnings } = await composition();
      trial.kept();
      for (const warning of warnings) {
        trial.broken({
          at: 'supergraph',
          expected: 'a composition without a warning',
          came: warning,
          todo: 'Agree with the subgraph that is named.',
        });
      }
    } catch (error) {
      if (!(error instanceof CompositionRejected)) throw error;
      trial.broken({
        at: 'supergraph',
        expected: 'a composition with the other subgraphs',
        came: error.message.replaceAll('\n', ' '),
        todo: 'Mend the element that is named, or agree with the subgraph that has it too.',
      });
    }
  },
};
