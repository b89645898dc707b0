import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PolicyEvaluator } from '../../../platform/authorization/policies.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { compose, readRoverConfig } from '../../../schema/compose.ts';
import { FIXTURE } from '../../gateway/authorization/support/fixture.ts';
import { codes, ENGINE_NAMES, guarded, holding } from '../../gateway/authorization/support/guarded.ts';
import { federate } from '../../support/federation.ts';
import { hostileCases } from '../support/cases.ts';
import { upheld } from '../support/facts.ts';

const federation = federate(FIXTURE);

for (const engine of ENGINE_NAMES)
  hostileCases(`Rules of access, by the ${engine} engine`, (hostile) => {
    const policies: readonly (readonly [string, PolicyEvaluator])[] = [
      [
        'a policy that throws',
        () => {
          throw new Error('db-7 is away');
        },
      ],
      ['a policy that rejects', () => Promise.reject(new Error('db-7 is away'))],
      ['a policy that never decides', () => new Promise(() => undefined)],
      ['a policy that says something like yes', () => 'true' as never],
    ];
    for (const [what, evaluator] of policies) {
      const expected = 'FORBIDDEN; the rest is answered; nothing of why is told';
      hostile(
        what,
        expected,
        upheld(expected, async () => {
          const subject = await guarded(federation, engine, { policies: evaluator, policyMilliseconds: 10 });
          const answer = await subject.ask(holding('clearance'), '{ person(id: "a") { name cleared } }');
          expect(answer.data).toEqual({ person: { name: 'Ada', cleared: null } });
          expect(codes(answer)).toEqual({ 'person.cleared': 'FORBIDDEN' });
          expect(JSON.stringify(answer)).not.toMatch(/db-7|policy/);
        }),
      );
    }

    hostile(
      'a subgraph that sends what it was not asked for',
      'not shown',
      upheld('not shown', async () => {
        const talkative = federate(FIXTURE, {
          fault: async (_request, ask) => {
            const { data: given, ...answer } = await ask();
            const data = given as Record<string, object>;
            const person = { ...data['person'], salary: 10, _salary: 10, pin: 'p' };
            return { ...answer, data: { ...data, person, vault: { content: 'gold' } } };
          },
        });
        const subject = await guarded(talkative, engine);
        const answer = await subject.ask(holding(), '{ person(id: "a") { name salary } vault { content } }');
        expect(answer.data).toEqual({ person: { name: 'Ada', salary: null }, vault: null });
      }),
    );

    hostile(
      'a subgraph that says another type of an object of a denied one',
      'nothing of it',
      upheld('nothing of it', async () => {
        const lying = federate(FIXTURE, {
          fault: async (_request, ask) =>
            JSON.parse(JSON.stringify(await ask()).replaceAll('"Dossier"', '"Person"')) as never,
        });
        const subject = await guarded(lying, engine);
        const query =
          '{ found2 { __typename ... on Person { name } ... on Dossier { number name2: name } } }';
        const answer = await subject.ask(holding(), query);
        expect(JSON.stringify(answer.data)).not.toMatch(/7|Closed/);
        expect(subject.sent.join()).not.toMatch(/number/);
      }),
    );
  });

hostileCases('Rules of access in the schema', (hostile) => {
  hostile(
    'a new field without a rule',
    'composition fails, and says what to write',
    upheld('composition fails, and says what to write', async () => {
      const read = (file: string) => readFileSync(join(projectRoot(), file), 'utf8');
      const subgraphs = readRoverConfig(read('supergraph.yaml'));
      const composed = () =>
        compose(subgraphs, ({ file }) =>
          read(file).replace('type Query {', 'type Query {\n  secrets: String'),
        );
      expect(composed).toThrow(
        'catalogue: Query.secrets has no access rule. Write @authenticated, @requiresScopes, @policy or, where everybody may have it, @public, on the field.',
      );
    }),
  );
});
