import { afterEach, expect } from 'vitest';
import { behaviour, DATA_VERSION, FIXTURE_SUBGRAPHS, SECRET } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { answerJson, serve, type SubgraphServer } from '../../support/subgraph-server.ts';
import { WAYS_TO_FAIL } from '../../support/ways-to-fail.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

afterEach(() => {
  behaviour.classification = 'answers';
});

/** A gateway whose classification is `subgraph`. */
const gatewayOver = (subgraph: SubgraphServer, environment: Record<string, string> = {}) =>
  startTestGateway({
    mode: 'http',
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: {
      CLASSIFICATION_URL: subgraph.url,
      REQUEST_SECONDS: '5',
      SUBGRAPH_SECONDS: '0.4',
      ...environment,
    },
  });

async function ask(gateway: TestGateway): Promise<Answer> {
  const authorization = `Bearer ${await gateway.token({ partner: 'GB' })}`;
  return sendOperation(gateway.url, { query: '{ viewer { id verdict } }' }, { authorization });
}

/** The facts of an answer to a question that reads of two subgraphs, and what it decided. */
function decided(answer: Answer): string {
  expect(answer.body).not.toContain(SECRET);
  expect(answer.body).not.toContain(DATA_VERSION);
  const { data } = JSON.parse(answer.body) as any;
  expect(data.viewer.id).toBe('GB:user');
  return joinFacts(factsOf(answer), `decided ${data.viewer.verdict}`);
}

hostileCases('A subgraph of two that fails', (hostile) => {
  const partly = '200 DOWNSTREAM_SERVICE_ERROR at viewer; decided UNDETERMINED';
  for (const [way, answer] of WAYS_TO_FAIL) {
    hostile(`it ${way}`, partly, async () => {
      await using subgraph = await serve(answer);
      await using gateway = await gatewayOver(subgraph);
      return decided(await ask(gateway));
    });
  }
  const answers: [string, string][] = [
    ['answers for another entity than was asked for', '{"data":{"_entities":[{"__typename":"Scheme"}]}}'],
    ['answers more entities than were asked for', '{"data":{"_entities":[null,null,null]}}'],
    [
      'answers for another viewer',
      '{"data":{"_entities":[{"_0_levelFacts":{"digest":"facts of US:user"},"_key_id":"US:user"}]}}',
    ],
    [
      'answers with an error of its own words',
      `{"errors":[{"message":"${SECRET}","extensions":{"code":"INTERNAL_SERVER_ERROR","stacktrace":["at /srv/db.ts"]}}],"data":null}`,
    ],
    [
      'answers a key that would change prototypes',
      '{"data":{"_entities":[{"__proto__":{"levelFacts":{"digest":"x"}}}]}}',
    ],
    ['answers JSON nested 100,000 deep', `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ];
  for (const [way, body] of answers) {
    hostile(`it ${way}`, partly, async () => {
      await using subgraph = await serve((_request, response) => answerJson(response, 200, body));
      await using gateway = await gatewayOver(subgraph);
      return decided(await ask(gateway));
    });
  }
  hostile('it throws', partly, async () => {
    await using gateway = await startTestGateway({ mode: 'http', subgraphs: FIXTURE_SUBGRAPHS });
    behaviour.classification = 'throws';
    return decided(await ask(gateway));
  });
  hostile(
    'it fails, and recovers',
    'its circuit opens, so that it is not asked; decided UNDETERMINED; then decided from facts of GB:user',
    async () => {
      let isDown = true;
      let asked = 0;
      await using subgraph = await serve((_request, response) => {
        asked += 1;
        if (isDown) response.destroy();
        else {
          // The engine asks under names of its own.
          const facts = { _0_levelFacts: { digest: 'facts of GB:user' }, _key_id: 'GB:user' };
          answerJson(response, 200, JSON.stringify({ data: { _entities: [facts] } }));
        }
      });
      await using gateway = await gatewayOver(subgraph, { BREAKER_CALLS: '4', BREAKER_SECONDS: '0.3' });
      let verdict = '';
      for (let times = 0; times < 6; times++) verdict = decided(await ask(gateway));
      const before = asked;
      await ask(gateway);
      expect(asked).toBe(before);
      isDown = false;
      const later = async () => (JSON.parse((await ask(gateway)).body) as any).data.viewer.verdict;
      await expect.poll(later, { timeout: 5_000 }).not.toBe('UNDETERMINED');
      return joinFacts(
        'its circuit opens, so that it is not asked',
        verdict.split('; ').at(-1),
        `then ${await later()}`,
      );
    },
  );
});
