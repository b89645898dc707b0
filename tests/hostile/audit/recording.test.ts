import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { auditFile } from '../../../gateway/audit/files.ts';
import { recordsIn, reportOn, type Recorded } from '../../support/audit.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../../support/gateway.ts';
import { LogProbe } from '../../support/log-probe.ts';
import { TestProcess } from '../../support/process.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation, sendRaw, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const SINGLY = 5;
const VIEWER = '{ viewer { id } }';

/** A gateway of its own data directory, which outlives it. */
async function withGateway(
  options: TestGatewayOptions,
  work: (gateway: TestGateway, folder: string) => Promise<unknown>,
): Promise<Recorded[]> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  try {
    const environment = {
      AUDIT: 'on',
      DATA_DIR: folder,
      AUDIT_REFUSALS_PER_MINUTE: String(SINGLY),
      ...options.environment,
    };
    const gateway = await startTestGateway({ ...options, environment });
    try {
      await work(gateway, folder);
    } finally {
      await gateway.close();
    }
    expect(await reportOn(folder)).toMatchObject({ unsigned: 0, fault: null });
    return await recordsIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fixtures = (work: Parameters<typeof withGateway>[1]): Promise<Recorded[]> =>
  withGateway({ subgraphs: FIXTURE_SUBGRAPHS }, work);
const repeat = async (times: number, work: (at: number) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < times; at++) await work(at);
};
const bearer = async (gateway: TestGateway, partner: string, scopes: readonly string[] = []) => ({
  authorization: `Bearer ${await gateway.token({ partner, scopes })}`,
});
/** How many refusals there are records of, and how many are counted in others. */
function told(records: readonly Recorded[], partner: string | null = null): string {
  const own = records.filter((it) => it['partner'] === partner);
  const singly = own.filter(({ kind }) => kind === 'refusal').length;
  const counted = own
    .filter(({ kind }) => kind === 'refusals')
    .reduce((sum, { refusals }) => sum + (refusals as number), 0);
  return `${singly} records, ${counted} counted in another`;
}

hostileCases('What fills the audit log', (hostile) => {
  const FLOOD = 200;
  const bounded = `${SINGLY} records, ${FLOOD - SINGLY} counted in another`;

  hostile(`${FLOOD} requests without a token that can be taken`, bounded, async () => {
    const records = await fixtures((gateway) =>
      repeat(FLOOD, (at) => sendOperation(gateway.url, { query: VIEWER }, { authorization: `Bearer ${at}` })),
    );
    expect(records.find(({ kind }) => kind === 'refusals')).toMatchObject({
      codes: ['UNAUTHENTICATED'],
      addresses: { '127.0.0.1': FLOOD - SINGLY },
    });
    return told(records);
  });

  hostile(`${FLOOD} times what is no HTTP`, bounded, async () =>
    told(
      await fixtures((gateway) =>
        repeat(FLOOD, () => sendRaw(gateway.url, 'GET / HTTP/1.1\r\nx : \r\n\r\n')),
      ),
    ),
  );

  hostile(`${FLOOD} requests for addresses that are not there`, bounded, async () =>
    told(
      await fixtures((gateway) =>
        repeat(FLOOD, (at) => send(gateway.url, { method: 'GET', path: `/${at}` })),
      ),
    ),
  );

  hostile(
    `${FLOOD} mutations of a user who may not make them, among which another partner is refused once`,
    `${bounded}; the other partner’s is a record`,
    async () => {
      const rename = { query: 'mutation { rename(name: "x") }' };
      const records = await fixtures(async (gateway) => {
        const flooder = await bearer(gateway, 'GB');
        await repeat(FLOOD / 2, () => sendOperation(gateway.url, rename, flooder));
        await sendOperation(gateway.url, rename, await bearer(gateway, 'US'));
        await repeat(FLOOD / 2, () => sendOperation(gateway.url, rename, flooder));
      });
      const other = told(records, 'US') === '1 records, 0 counted in another';
      return joinFacts(told(records, 'GB'), other ? 'the other partner’s is a record' : told(records, 'US'));
    },
  );

  hostile('the name of an operation of 100,000 letters, refused', 'the record is short', async () => {
    const records = await fixtures((gateway) =>
      sendOperation(gateway.url, { query: `query ${'x'.repeat(100_000)} { viewer { id } }` }),
    );
    return JSON.stringify(records).length < 2_000 ? 'the record is short' : 'the record is long';
  });
});

hostileCases('What the audit log holds', (hostile) => {
  const CANARY = 'c4nary';
  const case_ = (what: string, work: (gateway: TestGateway) => Promise<unknown>): void =>
    hostile(what, 'a record, and nothing of it', async () => {
      const records = await fixtures(work);
      expect(records.map(({ kind }) => kind)).toEqual(['opened', 'refusal', 'closed']);
      return JSON.stringify(records).includes(CANARY) ? 'the log has it' : 'a record, and nothing of it';
    });

  case_('a token that cannot be taken', (gateway) =>
    sendOperation(gateway.url, { query: VIEWER }, { authorization: `Bearer ${CANARY}` }),
  );
  case_('secrets in headers, variables and the document of an operation that is refused', (gateway) =>
    sendOperation(
      gateway.url,
      { query: `{ day(on: "${CANARY}") }`, variables: { password: CANARY } },
      { cookie: CANARY, 'user-agent': CANARY, 'x-request-id': CANARY, 'apollographql-client-name': CANARY },
    ),
  );
  case_('lines, terminal codes and JSON in the name of an operation', (gateway) =>
    sendOperation(gateway.url, {
      query: '{ schemes { id } }',
      operationName: `\r\n\u001b[2J{"kind":"decision"}${CANARY}`,
    }),
  );
  case_('a secret in what is no request', (gateway) =>
    sendRaw(gateway.url, `GET /${CANARY} HTTP/1.1\r\nx-key : ${CANARY}\r\n\r\n`),
  );
});

hostileCases('What is refused is on record', (hostile) => {
  const case_ = (
    what: string,
    expected: string,
    environment: Record<string, string>,
    work: (gateway: TestGateway) => Promise<unknown>,
  ): void =>
    hostile(what, `one record: ${expected}`, async () => {
      const records = await withGateway({ subgraphs: FIXTURE_SUBGRAPHS, environment }, work);
      const refusals = records.filter(({ kind }) => kind !== 'opened' && kind !== 'closed');
      const said = refusals.map(({ kind, partner, codes, reason }) => {
        expect(kind).toBe('refusal');
        return [...codes, reason, partner === null ? 'of nobody' : `of ${partner}`].filter(Boolean).join(' ');
      });
      return said.length === 1 ? `one record: ${said[0]}` : `${said.length} records: ${said.join(', ')}`;
    });
  const small = { query: '{ schemes { id } }' };
  const as = (partner: string, operation: object) => async (gateway: TestGateway) =>
    sendOperation(gateway.url, operation, await bearer(gateway, partner));

  case_('a token of another kind', 'UNAUTHENTICATED NOT_A_BEARER_TOKEN of nobody', {}, ({ url }) =>
    sendOperation(url, small, { authorization: 'Basic x' }),
  );
  case_('a field that needs somebody, asked by nobody', 'UNAUTHENTICATED of nobody', {}, ({ url }) =>
    sendOperation(url, { query: VIEWER }),
  );
  case_(
    'a mutation without its scope',
    'FORBIDDEN of GB',
    {},
    as('GB', { query: 'mutation { rename(name: "x") }' }),
  );
  case_('a body that is too large', 'LIMIT_EXCEEDED of nobody', { BODY_KIB: '1' }, ({ url }) =>
    sendOperation(url, { query: `{ schemes { id } } # ${'x'.repeat(2_000)}` }),
  );
  case_(
    'a document that is too deep',
    'LIMIT_EXCEEDED of GB',
    {},
    as('GB', { query: `{ viewer ${'{ a '.repeat(1_000)} ${'}'.repeat(1_000)} }` }),
  );
  case_(
    'one request more than a minute may have',
    'LIMIT_EXCEEDED of GB',
    { LIMIT_REQUESTS_PER_MINUTE: '2' },
    (gateway) => repeat(3, () => as('GB', small)(gateway)),
  );
  case_(
    'a document of no manifest, where only those are taken',
    'OPERATION_NOT_TRUSTED of GB',
    { TRUSTED_DOCUMENTS: 'allow-list', TRUSTED_DOCUMENTS_DIR: mkdtempSync(join(tmpdir(), 'manifests-')) },
    as('GB', small),
  );
  case_('a document that is no GraphQL', 'GRAPHQL_PARSE_FAILED of GB', {}, as('GB', { query: '{' }));
  case_(
    'a field that there is not',
    'GRAPHQL_VALIDATION_FAILED of GB',
    {},
    as('GB', { query: '{ viewer { secret } }' }),
  );
  case_('a batch', 'BAD_USER_INPUT of GB', {}, as('GB', [small, small]));
  case_('a mutation by GET', 'BAD_USER_INPUT of nobody', {}, ({ url }) =>
    send(url, { method: 'GET', path: '/graphql?query=mutation{rename(name:"x")}' }),
  );
  case_('a form of another site', 'BAD_USER_INPUT of nobody', {}, ({ url }) =>
    send(url, { headers: { 'content-type': 'text/plain' }, body: JSON.stringify(small) }),
  );
  case_('an address that cannot be decoded', 'BAD_USER_INPUT of nobody', {}, ({ url }) =>
    send(url, { method: 'GET', path: '/%E0%A4%A' }),
  );
  case_('a request that expects what cannot be met', 'BAD_USER_INPUT of nobody', {}, ({ url }) =>
    send(url, { headers: { expect: 'magic', 'content-type': 'application/json' }, body: '{}' }),
  );
});

hostileCases('The audit log cannot be written, in strict mode', (hostile) => {
  const ASK = { level: 'CA:PB', on: '2026-11-23' };
  const OFFERS = `query ($ask: Ask!) { viewer { offers(ask: $ask, first: 2) { edges { node { id } } } } }`;
  const REGISTER = `mutation ($input: RegisterContractInput!) { registerContract(input: $input) { contract { id } } }`;
  let gateway: TestGateway;
  let lock: DatabaseSync;
  beforeAll(async () => {
    gateway = await startTestGateway({ environment: { AUDIT: 'strict' } });
    await gateway.data({ partner: 'CA' }, OFFERS, { ask: ASK });
    lock = new DatabaseSync(auditFile(gateway.config.DATA_DIR));
    lock.exec('BEGIN IMMEDIATE');
  });
  afterAll(async () => {
    if (lock.isOpen) lock.close();
    await gateway.close();
  });

  const shown = (answer: Answer): string => {
    const { data } = JSON.parse(answer.body) as { data?: unknown };
    return joinFacts(
      factsOf(answer),
      data === undefined ? 'no data' : 'data',
      answer.headers['retry-after'] === undefined ? undefined : 'Retry-After',
    );
  };
  const refused = '503 AUDIT_UNAVAILABLE; no data; Retry-After';

  hostile('decisions are asked for', refused, async () =>
    shown(
      await sendOperation(
        gateway.url,
        { query: OFFERS, variables: { ask: ASK } },
        await bearer(gateway, 'CA'),
      ),
    ),
  );
  hostile('an operator makes a mutation', `${refused}; it was not carried out`, async () => {
    const operator = await bearer(gateway, 'AU', ['catalogue:operate']);
    const input = {
      title: 'Of strict mode',
      kind: 'CONTRACT',
      buyer: 'AU',
      suppliers: ['aws'],
      start: '2026-01-01',
      levels: ['AU:P'],
      document: '1',
    };
    const answer = await sendOperation(gateway.url, { query: REGISTER, variables: { input } }, operator);
    const contracts = '{ partner(id: "AU") { contracts(first: 100) { edges { node { title } } } } }';
    const { body } = await sendOperation(gateway.url, { query: contracts }, operator);
    expect(body).toContain('"title"');
    return joinFacts(
      shown(answer),
      body.includes('Of strict mode') ? 'it was carried out' : 'it was not carried out',
    );
  });
  hostile('a token cannot be taken', refused, async () =>
    shown(await sendOperation(gateway.url, { query: VIEWER }, { authorization: 'Bearer x' })),
  );
  hostile('public facts are asked for, which are not recorded', '200; data', async () =>
    shown(await sendOperation(gateway.url, { query: '{ providers { id } }' })),
  );
  hostile('health is asked for', 'unready: the audit log is failing', async () => {
    const { status, body } = await send(gateway.url, { method: 'GET', path: '/health/ready' });
    const { audit } = JSON.parse(body) as { audit?: string };
    return status === 503 && audit === 'failing' ? 'unready: the audit log is failing' : `${status} ${body}`;
  });
  hostile('it can be written again', '200; data; ready; the chain is in order', async () => {
    lock.exec('ROLLBACK');
    lock.close();
    const answer = await vi.waitFor(async () => {
      const { status } = await send(gateway.url, { method: 'GET', path: '/health/ready' });
      expect(status).toBe(200);
      return sendOperation(
        gateway.url,
        { query: OFFERS, variables: { ask: ASK } },
        await bearer(gateway, 'CA'),
      );
    }, 10_000);
    const { fault } = await reportOn(gateway.config.DATA_DIR);
    return joinFacts(shown(answer), 'ready', fault ? fault.reason : 'the chain is in order');
  });
});

hostileCases('The gateway is killed while it writes', (hostile) => {
  hostile(
    'three times, by SIGKILL, in strict mode',
    'every decision that was given is on record; the chain is in order',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'audit-killed-'));
      const environment = { DATA_DIR: folder, PORT: '0', AUDIT: 'strict' };
      const query = `{ viewer { offers(ask: { level: "GB:S" }, first: 2) { edges { node { id } } } } }`;
      try {
        await using token = new TestProcess(['gateway/commands/token.ts', 'GB'], { DATA_DIR: folder });
        const authorization = `Bearer ${(await token.ended()).stdout.trim()}`;
        const given = new Set<string>();
        for (let kill = 0; kill < 3; kill++) {
          await using gateway = new TestProcess(['dist/bin/gateway.js'], environment);
          const [, url = ''] = await gateway.printed(/listens on (http:\/\/127\.0\.0\.1:\d+)\/graphql\n/);
          const killed = new AbortController();
          const asking = Array.from({ length: 8 }, async () => {
            while (!killed.signal.aborted) {
              const answer = await sendOperation(url, { query }, { authorization }).catch(() => undefined);
              if (answer?.status === 200 && answer.body.trimEnd().endsWith('}'))
                given.add(String(answer.headers['x-request-id']));
            }
          });
          const before = given.size;
          await vi.waitFor(() => expect(given.size).toBeGreaterThan(before + 10), 10_000);
          await new Promise((resolve) => setTimeout(resolve, 7 * kill));
          gateway.signal('SIGKILL');
          await gateway.ended();
          killed.abort();
          await Promise.all(asking);
          expect((await reportOn(folder)).fault).toBeNull();
        }
        expect(given.size).toBeGreaterThan(20);
        const recorded = new Set((await recordsIn(folder)).map(({ request }) => request));
        const missing = [...given].filter((it) => !recorded.has(it));
        return joinFacts(
          missing.length === 0 ? 'every decision that was given is on record' : `${missing.length} are not`,
          'the chain is in order',
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

hostileCases('Whoever writes lines into the log of the process', (hostile) => {
  hostile('a secret is in what the audit log failed with', 'the log has a line and no token', async () => {
    const log = new LogProbe();
    const records = await withGateway(
      { subgraphs: FIXTURE_SUBGRAPHS, log: log.logger },
      async (gateway, folder) => {
        const lock = new DatabaseSync(auditFile(folder));
        await vi.waitFor(async () => expect(await recordsIn(folder)).toHaveLength(1), 10_000);
        lock.exec('BEGIN IMMEDIATE');
        const token = await bearer(gateway, 'GB');
        await sendOperation(gateway.url, { query: 'mutation { rename(name: "x") }' }, token);
        await vi.waitFor(() => expect(log.lines()).toContain('the audit log cannot be written'), 5_000);
        expect(log.lines()).not.toContain(token.authorization.slice(-40));
        lock.exec('ROLLBACK');
        lock.close();
      },
    );
    expect(records.map(({ kind }) => kind)).toEqual(['opened', 'refusal', 'closed']);
    return 'the log has a line and no token';
  });
});
