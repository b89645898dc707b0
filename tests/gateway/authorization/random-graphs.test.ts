import fc from 'fast-check';
import { expect, it } from 'vitest';
import { federate } from '../../support/federation.ts';
import { guarded, ENGINE_NAMES } from './support/guarded.ts';
import { graphRules, judged, operation, subgraphsOf } from './support/random-graph.ts';
import { byTags, drawnViewer } from './support/random-rules.ts';

const GRAPHS = 25;

it('answers over random supergraphs what resolvers that judge for themselves would', async () => {
  let denials = 0;
  await fc.assert(
    fc.asyncProperty(
      graphRules,
      fc.array(fc.tuple(drawnViewer, operation), { minLength: 6, maxLength: 6 }),
      async (rules, questions) => {
        const federation = federate(subgraphsOf(rules));
        for (const name of ENGINE_NAMES) {
          const subject = await guarded(federation, name, { policies: byTags });
          for (const [viewer, query] of questions) {
            const { data, denied } = await judged(query, rules, viewer);
            const answer = await subject.ask(viewer, query);
            const errors = (answer.errors ?? []).map(
              (it) => `${it.path?.join('.')} ${String(it.extensions?.['code'])}`,
            );
            expect(answer.data, `${name}: ${query}`).toEqual(data);
            expect(errors.sort(), `${name}: ${query}`).toEqual(denied);
            denials += denied.length;
          }
          await subject.engine.stop();
        }
      },
    ),
    { numRuns: GRAPHS },
  );
  expect(denials).toBeGreaterThan(200);
});
