import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { TransportFailure } from '../../../gateway/transport/transport.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation, sendRaw } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

/** What no log may hold, in whatever part of a request it comes. */
const CANARY = 'c4nary';
/** Breaks lines, moves terminals, and looks like a record of its own. */
const INJECTION = '\r\n{"level":60,"msg":"forged"}\r\n\u001b[2J\u009b31m\u202e\u0000';

const log = new LogProbe('trace');
let gateway: TestGateway;
let token: string;
let failure: string | undefined;
beforeAll(async () => {
  gateway = await startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    log: log.logger,
    around: (transport) => ({
      ...transport,
      call: (subgraph, call) =>
        failure === undefined
          ? transport.call(subgraph, call)
          : Promise.reject(new TransportFailure(failure)),
    }),
  });
  token = await gateway.token({ partner: 'GB' });
});
afterAll(() => gateway.close());

const printed: string[] = [];
beforeEach(() => {
  const print = (piece: unknown): boolean => printed.push(String(piece)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(print);
  vi.spyOn(process.stderr, 'write').mockImplementation(print);
});
afterEach(() => {
  vi.restoreAllMocks();
  failure = undefined;
});

/** What the log holds of what was just sent: checked line by line, with all that was printed beside it. */
async function logged(work: () => Promise<string>): Promise<string> {
  const before = log.records().length;
  printed.length = 0;
  const facts = await work();
  // The line is written once the answer is sent, which the client may see earlier.
  await vi.waitFor(() => expect(log.records().length).toBeGreaterThan(before), 10_000);
  const all = `${log.lines()}${printed.join('')}`;
  // oxlint-disable-next-line no-control-regex
  expect(log.lines().replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(log.records().every((it) => it['msg'] !== 'forged')).toBe(true);
  expect(printed).toEqual([]);
  const hasSecret =
    all.includes(CANARY) || all.includes(token) || all.includes(token.split('.')[2] as string);
  return joinFacts(facts, hasSecret ? 'the log has it' : 'the log has a line and nothing of it');
}

hostileCases('What the log holds', (hostile) => {
  const clean = 'the log has a line and nothing of it';
  const ask = async (operation: object, headers: Record<string, string> = {}) =>
    factsOf(await sendOperation(gateway.url, operation, headers));
  const case_ = (what: string, status: string, send: () => Promise<string>): void =>
    hostile(what, `${status}; ${clean}`, () => logged(send));

  case_('a valid token', '200', () =>
    ask({ query: '{ viewer { id } }' }, { authorization: `Bearer ${token}` }),
  );
  case_('a token that cannot be taken', '401 UNAUTHENTICATED', () =>
    ask({ query: '{ viewer { id } }' }, { authorization: `Bearer ${CANARY}` }),
  );
  case_('a token with another’s signature', '401 UNAUTHENTICATED', () =>
    ask({ query: '{ viewer { id } }' }, { authorization: `Bearer ${token}${CANARY}` }),
  );
  case_('a secret in every header', '200', () =>
    ask(
      { query: '{ schemes { id } }' },
      {
        cookie: `session=${CANARY}`,
        'user-agent': CANARY,
        referer: `https://portal.example/?token=${CANARY}`,
        'x-api-key': CANARY,
        'apollographql-client-name': CANARY,
        'apollographql-client-version': CANARY,
        'x-request-id': CANARY,
        'x-forwarded-for': CANARY,
        tracestate: `a=${CANARY}`,
      },
    ),
  );
  case_('a secret among the variables', '200', () =>
    ask({
      query: 'query ($on: Date!) { day(on: $on) }',
      variables: { on: '2026-01-01', password: CANARY },
    }),
  );
  case_('a secret in a variable that cannot be taken', '400 BAD_USER_INPUT', async () =>
    (await ask({ query: 'query ($on: Date!) { day(on: $on) }', variables: { on: CANARY } })).replaceAll(
      CANARY,
      '…',
    ),
  );
  case_('a secret in the document', '400 GRAPHQL_VALIDATION_FAILED', async () =>
    (await ask({ query: `{ day(on: "${CANARY}") }` })).replaceAll(CANARY, '…'),
  );
  case_('a secret in the address', '400 BAD_USER_INPUT', async () =>
    factsOf(await send(gateway.url, { method: 'GET', path: `/graphql?query={viewer{id}}&token=${CANARY}` })),
  );
  case_('a secret in an address that is not there', '404 BAD_USER_INPUT', async () =>
    factsOf(await send(gateway.url, { method: 'GET', path: `/${CANARY}?token=${CANARY}` })),
  );
  case_('a secret in what is no request', '400 BAD_USER_INPUT', async () => {
    const { answers } = await sendRaw(gateway.url, `GET /${CANARY} HTTP/1.1\r\nx-key : ${CANARY}\r\n\r\n`);
    return joinFacts(...answers.map(factsOf));
  });
  case_('a token in what a subgraph failed with', '200 DOWNSTREAM_SERVICE_ERROR at schemes', () => {
    failure = `refused: Authorization: Bearer ${token} (and Bearer ${CANARY})`;
    return ask({ query: '{ schemes { id } }' });
  });
  case_(
    'lines, terminal codes and JSON in what a subgraph failed with',
    '200 DOWNSTREAM_SERVICE_ERROR at schemes',
    () => {
      failure = INJECTION;
      return ask({ query: '{ schemes { id } }' });
    },
  );
  case_(
    'lines, terminal codes and JSON in the name of an operation',
    '400 OPERATION_RESOLUTION_FAILURE',
    async () =>
      (await ask({ query: 'query A { schemes { id } }', operationName: INJECTION })).split('(')[0]?.trim() ??
      '',
  );
  case_('a name of an operation of 100,000 letters', '200', () =>
    ask({ query: `query ${'x'.repeat(100_000)} { schemes { id } }` }),
  );
  case_('terminal codes in headers', '400 BAD_USER_INPUT', async () => {
    const { answers } = await sendRaw(
      gateway.url,
      `POST /graphql HTTP/1.1\r\nhost: a\r\nuser-agent: \u001b[2J\r\n\r\n`,
    );
    return joinFacts(...answers.map(factsOf));
  });
  case_('terminal codes of one byte in headers', '200', async () => {
    const body = '{"query":"{ schemes { id } }"}';
    const { answers } = await sendRaw(
      gateway.url,
      Buffer.from(
        `POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\nuser-agent: \u009b2J${CANARY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        'latin1',
      ),
    );
    return joinFacts(...answers.map(factsOf));
  });
});
