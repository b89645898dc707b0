import { PUBLIC } from '../../platform/disclosure/label.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayOf } from '../../platform/calendar/day.ts';
import { ImportRejected } from '../../platform/facts/read-facts.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import {
  holdDays,
  statusOn,
  turningDays,
  type ContractStatus,
} from '../../subgraphs/contracts/domain/status.ts';
import { contractsDatabase } from '../../subgraphs/contracts/store/definition.ts';
import { registeredContract } from '../../subgraphs/contracts/store/registered-contract.ts';
import { contractRow, holdRow } from '../../subgraphs/contracts/store/rows.ts';
import type { ContractRecord, HoldRecord } from '../../subgraphs/contracts/store/records.ts';
import { searchContracts } from '../../subgraphs/contracts/store/search.ts';
import { emptyStore } from '../support/stores/place.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';
import { change, factsOf, operator } from './support/ask.ts';
import { FactsFolder } from './support/facts-folder.ts';

describe('the filter by status', () => {
  const day = fc
    .date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map(dayOf);
  const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([it, length]) => it.slice(0, length));
  const dates = fc.record({
    awarded: fc.option(partial),
    start: fc.option(partial),
    end: fc.option(partial),
    cancelled: fc.option(partial, { freq: 1 }),
  });
  const holds = fc.array(fc.record({ from: partial, until: fc.option(partial) }), { maxLength: 2 });
  const STATUSES: readonly ContractStatus[] = ['PLANNED', 'ACTIVE', 'ON_HOLD', 'EXPIRED', 'CANCELLED'];

  it('finds exactly the contracts that have the status on the day', async () => {
    const database = await emptyStore(contractsDatabase);
    const plain = {
      title: 't',
      kind: 'CONTRACT',
      buyer: 'GB',
      buyerBody: null,
      buyerTags: [],
      suppliers: [],
    } as const;
    const none = {
      awarded: null,
      start: null,
      end: null,
      levels: [],
      ceiling: null,
      blueprint: null,
      pricing: null,
      document: null,
      label: PUBLIC,
    } as const;
    const base = registeredContract('x', { ...plain, ...none }, []);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(dates, holds), { minLength: 1, maxLength: 8 }),
        day,
        async (some, on) => {
          await database.deleteFrom('contract').execute();
          await database.deleteFrom('hold').execute();
          const expected = new Map<ContractStatus | null, string[]>();
          for (const [place, [given, stops]] of some.entries()) {
            const contract: ContractRecord = { ...base, ...given, id: `c${place}`, origin: 'FACTS' };
            const held = stops.map(
              (it, number) =>
                ({ ...it, id: `c${place}.${number}`, contract: contract.id, origin: 'FACTS' }) as HoldRecord,
            );
            await database.insertInto('contract').values(contractRow(contract)).execute();
            for (const it of held) await database.insertInto('hold').values(holdRow(it)).execute();
            const spans = held.map(holdDays).filter((it) => it !== null);
            const status = statusOn(turningDays(contract), spans, on);
            expected.set(status, [...(expected.get(status) ?? []), contract.id]);
          }
          for (const status of STATUSES) {
            const rows = await searchContracts(
              database,
              { status: { any: [status], on } },
              { partner: 'GB', operator: false, clearance: null, compartments: [] },
            )
              .select('contract.id')
              .orderBy('contract.id')
              .execute();
            expect(rows.map((it) => it.id)).toEqual(expected.get(status) ?? []);
          }
        },
      ),
      { numRuns: 250 },
    );
    await database.destroy();
  });
});

describe('a store on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'contracts-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const host = (factsDirectory?: string) =>
    hostInMemory(contractsSubgraph, { dataDirectory: folder, factsDirectory });

  const HOLD = {
    contract: 'us-dod-jwcc',
    expectedVersion: 1,
    reason: 'stop-work order',
    forum: 'US Department of Defense',
    from: '2026-10-01',
  };
  const SPEND = {
    contract: 'us-dod-jwcc',
    expectedVersion: 2,
    reference: 'r1',
    amount: '1.00',
    currency: 'USD',
    from: '2026-01-01',
    until: '2026-02-01',
  };

  it('does not seed again from the same facts', async () => {
    await (await host()).close();
    await using again = await host();
    expect(again.statements.filter((it) => it.startsWith('insert into "contract"'))).toEqual([]);
    expect((await factsOf(again, 'US')).contracts).toHaveLength(6);
  });

  it('keeps what operators recorded when other facts are shipped', async () => {
    const first = await host();
    await change(first, 'placeHold', HOLD, 'hold { id }');
    await change(first, 'recordSpend', SPEND, 'recorded');
    const registration = {
      title: 'Own',
      kind: 'CONTRACT',
      buyer: 'US',
      suppliers: ['aws'],
      blueprint: 'us-dod-jwcc',
    };
    const { contract } = await change(first, 'registerContract', registration, 'contract { id }');
    await first.close();

    using facts = new FactsFolder();
    facts.changeContract('us-dod-jwcc', (record) => (record.name = 'JWCC, renamed'));
    facts.change(
      'contracts.json',
      (file) => (file.records = file.records.filter((it: { id: string }) => it.id !== 'il-nimbus')),
    );
    await using second = await host(facts.path);
    const query = `{ contract(id: "us-dod-jwcc") { title version status holds { origin } spend { totals { amount } }
        audit { totalCount } derivedContracts { id suppliers { id } } }
      contracts(where: { buyer: "IL" }) { totalCount } bySupplier: contracts(where: { supplier: "aws", buyer: "US" }) { totalCount } }`;
    expect(await second.data(operator, query)).toEqual({
      contract: {
        title: 'JWCC, renamed',
        version: 3,
        status: 'ON_HOLD',
        holds: [{ origin: 'OPERATOR' }],
        spend: { totals: [{ amount: '1.00' }] },
        audit: { totalCount: 2 },
        derivedContracts: [{ id: contract.id, suppliers: [{ id: 'aws' }] }],
      },
      contracts: { totalCount: 0 },
      bySupplier: { totalCount: 6 },
    });
  });

  it('is left as it was by facts that are refused', async () => {
    const first = await host();
    const before = await factsOf(first, 'US');
    await first.close();
    using facts = new FactsFolder();
    facts.changeContract('us-dod-jwcc', (record) => (record.kind = 'treaty'));
    await expect(host(facts.path)).rejects.toThrow(ImportRejected);
    await using again = await host();
    expect(await factsOf(again, 'US')).toEqual(before);
    expect(again.statements.filter((it) => it.startsWith('insert into "contract"'))).toEqual([]);
  });
});

describe('queries for a page', () => {
  it('do not grow with the page', async () => {
    await using subgraph = await hostInMemory(contractsSubgraph);
    for (let number = 0; number < 60; number += 1) {
      const registration = {
        title: `Contract ${number}`,
        kind: 'CONTRACT',
        buyer: 'GB',
        suppliers: ['aws'],
        blueprint: 'us-dod-jwcc',
      };
      await change(subgraph, 'registerContract', registration, 'contract { id }');
    }
    const query = `query ($first: Int) {
      contracts(first: $first, where: { buyer: "GB" }) { totalCount pageInfo { endCursor } edges { node {
        id title buyer { name } status holds { id provenance { sources { title } } } spend { totals { amount } } remaining { amount }
        replaces { id } replacedBy { id } blueprint { id title } derivedContracts { id } priceTerms { kind } version
        audit(first: 3) { totalCount edges { node { action } } } provenance { sources { title } } } } }
      partners { id contracts(first: 2) { totalCount edges { node { id } } } } }`;
    const count = async (first: number) => {
      subgraph.forgetStatements();
      const { contracts } = await subgraph.data(operator, query, { first });
      expect(contracts.edges).toHaveLength(first);
      return subgraph.statements.length;
    };
    const ten = await count(10);
    expect(await count(50)).toBe(ten);
    expect(ten).toBeLessThanOrEqual(20);
  });

  it('of prices do not grow with the number of ways', async () => {
    await using subgraph = await hostInMemory(contractsSubgraph);
    const offerings = ['virtual-machines', 'storage-blobs', 'sql-database', 'key-vault'].map(
      (it) => `ms.azure-uk.${it}`,
    );
    const query = `query ($some: [_Any!]!) { _entities(representations: $some) { ... on Way { price { amount contract { title } } } } }`;
    const count = async (ways: number) => {
      const some = Array.from({ length: ways }, (_, place) => ({
        __typename: 'Way',
        id: Buffer.from(
          JSON.stringify([offerings[place % 4], 'uk-ccs-ms-spa24', '2026-11-23', place]),
        ).toString('base64url'),
      }));
      subgraph.forgetStatements();
      const { _entities } = await subgraph.data(asPartner('GB'), query, { some });
      expect(_entities.every((it: { price: { contract: unknown } }) => it.price.contract)).toBe(true);
      return subgraph.statements.length;
    };
    const ten = await count(10);
    expect(await count(50)).toBe(ten);
    expect(ten).toBeLessThanOrEqual(4);
  });
});
