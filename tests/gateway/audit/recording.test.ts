import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordsIn, reportOn, type Recorded } from '../../support/audit.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { ENGINES, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { sendOperation, type Answer } from '../../hostile/support/exchange.ts';

const CANADA = { partner: 'CA', subject: 'alice' };
const OFFERS = `query Offers($ask: Ask!, $first: Int!) {
  viewer { offers(ask: $ask, first: $first) { outcomes { outcome count } edges { node { id } decision { outcome dataVersion } } } }
}`;
const ASK = { level: 'CA:PB', on: '2026-11-23' };

/** The records that are made by `work`, once there are `count` of them. */
async function recordedBy(
  gateway: TestGateway,
  count: number,
  work: () => Promise<unknown>,
): Promise<Recorded[]> {
  const before = (await recordsIn(gateway.config.DATA_DIR)).length;
  await work();
  return vi.waitFor(
    async () => {
      const records = (await recordsIn(gateway.config.DATA_DIR)).slice(before);
      expect(records.length).toBeGreaterThanOrEqual(count);
      return records;
    },
    { timeout: 5_000 },
  );
}

describe.each(ENGINES)('what the gateway answers with the engine %s', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      environment: { GATEWAY_ENGINE: engine, AUDIT: 'on', ANSWER_CACHE_MIB: '8', ENTITY_CACHE_MIB: '8' },
    });
    // So that the first record is there.
    await vi.waitFor(async () => expect(await recordsIn(gateway.config.DATA_DIR)).toHaveLength(1), 10_000);
  });
  afterAll(() => gateway.close());

  it('is recorded with every decision: for whom, on what ask, from which facts, with which outcome', async () => {
    let data: any;
    const [record] = await recordedBy(gateway, 1, async () => {
      data = await gateway.data(CANADA, OFFERS, { ask: ASK, first: 3 });
    });
    const { outcomes, edges } = data.viewer.offers;
    expect(record).toMatchObject({
      kind: 'decision',
      partner: 'CA',
      subject: 'alice',
      operation: 'Offers',
      document: expect.stringMatching(/^[0-9a-f]{64}$/),
      outcome: 'ANSWERED',
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const [note] = record?.['notes'] ?? [];
    expect(note).toMatchObject({ subgraph: 'catalogue', kind: 'decision', ask: ASK, outcomes });
    const decided = note.decided.flatMap((it: any) =>
      it.offerings.map((id: string) => ({
        node: { id },
        decision: { outcome: it.outcome, dataVersion: it.dataVersion },
      })),
    );
    const byId = (a: any, b: any) => (a.node.id < b.node.id ? -1 : 1);
    expect(decided.sort(byId)).toEqual([...edges].sort(byId));
  });

  it('is recorded with the version and the offering of a decision of which the client selects neither', async () => {
    const query = `{ offering(id: "aws.canada.access-analyzer") { a: decision(ask: { level: "CA:PB", on: "2026-11-23" }) { b: outcome } } }`;
    const [record] = await recordedBy(gateway, 1, () => gateway.data(CANADA, query));
    expect(record?.['notes']).toEqual([
      {
        subgraph: 'catalogue',
        kind: 'decision',
        ask: ASK,
        decided: [
          {
            outcome: 'NEEDS_REVIEW',
            dataVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
            offerings: ['aws.canada.access-analyzer'],
          },
        ],
      },
    ]);
  });

  it('is recorded each time, also where it was kept', async () => {
    const query = OFFERS.replace('Offers', 'Kept');
    const variables = { ask: ASK, first: 2 };
    const records = await recordedBy(gateway, 3, async () => {
      for (let time = 0; time < 3; time++) await gateway.data(CANADA, query, variables);
    });
    const [first, ...others] = records.map(({ notes }) => notes);
    expect(first[0].decided.length).toBeGreaterThan(0);
    for (const it of others) expect(it).toEqual(first);
  });

  it('is recorded for each of those who asked the same at the same time', async () => {
    const query = OFFERS.replace('Offers', 'Shared');
    const variables = { ask: ASK, first: 4 };
    const records = await recordedBy(gateway, 5, () =>
      Promise.all(Array.from({ length: 5 }, () => gateway.data(CANADA, query, variables))),
    );
    expect(new Set(records.map(({ request }) => request)).size).toBe(5);
    for (const { notes } of records) expect(notes).toEqual(records[0]?.['notes']);
  });

  it('tells of no decision on an offering that the answer does not show', async () => {
    const query = `query ($ask: Ask!) { viewer { offers(ask: $ask) { totalCount outcomes { outcome count } } } }`;
    const [record] = await recordedBy(gateway, 1, () => gateway.data(CANADA, query, { ask: ASK }));
    expect(record?.['notes'][0].decided).toEqual([]);
    expect(record?.['notes'][0].outcomes.length).toBeGreaterThan(1);
  });

  it('does not show what is recorded to clients', async () => {
    let shown: Answer | undefined;
    await recordedBy(gateway, 1, async () => {
      shown = await sendOperation(
        gateway.url,
        { query: OFFERS, variables: { ask: ASK, first: 1 } },
        { authorization: `Bearer ${await gateway.token(CANADA)}` },
      );
    });
    const { headers, body } = shown as Answer;
    expect(JSON.parse(body)).not.toHaveProperty('extensions');
    expect(JSON.stringify(headers)).not.toContain('audit');
  });

  it('is not recorded where it is nothing but public facts', async () => {
    const records = await recordedBy(gateway, 1, async () => {
      await gateway.data(null, '{ providers { id } }');
      await gateway.ask(null, '{ viewer { id } }');
    });
    expect(records.map(({ kind }) => kind)).toEqual(['refusal']);
  });

  it('is recorded with every mutation: its name, who made it, what came of it', async () => {
    const operator = { partner: 'US', subject: 'olga', scopes: ['catalogue:operate'] };
    const mutation = `mutation Hold($input: PlaceHoldInput!) { first: placeHold(input: $input) { __typename } }`;
    const input = {
      contract: 'us-dod-jwcc',
      expectedVersion: 99,
      reason: 'protest',
      forum: 'GAO',
      from: '2026-12-01',
    };
    const records = await recordedBy(gateway, 2, async () => {
      await gateway.ask(operator, mutation, { input });
      await gateway.ask({ partner: 'US' }, mutation, { input });
    });
    expect(records).toMatchObject([
      {
        kind: 'mutation',
        partner: 'US',
        subject: 'olga',
        operation: 'Hold',
        mutations: [{ name: 'placeHold', outcome: 'CONFLICT' }],
      },
      {
        kind: 'refusal',
        partner: 'US',
        codes: ['FORBIDDEN'],
        mutations: [{ name: 'placeHold', outcome: 'FORBIDDEN' }],
      },
    ]);
  });

  it('leaves a chain in order', async () => {
    expect(await reportOn(gateway.config.DATA_DIR)).toMatchObject({ fault: null });
  });
});

describe('several gateways over one data directory', () => {
  const start = (environment: Record<string, string>, folder: string) =>
    startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { AUDIT: 'on', DATA_DIR: folder, ...environment },
    });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit-chains-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('write a chain each, and go on with it when they start again', async () => {
    for (let time = 0; time < 2; time++) {
      await using one = await start({}, folder);
      await using two = await start({}, folder);
      await using named = await start({ AUDIT_CHAIN: 'north' }, folder);
      for (const { ask } of [one, two, named]) await ask(null, '{ viewer { id } }');
    }
    for (const chain of ['gateway', 'gateway-2', 'north']) {
      const kinds = (await recordsIn(folder, chain)).map(({ kind }) => kind);
      expect(kinds).toEqual(['opened', 'refusal', 'closed', 'opened', 'refusal', 'closed']);
      expect(await reportOn(folder, chain)).toMatchObject({ unsigned: 0, fault: null });
    }
  });

  it('do not start on a chain that another one writes', async () => {
    await using _first = await start({ AUDIT_CHAIN: 'south' }, folder);
    await expect(start({ AUDIT_CHAIN: 'south' }, folder)).rejects.toThrow(
      'AUDIT_CHAIN: expected the name of a chain that no other process writes, got south.',
    );
  });

  it('do not start where the log cannot be written, or with a key of another kind', async () => {
    const occupied = join(folder, 'occupied');
    mkdirSync(join(occupied, 'audit.sqlite'), { recursive: true });
    await expect(start({ DATA_DIR: occupied }, folder)).rejects.toThrow(
      /^DATA_DIR: expected a folder in which the audit log can be written \(or AUDIT=off\), got .*occupied: /,
    );
    const key = join(folder, 'es256.json');
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    writeFileSync(key, JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256' }));
    await expect(start({ AUDIT_KEY_FILE: key }, folder)).rejects.toThrow(
      `AUDIT_KEY_FILE: expected a key of Ed25519 (EdDSA), got ${key}.`,
    );
  });
});
